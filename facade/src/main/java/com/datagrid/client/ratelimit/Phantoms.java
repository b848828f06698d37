package com.datagrid.client.ratelimit;

/**
 * Slots that somebody else seems to use where no header tells: after a 429 the rest of the limit.
 * Guarded by the lock of the {@link Line}.
 */
final class Phantoms {

  private final long windowNanos;

  /** When each may be free again. */
  private final Spread moments = new Spread();

  Phantoms(RateLimitSettings settings) {
    windowNanos = settings.windowNanos();
  }

  Spread moments() {
    return moments;
  }

  /**
   * We were under the limit, and yet rejected: somebody else has the rest of the window.
   *
   * @param own how many we count
   * @param rounds of rejections before, each within one window of the previous one
   */
  void blame(long now, int allowance, int own, int rounds) {
    int foreign = allowance - own;
    // So few may be ours, counted a moment longer than we thought; not so if it happens again.
    int edge = Math.max(1, allowance / RateLimitSettings.EDGE_DIVISOR);
    if (foreign <= (rounds == 0 ? edge : 0)) {
      return;
    }
    long span = windowNanos << Math.min(rounds, RateLimitSettings.PHANTOM_DOUBLINGS);
    moments.set(now, span, foreign);
  }
}
