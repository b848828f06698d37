package com.datagrid.client.redis;

/** What the engine last said of the window. Guarded by the limiter's lock. */
final class View {

  private int others;
  private long freeAt;
  private long pausedUntil;
  private boolean probing;

  /**
   * An answer.
   *
   * @param own how many slots we have of its total
   * @param received when it came
   */
  void update(Reply reply, int own, long received) {
    others = Math.max(0, reply.total() - own);
    freeAt = received + reply.free();
    probing = reply.isProbing();
    pausedUntil = Math.max(pausedUntil, received + reply.pause());
  }

  /** A response of ours makes all pause. */
  void pause(long until) {
    pausedUntil = Math.max(pausedUntil, until);
  }

  /** How many slots others have. */
  int others() {
    return others;
  }

  /** When the next slot falls free, at the least. */
  long freeAt() {
    return Math.max(freeAt, pausedUntil);
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /** Whether only a few may be in flight, so that the others wait for each response. */
  boolean isProbing() {
    return probing;
  }
}
