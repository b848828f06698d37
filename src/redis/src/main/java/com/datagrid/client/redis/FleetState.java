package com.datagrid.client.redis;

/** The state of the window, as of the engine's last reply. Guarded by the limiter's lock. */
final class FleetState {

  private int usedByOthers;
  private long freeAt;
  private long pausedUntil;
  private boolean probing;

  /**
   * Applies a reply.
   *
   * @param own how many of its total slots are ours
   * @param received when it arrived
   */
  void update(Reply reply, int own, long received) {
    usedByOthers = Math.max(0, reply.total() - own);
    freeAt = received + reply.nextFree();
    probing = reply.isProbing();
    pausedUntil = Math.max(pausedUntil, received + reply.pause());
  }

  /** One of our responses pauses everybody. */
  void pause(long until) {
    pausedUntil = Math.max(pausedUntil, until);
  }

  /** How many slots other processes use. */
  int usedByOthers() {
    return usedByOthers;
  }

  /** The earliest time at which the next slot can fall free. */
  long freeAt() {
    return Math.max(freeAt, pausedUntil);
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /** Whether few requests may be in flight, so that other processes wait for each response. */
  boolean isProbing() {
    return probing;
  }
}
