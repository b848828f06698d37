package com.datagrid.client.redis;

/**
 * What the clock of the engine shows, from the two readings of ours around each of its answers. Two
 * clocks drift; one that differs by more has leapt. Times are in nanoseconds.
 */
final class FleetClock {

  private static final long DRIFT_DIVISOR = 2_000; // 500 ppm
  private static final long MIN_LEAP = 20_000_000;

  private boolean known;
  private long offset; // that the engine's clock has been corrected by
  private long low; // its time less ours is between these
  private long high;
  private long readAt;
  private long leap;

  /** When the engine's clock shows that, at most; -1 if nothing is known. */
  long latest(long ours) {
    return known ? ours + high + drift(ours) : -1;
  }

  /** By how much it has leapt forward, as the last answer shows; 0 if it has not. */
  long leap() {
    return leap;
  }

  long offset() {
    return offset;
  }

  private long drift(long ours) {
    return Math.max(0, ours - readAt) / DRIFT_DIVISOR;
  }

  /**
   * An answer.
   *
   * @param theirs the engine's time
   * @param theirOffset that it has been corrected by
   * @param before our time before that
   * @param after our time after that
   */
  void read(long theirs, long theirOffset, long before, long after) {
    long least = theirs - after;
    long most = theirs - before;
    long drift = drift(after);
    leap = 0;
    if (known && theirOffset == offset && most >= low - drift && least <= high + drift + MIN_LEAP) {
      low = Math.max(low - drift, Math.min(least, most));
      high = Math.max(low, Math.min(high + drift, most));
    } else {
      if (known && theirOffset == offset && least > high + drift) {
        leap = least - high - drift;
      }
      low = least;
      high = most;
    }
    known = true;
    offset = theirOffset;
    readAt = after;
  }

  /** Nothing is known any more. */
  void forget() {
    known = false;
    leap = 0;
  }
}
