package com.datagrid.client.ratelimit.internal;

/**
 * When to send by what recent responses say, apart from the {@link Window}: not during the pause
 * that a rejection asks for, then one request as a probe, two, four, and so on; and without a fresh
 * response one leader request. Guarded by the lock of the {@link PermitScheduler}.
 */
final class CongestionControl {

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final long windowNanos;
  private final long staleNanos;
  private final long stepNanos;
  private final long maxRetryAfterNanos;

  private long pausedUntil;

  /** How many may be in flight: one after a 429, and one more with every response. */
  private int maxInFlight = UNBOUNDED;

  /** Until when the last response says something about now. */
  private long freshUntil;

  /** When the first of those in flight was sent. */
  private long leaderSince;

  /** Rounds of rejections since a request was last accepted. */
  private int roundsInARow;

  /** Rounds of rejections, each within one window of the previous one, from 0. */
  private int rounds;

  private boolean everThrottled;

  CongestionControl(RateLimitSettings settings) {
    windowNanos = settings.windowNanos();
    staleNanos = settings.staleNanos();
    stepNanos = settings.stepNanos();
    maxRetryAfterNanos = settings.maxRetryAfterNanos();
  }

  /** Whether no response since the last rejection lets more than one request go. */
  boolean isProbing() {
    return maxInFlight == 1;
  }

  /** Whether a request that was sent then is a probe. */
  boolean isProbe(long sentAt) {
    return isProbing() && sentAt >= pausedUntil;
  }

  /** How long all requests have to pause; 0 if they do not. */
  long pause(long now) {
    return Math.max(0, pausedUntil - now);
  }

  /**
   * How long until one more request may be sent; {@link Time#NEVER} means that a response must come
   * first.
   *
   * @param isFirst whether no response has ever come
   * @param oldestSent when the first of those in flight was sent
   */
  long delay(long now, int inFlight, boolean isFirst, long oldestSent) {
    if (pausedUntil > now) {
      return pausedUntil - now;
    }
    if (isFirst) {
      return leaderDelay(now, inFlight);
    }
    if (freshUntil <= now) {
      return delayBehind(now, inFlight, 1, Math.max(leaderSince, freshUntil));
    }
    if (inFlight >= maxInFlight) {
      return Time.NEVER;
    }
    return delayBehind(now, inFlight, RateLimitSettings.BURST, oldestSent);
  }

  /**
   * While nothing is known: one leader request, whose response may name a limit, and one more with
   * every step without a response; never more than the limit is likely to be.
   */
  private long leaderDelay(long now, int inFlight) {
    if (inFlight == 0) {
      return 0;
    }
    if (inFlight >= RateLimitSettings.VENDOR_LIMIT) {
      return Time.NEVER;
    }
    return Math.max(0, leaderSince + inFlight * stepNanos - now);
  }

  /**
   * So many may be in flight at first, and twice as many with every step without a response.
   *
   * <p>One leader request, whose response may name another limit. A burst, since a window that
   * falls free all at once would slow its own requests down, and a slot is free again only a window
   * after its response; but a server that is just slow to respond gets all that its limit allows.
   */
  private long delayBehind(long now, int inFlight, int atFirst, long since) {
    if (inFlight < atFirst) {
      return 0;
    }
    long steps = (now - since) / stepNanos;
    return steps > 20 || inFlight < (long) atFirst << steps
        ? 0
        : since + (steps + 1) * stepNanos - now;
  }

  /** A request is sent with nothing else in flight. */
  void leaderSent(long now) {
    leaderSince = now;
  }

  /** As if a response had come: no leader request is needed. */
  void refresh(long now) {
    freshUntil = Math.max(freshUntil, now + staleNanos);
  }

  /** Returns whether this ends the probing. */
  boolean accepted(long now, long sentAt) {
    refresh(now);
    if (sentAt < pausedUntil) {
      return false; // sent before the pause, it says nothing about what follows
    }
    final boolean probed = isProbing();
    roundsInARow = 0;
    if (maxInFlight != UNBOUNDED) {
      maxInFlight++;
    }
    return probed;
  }

  /**
   * All requests pause.
   *
   * @param retryAfter the pause that the response asks for; 0 or less if none
   * @param untilExpiry how long until one of our slots is free
   * @return whether this starts a round of rejections
   */
  boolean throttled(long now, long retryAfter, long untilExpiry) {
    final boolean starts = pausedUntil <= now || roundsInARow == 0;
    if (starts) {
      startRound(now);
    }
    pauseFor(now, retryAfter > 0 ? retryAfter : pauseWithoutHeader(untilExpiry));
    return starts;
  }

  /**
   * All requests pause, though none was rejected.
   *
   * @param retryAfter the pause that the response asks for; 0 or less if none
   */
  void unavailable(long now, long retryAfter) {
    if (retryAfter > 0) {
      pauseFor(now, retryAfter);
    } else {
      refresh(now);
    }
  }

  private void pauseFor(long now, long pause) {
    pausedUntil = Math.max(pausedUntil, Time.plus(now, Math.min(pause, maxRetryAfterNanos)));
    freshUntil = Time.plus(pausedUntil, staleNanos); // till then maxInFlight rules, not staleness
    maxInFlight = 1;
  }

  /** 429s during a pause are responses to requests sent before it: they are one round. */
  private void startRound(long now) {
    roundsInARow++;
    rounds = everThrottled && now - pausedUntil < windowNanos ? rounds + 1 : 0;
    everThrottled = true;
  }

  /**
   * The backoff, at most a window, since the server counts nothing for longer; a slot that is free
   * earlier may go first. If the server rejects that one, too, it does not count as we do, and the
   * next slots, which may follow within milliseconds, wait for the first backoff at least.
   */
  private long pauseWithoutHeader(long untilExpiry) {
    int doublings = Math.min(roundsInARow - 1, RateLimitSettings.BACKOFF_DOUBLINGS);
    long longest = Math.min(RateLimitSettings.LAST_BACKOFF, windowNanos);
    long backoff = Math.min(RateLimitSettings.FIRST_BACKOFF << doublings, longest);
    long least = roundsInARow == 1 ? 0 : Math.min(RateLimitSettings.FIRST_BACKOFF, longest);
    return Math.max(least, Math.min(untilExpiry, backoff));
  }

  /** Rounds of rejections before this one, each within one window of the previous one. */
  int rounds() {
    return rounds;
  }
}
