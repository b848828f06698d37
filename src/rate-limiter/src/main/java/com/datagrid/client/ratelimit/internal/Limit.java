package com.datagrid.client.ratelimit.internal;

/**
 * How many requests may be in one window, as far as is known. Guarded by the lock of the {@link
 * PermitScheduler}.
 */
final class Limit {

  private enum Knowledge {
    /** No response yet. */
    UNKNOWN,
    /** There were responses, but none named a limit or was a rejection. */
    UNLIMITED,
    /** A rejection that named no limit: an estimate that rises until the next rejection. */
    ESTIMATED,
    /** Named by the server, or by the user. */
    KNOWN
  }

  /** 98 times a 49th is less than 2 in doubles, and yet 2 is meant. */
  private static final double ROUNDING = 1e-6;

  private final double share;
  private final long windowNanos;
  private Knowledge knowledge = Knowledge.UNKNOWN;
  private int value; // the server's; meaningful only if bounded
  private long steadySince; // without a rejection or a rise
  private boolean risen; // since the last rejection
  private int least = 1; // of the estimate, in this round of rejections

  Limit(RateLimitSettings settings) {
    share = settings.share();
    windowNanos = settings.windowNanos();
    learn(settings.initialLimit().orElse(0));
  }

  boolean isUnknown() {
    return knowledge == Knowledge.UNKNOWN;
  }

  boolean isKnown() {
    return knowledge == Knowledge.KNOWN;
  }

  boolean isBounded() {
    return knowledge == Knowledge.ESTIMATED || knowledge == Knowledge.KNOWN;
  }

  /** What our share leaves to others. */
  int leftToOthers() {
    return isBounded() ? value - allowance() : 0;
  }

  /** Our share of it, at least 1; only if {@link #isBounded}. */
  int allowance() {
    return shareOf(value);
  }

  /**
   * How many slots there are for a request; {@link Integer#MAX_VALUE} if that is not limited. While
   * nothing is known, a leader request goes ahead of tracked ones; nothing but the vendor's default
   * limit holds untracked ones.
   */
  int bound(boolean tracked) {
    if (isBounded()) {
      return allowance();
    }
    return isUnknown() && !tracked ? shareOf(RateLimitSettings.VENDOR_LIMIT) : Integer.MAX_VALUE;
  }

  private int shareOf(int limit) {
    return Math.max(1, (int) (limit * share + ROUNDING));
  }

  /**
   * Takes over the limit that the server names, or that the user sets until the server names one.
   *
   * @param named the requests per window; 0 or less if none is named
   * @return whether the limit was learned or fell, so that some waits have become longer
   */
  boolean learn(int named) {
    if (named <= 0) {
      return false;
    }
    boolean tightened = !isKnown() || named < value;
    knowledge = Knowledge.KNOWN;
    value = named;
    return tightened;
  }

  /** A response other than a 429: an estimate may rise, once per window, and not at once again. */
  void accepted(long now) {
    if (isUnknown()) {
      knowledge = Knowledge.UNLIMITED;
    } else if (knowledge == Knowledge.ESTIMATED && now - steadySince >= windowNanos) {
      value += Math.max(1, value / RateLimitSettings.RISE_DIVISOR);
      steadySince = now;
      risen = true;
    }
  }

  /**
   * A 429 with so many of our requests in the window: an estimate, unless the limit is known.
   *
   * @param starts whether it is the first one of a round
   * @param again whether the round follows another round within one window. The first rejection of
   *     a client that has sent next to nothing says little about a limit, and an estimate of 1
   *     would hold up its next call for a whole window, even if {@code Retry-After} was short
   */
  void throttled(long now, int taken, boolean starts, boolean again) {
    if (now >= steadySince) { // else a response of the same round
      steadySince = risen ? now + windowNanos : now; // the rise was wrong: not in the next window
    }
    risen = false;
    if (starts) {
      // No less in one round: a server that counts in another way, its rejections among it, rejects
      // some when next to nothing of ours is in the window, and yet takes as many as before.
      least = isBounded() ? Math.max(1, value / 2) : 1;
    }
    if (!isKnown() && (isBounded() || taken > 1 || again)) {
      int seen = Math.max(least, taken);
      value = isBounded() ? Math.min(value, seen) : seen;
      knowledge = Knowledge.ESTIMATED;
    }
  }
}
