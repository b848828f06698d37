package com.datagrid.client.ratelimit.internal;

/** How many requests may be in one window, as far as is known. Guarded by the lock of the Line. */
final class Limit {

  private enum Knowledge {
    /** No answer yet. */
    UNKNOWN,
    /** Answered, but no limit named and nothing rejected. */
    UNLIMITED,
    /** Rejected without a limit being named: a guess that rises until the next rejection. */
    ESTIMATED,
    /** Named by the server, or by the user. */
    KNOWN
  }

  /** 98 times a 49th is less than 2 in doubles, and yet 2 is meant. */
  private static final double ROUNDING = 1e-6;

  private final double share;
  private final long windowNanos;
  private Knowledge knowledge = Knowledge.UNKNOWN;
  private int value; // the server's; says something in ESTIMATED and KNOWN only
  private long steadySince; // without a rejection or a rise

  Limit(RateLimitSettings settings) {
    share = settings.share();
    windowNanos = settings.windowNanos();
    learn(settings.initialLimit().orElse(0));
  }

  boolean isUnknown() {
    return knowledge == Knowledge.UNKNOWN;
  }

  boolean isNamed() {
    return knowledge == Knowledge.KNOWN;
  }

  boolean isBounded() {
    return knowledge == Knowledge.ESTIMATED || knowledge == Knowledge.KNOWN;
  }

  /** What our share leaves to others. */
  int leftToOthers() {
    return isBounded() ? value - allowance() : 0;
  }

  /** Our share of it, at least 1; only where {@link #isBounded}. */
  int allowance() {
    return Math.max(1, (int) (value * share + ROUNDING));
  }

  /**
   * Takes over what the server names, or what the user wants until the server's next.
   *
   * @param named the requests per window; 0 or less says nothing
   * @return whether it was learned or fell, so that some waits have become longer
   */
  boolean learn(int named) {
    if (named <= 0) {
      return false;
    }
    boolean tightened = !isNamed() || named < value;
    knowledge = Knowledge.KNOWN;
    value = named;
    return tightened;
  }

  /** An answer that is no rejection: what is only estimated may rise, once in a window. */
  void accepted(long now) {
    if (isUnknown()) {
      knowledge = Knowledge.UNLIMITED;
    } else if (knowledge == Knowledge.ESTIMATED && now - steadySince >= windowNanos) {
      value += Math.max(1, value / RateLimitSettings.RISE_DIVISOR);
      steadySince = now;
    }
  }

  /**
   * A rejection with so many of our requests in the window: says something if no limit is named.
   */
  void throttled(long now, int counted) {
    steadySince = now;
    if (!isNamed()) {
      int seen = Math.max(1, counted);
      value = isBounded() ? Math.min(value, seen) : seen;
      knowledge = Knowledge.ESTIMATED;
    }
  }
}
