package com.datagrid.client.ratelimit.internal;

/**
 * Which free slots are ours to take while {@link ExternalUsage} use the same limit. All processes
 * see the same free slot, and if all took it, all but one were rejected. Guarded by the lock of the
 * {@link Line}.
 *
 * <p>So each <em>reuses</em> its own slots as they fall free, but for a part that grows with what
 * it has, which it leaves to the others. Slots that an answer shows to be spare it takes
 * <em>slowly</em>: at most half of what its part of the used ones would give it, and at most one
 * more with every answer. And now and then, with nothing in flight, it <em>tests</em>: whether
 * there is a free slot more, or, if many seem held by others that should be free, whether they are.
 * A 429 stops growth until its pause is over, but not the reuse of own slots, which it says nothing
 * about.
 */
final class FairShare {

  private final long reuseNanos;
  private final long testPauseNanos;
  private final long windowNanos;

  /** Until when each of our own slots that fell free may be used again. */
  private final TimeRing reusable = new TimeRing();

  private double owed; // slots to leave to others
  private int spare;
  private int mostSpare; // grows with every answer
  private long growthAt;

  private long testedAt;
  private boolean mayProbe;
  private boolean testing;
  private boolean testsHeld;
  private int heldToTest = RateLimitSettings.HELD_TO_TEST;

  private boolean everRejected;
  private int rejectionsInARow;

  FairShare(RateLimitSettings settings) {
    reuseNanos = settings.reuseNanos();
    testPauseNanos = settings.testPauseNanos();
    windowNanos = settings.windowNanos();
  }

  void dropExpired(long now) {
    reusable.dropUntil(now);
  }

  /**
   * How long until one more may go; {@link Time#NEVER} means that something must happen first.
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

  /** One goes, as {@link #delay} allowed. */
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
  void ownExpired(long moment, int own, int others) {
    owed += RateLimitSettings.LEFT_TO_OTHERS * part(own, others);
    if (owed >= 1) {
      owed--;
    } else {
      reusable.add(moment + reuseNanos);
    }
  }

  /**
   * Whether the next answer is that of a test which should have been rejected, if others are there.
   */
  boolean isTesting() {
    return testing && (testsHeld || !everRejected);
  }

  /**
   * An answer other than a 429.
   *
   * @param free slots, as far as is known, or as the answer says if that is less
   * @param own how many slots we have
   * @param others how many others have
   * @param inFlight those of ours without an answer
   */
  void accepted(int free, int own, int others, int inFlight) {
    endTest(heldToTest / 2);
    rejectionsInARow = 0;
    mostSpare++;
    int ours = (int) (part(own, others) / 2 * (free - reusable.size()));
    spare = Math.max(0, Math.min(mostSpare, ours) - inFlight);
  }

  /** The part of the used slots that is ours; at least a quarter, so that a beginner can grow. */
  private static double part(int own, int others) {
    return Math.max(0.25, (double) own / (own + others));
  }

  /** Nobody else uses the limit any more: growth begins anew when somebody does. */
  void alone() {
    mostSpare = 0;
  }

  /**
   * A 429.
   *
   * @param retryAfter the pause that it asks for; 0 or less if none
   * @param limit the requests per window
   */
  void throttled(long now, long retryAfter, int limit) {
    endTest(Math.min(limit, heldToTest * 4));
    everRejected = true;
    rejectionsInARow++;
    mayProbe = rejectionsInARow == 1;
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

  /** Whether the last answers were so many 429s that nobody should go. */
  boolean isStuck() {
    return rejectionsInARow >= RateLimitSettings.REJECTIONS_TO_STOP;
  }
}
