package com.datagrid.client.ratelimit.internal;

/**
 * What others have in the server's window, other processes or a former run of this one, as far as
 * {@code X-RateLimit-Remaining} tells. Guarded by the lock of the {@link PermitScheduler}.
 *
 * <p>When the server stamped an answered request, it had counted {@code limit - remaining}. Of our
 * own requests some it must have counted then, and some it may have; the rest is others'. For one
 * client alone there is no such rest, however late its answers are, so that nothing changes.
 *
 * <p>When the others' requests leave the window is not known: they are spread evenly over the last
 * one. And whoever had a slot is about to use it again. So a slot that should have fallen free is
 * <em>held</em> until an answer proves that it is gone, or for a window at the most.
 *
 * <p>A header may lie. One that names all that the limit has, or twice less than we must have used,
 * is not believed any more; nor is one of absurd size, or one that says the same after each of
 * three tests, as if just the slot that a test took had been free.
 */
final class ExternalUsage {

  private final long windowNanos;
  private final long countedNanos;
  private final long guardNanos;
  private final long stampLagNanos;
  private final long rememberedNanos;

  private boolean believed;
  private boolean told;
  private int contradictions;
  private int surprises;
  private int lastRemaining = -1;
  private int lastSeen;

  /** When our own were stamped at the latest; kept for half a window more than they count. */
  private final TimeRing stamped = new TimeRing();

  /** When these were sent, in order. */
  private final TimeRing sent = new TimeRing();

  /** How many are in {@link #stamped} and not, or not any more, in {@link #sent}. */
  private int stampedOnly;

  /** When the others' leave the window. */
  private final TimeRing alive = new TimeRing();

  /** When others' should have left it. */
  private final TimeRing held = new TimeRing();

  ExternalUsage(RateLimitSettings settings) {
    believed = settings.useRemainingHeader();
    windowNanos = settings.windowNanos();
    countedNanos = settings.countedNanos();
    guardNanos = settings.guardNanos();
    stampLagNanos = settings.stampLagNanos();
    rememberedNanos = countedNanos + windowNanos / 2;
  }

  /** How many slots they have. */
  int count() {
    return alive.size() + held.size();
  }

  /** How many of these should be free by now. */
  int held() {
    return held.size();
  }

  /** When that changes by itself; only if there are any. */
  long nextMoment() {
    long leaves = alive.size() > 0 ? alive.get(0) : Long.MAX_VALUE;
    return held.size() > 0 ? Math.min(leaves, held.get(0) + windowNanos) : leaves;
  }

  void dropExpired(long now) {
    for (; alive.size() > 0 && alive.get(0) <= now; alive.removeFirst()) {
      held.add(alive.get(0));
    }
    held.dropUntil(now - windowNanos);
    stampedOnly += sent.dropUntil(now - rememberedNanos);
    stampedOnly -= stamped.dropUntil(now - rememberedNanos);
  }

  // Our own.

  /** The server counted one of ours, between these moments. */
  void countedOwn(long from, long to) {
    if (believed) {
      sent.add(from);
      stamped.add(to);
    }
  }

  /** The server may have counted one of ours, or may yet do so. */
  void mayHaveCountedOwn(long to) {
    if (believed) {
      stamped.add(to);
      stampedOnly++;
    }
  }

  /** At most so many of ours were in the window when one was stamped that was sent then. */
  private int mostOwn(long sentAt, int inFlight) {
    return stamped.size() - stamped.countUntil(sentAt - countedNanos) + inFlight;
  }

  /** At least so many. */
  private int leastOwn(long now, long sentAt) {
    long latestStamp = Math.min(now, sentAt + stampLagNanos);
    int gone = sent.countUntil(latestStamp - windowNanos + guardNanos) + stampedOnly;
    return Math.max(0, stamped.countUntil(sentAt) - gone);
  }

  // What the answers say.

  /**
   * An answer other than a 429.
   *
   * @param sentAt when its request was sent
   * @param inFlight our requests without an answer, this one among them
   * @param limit the limit that it names; 0 or less if none
   * @param remaining as the header says; less than 0 if it does not
   * @param isTest whether nothing had said that there is a slot
   */
  void accepted(long now, long sentAt, int inFlight, int limit, int remaining, boolean isTest) {
    if (!believed || limit <= 0 || remaining < 0 || now - sentAt > windowNanos / 2) {
      return;
    }
    told = true;
    int used = limit - remaining;
    int least = leastOwn(now, sentAt) + 1;
    int seen = Math.max(0, used - mostOwn(sentAt, inFlight));
    if (isLie(used, least, remaining) || (isTest && isSurprise(remaining, seen))) {
      disbelieve();
      return;
    }
    lastSeen = seen;
    if (seen > alive.size()) {
      add(now, seen - alive.size());
      return;
    }
    for (int excess = count() - Math.max(0, used - least); excess > 0; excess--) {
      (held.size() > 0 ? held : alive).removeFirst();
    }
  }

  /** A 429, which says that the limit is used up. */
  void throttled(long now, long sentAt, int inFlight, int limit) {
    surprises = 0;
    if (believed && told && limit > 0) {
      add(now, limit - mostOwn(sentAt, inFlight) - alive.size());
    }
  }

  private boolean isLie(int used, int least, int remaining) {
    // When the limit has just fallen, more may be used than it has, and nothing remains.
    if (used < least && remaining > 0) {
      contradictions++;
    }
    return used < 1 || contradictions == RateLimitSettings.CONTRADICTIONS;
  }

  private boolean isSurprise(int remaining, int seen) {
    boolean same = remaining == lastRemaining && seen >= lastSeen - 1;
    lastRemaining = remaining;
    surprises = same ? surprises + 1 : 0;
    return surprises == RateLimitSettings.SURPRISES;
  }

  /** So many more are in the window. */
  private void add(long now, int more) {
    if (more > RateLimitSettings.MOST_OTHERS - count()) {
      disbelieve(); // each takes memory
      return;
    }
    for (int i = 1; i <= more; i++) {
      if (held.size() > 0) {
        held.removeFirst(); // used again
      }
      alive.add(now + guardNanos + (long) ((double) windowNanos * i / more));
    }
  }

  private void disbelieve() {
    believed = false;
    alive.clear();
    held.clear();
    sent.clear();
    stamped.clear();
  }
}
