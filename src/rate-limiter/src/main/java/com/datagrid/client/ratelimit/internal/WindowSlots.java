package com.datagrid.client.ratelimit.internal;

/**
 * The slots that are taken, and when each falls free: our own by requests that were answered, and
 * phantoms, which somebody else seems to use where no header tells. Guarded by the lock of the
 * {@link PermitScheduler}.
 */
final class WindowSlots {

  private final long countedNanos;
  private final long windowNanos;
  private final TimeRing own = new TimeRing();
  private final EvenlySpacedTimes phantoms = new EvenlySpacedTimes();

  WindowSlots(RateLimitSettings settings) {
    countedNanos = settings.countedNanos();
    windowNanos = settings.windowNanos();
  }

  int own() {
    return own.size();
  }

  int all() {
    return own.size() + phantoms.size();
  }

  /** When the i-th of our own falls free; {@link Time#NEVER} if there are not so many. */
  long ownFreeAt(int i) {
    return i < own.size() ? own.get(i) : Time.NEVER;
  }

  /** When the i-th of all falls free; {@link Time#NEVER} if there are not so many. */
  long freeAt(int i) {
    return i < all() ? SortedTimes.kth(own, phantoms, i) : Time.NEVER;
  }

  /** The server counted one of ours by that moment. */
  void count(long stamp) {
    own.add(stamp + countedNanos);
  }

  /** Takes back one that was counted at that moment; says whether it still counts. */
  boolean uncount(long stamp) {
    return own.remove(stamp + countedNanos);
  }

  /** Removes the first of our own, which has expired. */
  void removeFirstOwn() {
    own.removeFirst();
  }

  void dropExpiredPhantoms(long now) {
    phantoms.dropUntil(now);
  }

  /**
   * We were under the limit, and yet rejected: somebody else has the rest of the window.
   *
   * @param inFlight those of ours without an answer
   * @param rounds of rejections before, each within one window of the previous one
   */
  void assumeExternalUse(long now, int allowance, int inFlight, int rounds) {
    int foreign = allowance - inFlight - own.size();
    // So few may be ours, counted a moment longer than we thought; not so if it happens again.
    int edge = Math.max(1, allowance / RateLimitSettings.EDGE_DIVISOR);
    if (foreign > (rounds == 0 ? edge : 0)) {
      long span = windowNanos << Math.min(rounds, RateLimitSettings.PHANTOM_DOUBLINGS);
      phantoms.set(now, span, foreign);
    }
  }
}
