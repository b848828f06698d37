package com.datagrid.client.ratelimit.internal;

/**
 * What others have in the server's window, other processes or a former run of this one, as far as
 * {@code X-RateLimit-Remaining} tells. Guarded by the lock of the {@link PermitScheduler}.
 *
 * <p>When the server stamped an accepted request, it had counted {@code limit - remaining}. Some of
 * our own requests it must have counted by then, and some it may have; the rest are others'. For
 * one client alone there is no such rest, however late its responses are, so that nothing changes.
 *
 * <p>When others' requests leave the window is not known: they are spread evenly over the last one.
 * And whoever had a slot is about to use it again. So a slot that should have fallen free is
 * <em>held</em> until a response proves that it is, or for a window at most.
 *
 * <p>A header may be wrong. One that names all that the limit has, or twice less than we must have
 * used, is not trusted any more; nor is one of absurd size, or one that says the same after each of
 * three tests, as if just the slot that a test took had been free.
 */
final class ExternalUsage {

  private final long windowNanos;
  private final long countedNanos;
  private final long guardNanos;
  private final long rememberedNanos;

  private boolean trusted;
  private boolean seen;
  private int contradictions;
  private int surprises;
  private int lastRemaining = -1;
  private int lastForeign;

  /** When our own were stamped at the latest; kept for half a window more than they count. */
  private final TimeRing stamped = new TimeRing();

  /** When these were sent, in order. */
  private final TimeRing sent = new TimeRing();

  /** How many are in {@link #stamped} and not, or no longer, in {@link #sent}. */
  private int stampedOnly;

  /** When others' requests leave the window. */
  private final TimeRing active = new TimeRing();

  /** When others' requests should have left it. */
  private final TimeRing held = new TimeRing();

  ExternalUsage(RateLimitSettings settings) {
    trusted = settings.useRemainingHeader();
    windowNanos = settings.windowNanos();
    countedNanos = settings.countedNanos();
    guardNanos = settings.guardNanos();
    rememberedNanos = countedNanos + windowNanos / 2;
  }

  /** How many slots others have. */
  int count() {
    return active.size() + held.size();
  }

  /** How many of these should be free by now. */
  int held() {
    return held.size();
  }

  /** When that changes by itself; only if there are any. */
  long nextChange() {
    long leaves = active.size() > 0 ? active.get(0) : Long.MAX_VALUE;
    return held.size() > 0 ? Math.min(leaves, held.get(0) + windowNanos) : leaves;
  }

  void dropExpired(long now) {
    for (; active.size() > 0 && active.get(0) <= now; active.removeFirst()) {
      held.add(active.get(0));
    }
    held.dropUntil(now - windowNanos);
    stampedOnly += sent.dropUntil(now - rememberedNanos);
    stampedOnly -= stamped.dropUntil(now - rememberedNanos);
  }

  // Our own.

  /** The server counted one of ours, between these times. */
  void countedOwn(long from, long to) {
    if (trusted) {
      sent.add(from);
      stamped.add(to);
    }
  }

  /** The server may have counted one of ours, or may yet do so. */
  void mayHaveCountedOwn(long to) {
    if (trusted) {
      stamped.add(to);
      stampedOnly++;
    }
  }

  /** At most so many of ours were in the window when one was stamped that was sent then. */
  private int maxOwn(long sentAt, int inFlight) {
    return stamped.size() - stamped.countUntil(sentAt - countedNanos) + inFlight;
  }

  /** At least so many. */
  private int minOwn(long now, long sentAt) {
    int gone = sent.countUntil(now - windowNanos + guardNanos) + stampedOnly;
    return Math.max(0, stamped.countUntil(sentAt) - gone);
  }

  // What responses say.

  /**
   * A response other than a 429.
   *
   * @param sentAt when its request was sent
   * @param inFlight our requests without a response, this one among them
   * @param limit the limit that it names; 0 or less if none
   * @param remaining as the header says; negative if it does not
   * @param isTest whether nothing had said that there is a slot
   */
  void accepted(long now, long sentAt, int inFlight, int limit, int remaining, boolean isTest) {
    if (!trusted || limit <= 0 || remaining < 0 || now - sentAt > windowNanos / 2) {
      return;
    }
    seen = true;
    int used = limit - remaining;
    int minOwn = minOwn(now, sentAt) + 1;
    int foreign = Math.max(0, used - maxOwn(sentAt, inFlight));
    if (isWrong(used, minOwn, remaining) || (isTest && isSurprise(remaining, foreign))) {
      distrust();
      return;
    }
    lastForeign = foreign;
    if (foreign > active.size()) {
      add(now, foreign - active.size());
      return;
    }
    for (int excess = count() - Math.max(0, used - minOwn); excess > 0; excess--) {
      (held.size() > 0 ? held : active).removeFirst();
    }
  }

  /** A 429, which says that the limit is used up. */
  void throttled(long now, long sentAt, int inFlight, int limit) {
    surprises = 0;
    if (trusted && seen && limit > 0) {
      add(now, limit - maxOwn(sentAt, inFlight) - active.size());
    }
  }

  private boolean isWrong(int used, int minOwn, int remaining) {
    // When the limit has just fallen, more may be used than it has, and nothing remains.
    if (used < minOwn && remaining > 0) {
      contradictions++;
    }
    return used < 1 || contradictions == RateLimitSettings.CONTRADICTIONS;
  }

  private boolean isSurprise(int remaining, int foreign) {
    boolean same = remaining == lastRemaining && foreign >= lastForeign - 1;
    lastRemaining = remaining;
    surprises = same ? surprises + 1 : 0;
    return surprises == RateLimitSettings.SURPRISES;
  }

  /** So many more are in the window. */
  private void add(long now, int more) {
    if (more > RateLimitSettings.MAX_EXTERNAL - count()) {
      distrust(); // each takes memory
      return;
    }
    for (int i = 1; i <= more; i++) {
      if (held.size() > 0) {
        held.removeFirst(); // used again
      }
      active.add(now + guardNanos + (long) ((double) windowNanos * i / more));
    }
  }

  private void distrust() {
    trusted = false;
    active.clear();
    held.clear();
    sent.clear();
    stamped.clear();
  }
}
