package com.datagrid.client.redis;

/**
 * Estimates the engine's clock from our own, read before and after each reply. Clocks drift; a
 * larger difference is a leap. Times are in nanoseconds.
 */
final class FleetClock {

  private static final long DRIFT_DIVISOR = 2_000; // 500 ppm
  private static final long MIN_LEAP = 20_000_000;

  private boolean known;
  private long offset; // the correction of the engine's clock
  private long low; // the engine's time minus ours lies between low and high
  private long high;
  private long readAt;
  private long leap;

  /** The latest time that the engine's clock can show at that time of ours; -1 if unknown. */
  long latest(long ours) {
    return known ? ours + high + drift(ours) : -1;
  }

  /** How far the engine's clock leapt forward before the last reply; 0 if it did not. */
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
   * Takes a reading from a reply.
   *
   * @param theirs the engine's time
   * @param theirOffset the correction of the engine's clock
   * @param before our time before it
   * @param after our time after it
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

  /** Discards all readings. */
  void forget() {
    known = false;
    leap = 0;
  }
}
