package com.datagrid.client.ratelimit.internal;

import java.util.Arrays;

/** Times in ascending order, in a ring buffer: 8 bytes each. Guarded by its owner's lock. */
final class TimeRing implements SortedTimes {

  private long[] ring = new long[2]; // its length is a power of two; many limiters hold little
  private int head;
  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public long get(int i) {
    return ring[(head + i) & (ring.length - 1)];
  }

  /** Inserts a time at its place, which nearly always is the end. */
  void add(long time) {
    if (size == ring.length) {
      grow();
    }
    int i = size++;
    for (; i > 0 && get(i - 1) > time; i--) {
      set(i, get(i - 1));
    }
    set(i, time);
  }

  /** Removes one entry of that time; returns whether there was one. */
  boolean remove(long time) {
    int i = countUntil(time - 1);
    if (i == size || get(i) != time) {
      return false;
    }
    for (; i < size - 1; i++) {
      set(i, get(i + 1));
    }
    size--;
    return true;
  }

  /** Removes all that are not after {@code now}; returns how many. */
  int dropUntil(long now) {
    int before = size;
    while (size > 0 && get(0) <= now) {
      removeFirst();
    }
    return before - size;
  }

  /** Removes the earliest; only if there is one. */
  void removeFirst() {
    head = (head + 1) & (ring.length - 1);
    size--;
  }

  void clear() {
    size = 0;
  }

  private void set(int i, long time) {
    ring[(head + i) & (ring.length - 1)] = time;
  }

  private void grow() {
    long[] old = ring;
    ring = Arrays.copyOf(old, old.length * 2);
    // What stood before the head in the old ring follows its end in the new one.
    System.arraycopy(old, 0, ring, old.length, head);
  }
}
