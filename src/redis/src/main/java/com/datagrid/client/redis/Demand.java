package com.datagrid.client.redis;

/** How many leases the limiter needs, and when to ask for them. Guarded by the limiter's lock. */
final class Demand {

  private static final int MAX_WANTED = 200;

  private long wanted;
  private int batch = 1;
  private long activeAt;

  /** When to ask again if no lease is available. */
  private long retryAt;

  /** Whether the engine has this process among those that wait. */
  private boolean waiting;

  /**
   * Sets the current demand.
   *
   * @param requests how many requests wait
   * @param leases how many leases the first of them needs at once
   */
  void update(long now, long requests, int leases) {
    wanted = requests;
    batch = Math.max(1, leases);
    if (requests > 0) {
      activeAt = now;
    }
  }

  void sent(long now) {
    activeAt = now;
  }

  boolean isEmpty() {
    return wanted == 0;
  }

  boolean isWaiting() {
    return waiting;
  }

  long retryAt() {
    return retryAt;
  }

  int batch() {
    return batch;
  }

  /** Whether more leases are needed than these. */
  boolean isUnmet(int available) {
    return wanted > 0 && available < batch;
  }

  /** How many leases to ask for. */
  int shortfall(int available) {
    return isUnmet(available) ? (int) Math.min(MAX_WANTED, Math.max(batch, wanted - available)) : 0;
  }

  /** The engine has granted that many of those requested, and says when to ask again. */
  void granted(int requested, int granted, long askAgainAt) {
    waiting = granted < requested;
    retryAt = askAgainAt;
  }

  /** Whether there has been no demand for that long. */
  boolean isIdle(long now, long nanos) {
    return wanted == 0 && now - activeAt >= nanos;
  }
}
