package com.datagrid.client.ratelimit.internal;

/**
 * Evenly spaced times. They are computed, so that even as many as an int can count take no memory.
 * Guarded by its owner's lock.
 */
final class EvenlySpacedTimes implements SortedTimes {

  private long start;
  private long span;
  private int count;
  private int dropped;

  /** Replaces all: so many over that span, the last one at its end. */
  void set(long start, long span, int count) {
    this.start = start;
    this.span = span;
    this.count = count;
    dropped = 0;
  }

  @Override
  public int size() {
    return count - dropped;
  }

  @Override
  public long get(int i) {
    return start + (long) ((double) span * (dropped + i + 1) / count);
  }

  /** Removes all that are not after {@code now}. */
  void dropUntil(long now) {
    dropped += countUntil(now);
  }
}
