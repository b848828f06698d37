package com.datagrid.client.redis;

/** What the limiter wants, and when to ask for it. Guarded by the limiter's lock. */
final class Demand {

  private static final int MAX_WANTED = 200;

  private long wanted;
  private int together = 1;
  private long activeAt;

  /** When to ask again, if nothing is in hand. */
  private long askAt;

  /** Whether the engine knows that we wait. */
  private boolean waiting;

  /** So many requests wait, and the first of them needs so many leases at once. */
  void set(long now, long requests, int leases) {
    wanted = requests;
    together = Math.max(1, leases);
    if (requests > 0) {
      activeAt = now;
    }
  }

  void sent(long now) {
    activeAt = now;
  }

  boolean isNothing() {
    return wanted == 0;
  }

  boolean isWaiting() {
    return waiting;
  }

  long askAt() {
    return askAt;
  }

  int together() {
    return together;
  }

  /** Whether more has to be asked for. */
  boolean isUnmet(int inHand) {
    return wanted > 0 && inHand < together;
  }

  /** How many leases to ask for. */
  int missing(int inHand) {
    return isUnmet(inHand) ? (int) Math.min(MAX_WANTED, Math.max(together, wanted - inHand)) : 0;
  }

  /** The answer: so many of those that were asked for, and when to ask again. */
  void met(int asked, int granted, long askAgainAt) {
    waiting = granted < asked;
    askAt = askAgainAt;
  }

  /** Whether nobody has wanted anything for so long. */
  boolean isIdle(long now, long nanos) {
    return wanted == 0 && now - activeAt >= nanos;
  }
}
