package com.datagrid.client.ratelimit.internal;

/**
 * Which free slots are ours to take while others use the same limit, as {@link ExternalUsage}
 * tells. All processes see the same free slot, and if all took it, all but one would be rejected.
 * Guarded by the lock of the {@link PermitScheduler}.
 *
 * <p>So each process <em>reuses</em> its own slots as they fall free, except a part that grows with
 * its share, which it yields to the others. Slots that a response shows to be spare it takes
 * <em>slowly</em>: at most half of what its share of the used ones would give it, and at most one
 * more with every response. And now and then, with nothing in flight, it <em>tests</em> whether
 * there is one more free slot, or, if others seem to hold many that should be free, whether they
 * are. A 429 stops growth until its pause is over, but not the reuse of own slots, of which it says
 * nothing.
 */
final class FairShare {

  private final long reuseNanos;
  private final long testPauseNanos;
  private final long windowNanos;

  /** Until when each of our own slots that fell free may be used again. */
  private final TimeRing reusable = new TimeRing();

  private double owed; // slots to yield to others
  private int spare;
  private int maxSpare; // grows with every response
  private long growthAt;

  private long testedAt;
  private boolean mayProbe;
  private boolean testing;
  private boolean testsHeld;
  private int heldToTest = RateLimitSettings.HELD_TO_TEST;

  private boolean everThrottled;
  private int throttledInARow;

  FairShare(RateLimitSettings settings) {
    reuseNanos = settings.reuseNanos();
    testPauseNanos = settings.testPauseNanos();
    windowNanos = settings.windowNanos();
  }

  void dropExpired(long now) {
    reusable.dropUntil(now);
  }

  /** How many of our own slots are free to be used again. */
  int reusable() {
    return reusable.size();
  }

  /** How long until more than our own slots may be taken. */
  long growthDelay(long now) {
    return Math.max(0, growthAt - now);
  }

  /**
   * How long until one more request may be sent; {@link Time#NEVER} means that something must
   * happen first.
   *
   * @param free slots, as far as is known
   * @param held how many slots others hold that should be free
   */
  long delay(long now, int free, int held, int inFlight) {
    if (reusable.size() > 0) {
      return 0;
    }
    if (growthAt > now) {
      return growthAt - now;
    }
    if (free > 0 && spare > 0) {
      return 0;
    }
    if (inFlight == 0 && mayProbe) {
      return 0;
    }
    if (inFlight > 0 || (free <= 0 && held < RateLimitSettings.HELD_TO_TEST)) {
      return Time.NEVER;
    }
    boolean often = free > 0 || held >= heldToTest;
    return Math.max(0, testedAt + (often ? testPauseNanos : windowNanos) - now);
  }

  /** One is sent, as {@link #delay} allowed. */
  void send(long now, int free) {
    if (reusable.size() > 0) {
      reusable.removeFirst();
    } else if (free > 0 && spare > 0 && growthAt <= now) {
      spare--;
    } else {
      testing = true;
      mayProbe = false;
      testsHeld = free <= 0;
      testedAt = now;
    }
  }

  /**
   * A slot of our own fell free.
   *
   * @param own how many we have left
   * @param others how many others have
   */
  void ownExpired(long time, int own, int others) {
    owed += RateLimitSettings.YIELDED * share(own, others);
    if (owed >= 1) {
      owed--;
    } else {
      reusable.add(time + reuseNanos);
    }
  }

  /**
   * Whether the next response is that of a test, which should be a rejection if others are there.
   */
  boolean isTesting() {
    return testing && (testsHeld || !everThrottled);
  }

  /**
   * A response other than a 429.
   *
   * @param free slots, as far as is known, or as the response says if that is fewer
   * @param own how many slots we have
   * @param others how many others have
   * @param inFlight our requests without a response
   */
  void accepted(int free, int own, int others, int inFlight) {
    endTest(heldToTest / 2);
    throttledInARow = 0;
    maxSpare++;
    int ours = (int) (share(own, others) / 2 * (free - reusable.size()));
    spare = Math.max(0, Math.min(maxSpare, ours) - inFlight);
  }

  /** Our share of the used slots; at least a quarter, so that a newcomer can grow. */
  private static double share(int own, int others) {
    return Math.max(0.25, (double) own / (own + others));
  }

  /** Nobody else uses the limit any more: growth starts over when somebody does. */
  void alone() {
    maxSpare = 0;
  }

  /**
   * A 429.
   *
   * @param retryAfter the pause that it asks for; 0 or less if none
   * @param limit the requests per window
   */
  void throttled(long now, long retryAfter, int limit) {
    endTest(Math.min(limit, heldToTest * 4));
    everThrottled = true;
    throttledInARow++;
    mayProbe = throttledInARow == 1;
    spare = 0;
    if (reusable.size() > 0) {
      reusable.removeFirst();
    }
    long pause = Math.max(0, Math.min(retryAfter, windowNanos));
    growthAt = Math.max(growthAt, now + pause);
  }

  private void endTest(int heldToTestNext) {
    if (testing && testsHeld) {
      heldToTest = Math.max(RateLimitSettings.HELD_TO_TEST, heldToTestNext);
    }
    testing = false;
  }

  /** Whether the last responses were so many 429s that no request should be sent. */
  boolean isStuck() {
    return throttledInARow >= RateLimitSettings.MAX_THROTTLED_IN_A_ROW;
  }
}
