package com.datagrid.client.ratelimit.internal;

/**
 * What the answers say about when to send, apart from the {@link Window}: not before the pause is
 * over that a rejection asked for, then one call as a probe, two, four, and so on; and with no
 * fresh answer one call that leads. Guarded by the lock of the {@link PermitScheduler}.
 */
final class CongestionControl {

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final long windowNanos;
  private final long staleNanos;
  private final long stepNanos;
  private final long maxRetryAfterNanos;

  /** Closed until then. */
  private long until;

  /** How many may be in flight at once: after a 429 one, and one more with every answer. */
  private int allowedInFlight = UNBOUNDED;

  /** Until when the last answer says something about now. */
  private long freshUntil;

  /** When the first of those in flight went out. */
  private long leadSince;

  /** Rounds of rejections since the last answer that was none. */
  private int roundsInARow;

  /** Rounds of rejections, each within one window of the previous one, counted from 0. */
  private int rounds;

  private boolean everRejected;

  /** Whether the last rejection said when to come again. */
  private boolean momentNamed;

  CongestionControl(RateLimitSettings settings) {
    windowNanos = settings.windowNanos();
    staleNanos = settings.staleNanos();
    stepNanos = settings.stepNanos();
    maxRetryAfterNanos = settings.maxRetryAfterNanos();
  }

  /** Whether there was no answer since the last rejection that would let more than one go. */
  boolean isProbing() {
    return allowedInFlight == 1;
  }

  boolean isMomentNamed() {
    return momentNamed;
  }

  /** How long it stays closed; 0: it is open. */
  long pause(long now) {
    return Math.max(0, until - now);
  }

  /**
   * How long until one more may go; {@link Time#NEVER} means that an answer must come first.
   *
   * @param unanswered whether no answer came ever
   * @param oldestSent when the first of those in flight was sent
   */
  long delay(long now, int inFlight, boolean unanswered, long oldestSent) {
    if (until > now) {
      return until - now;
    }
    if (unanswered || freshUntil <= now) {
      return delayBehind(now, inFlight, 1, Math.max(leadSince, Math.min(now, freshUntil)));
    }
    if (inFlight >= allowedInFlight) {
      return Time.NEVER;
    }
    return delayBehind(now, inFlight, RateLimitSettings.CROWD, oldestSent);
  }

  /**
   * So many may be in flight, and twice as many with every step that an answer takes.
   *
   * <p>For a lead, which is one, since it may teach a limit. For a crowd, since a window that falls
   * free all at once would slow its own requests down, and a slot is free again only a window after
   * its answer; but a server whose answers just take long gets all that its limit allows.
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

  /** Nothing else is in flight. */
  void leads(long now) {
    leadSince = now;
  }

  /** As if an answer had come: no lead is needed. */
  void refresh(long now) {
    freshUntil = Math.max(freshUntil, now + staleNanos);
  }

  /** Says whether this ends the probing. */
  boolean accepted(long now, long sentAt) {
    refresh(now);
    if (sentAt < until) {
      return false; // it was on its way before the gate closed, and says nothing about after
    }
    final boolean probed = isProbing();
    roundsInARow = 0;
    if (allowedInFlight != UNBOUNDED) {
      allowedInFlight++;
    }
    return probed;
  }

  /**
   * Closes the gate.
   *
   * @param retryAfter the pause that the answer asks for; 0 or less if none
   * @param untilExpiry how long until one of our slots is free
   */
  void throttled(long now, long retryAfter, long untilExpiry) {
    if (until <= now || roundsInARow == 0) {
      startRound(now);
    }
    momentNamed = retryAfter > 0;
    pause(now, momentNamed ? retryAfter : Math.min(untilExpiry, backoff()));
  }

  /**
   * Closes the gate, though no request was rejected.
   *
   * @param retryAfter the pause that the response asks for; 0 or less if none
   */
  void unavailable(long now, long retryAfter) {
    if (retryAfter > 0) {
      momentNamed = false; // it says nothing about the limit
      pause(now, retryAfter);
    } else {
      refresh(now);
    }
  }

  private void pause(long now, long pause) {
    until = Math.max(until, Time.plus(now, Math.min(pause, maxRetryAfterNanos)));
    freshUntil = Time.plus(until, staleNanos); // till then allowedInFlight rules, not staleness
    allowedInFlight = 1;
  }

  /** 429s that come while the gate is closed were on their way before: they are one round. */
  private void startRound(long now) {
    roundsInARow++;
    rounds = everRejected && now - until < windowNanos ? rounds + 1 : 0;
    everRejected = true;
  }

  private long backoff() {
    int doublings = Math.min(roundsInARow - 1, RateLimitSettings.BACKOFF_DOUBLINGS);
    return Math.min(RateLimitSettings.FIRST_BACKOFF << doublings, RateLimitSettings.LAST_BACKOFF);
  }

  /** Rounds of rejections before this one, each within one window of the previous one. */
  int rounds() {
    return rounds;
  }
}
