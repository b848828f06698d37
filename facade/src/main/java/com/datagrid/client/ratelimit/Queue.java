package com.datagrid.client.ratelimit;

import com.datagrid.client.internal.Time;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Waiting permits by number, and by deadline. Every operation is O(log n). Guarded by the lock of
 * the {@link Line}.
 */
final class Queue {

  private final NavigableSet<Permit> byNumber = sortedBy(permit -> permit.number);
  private final NavigableSet<Permit> byDeadline = sortedBy(permit -> permit.deadline);
  private long slots;

  private static NavigableSet<Permit> sortedBy(ToLongFunction<Permit> key) {
    return new TreeSet<>(Comparator.comparingLong(key).thenComparingLong(permit -> permit.number));
  }

  void add(Permit permit) {
    permit.state = Permit.State.WAITING;
    byNumber.add(permit);
    if (permit.deadline != Time.NEVER) {
      byDeadline.add(permit);
    }
    slots += permit.count();
  }

  void remove(Permit permit) {
    permit.state = Permit.State.OVER;
    byNumber.remove(permit);
    byDeadline.remove(permit);
    slots -= permit.count();
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  int size() {
    return byNumber.size();
  }

  /** What all of them want together. */
  long slots() {
    return slots;
  }

  /** The one whose turn it is; only if there is one. */
  Permit first() {
    return byNumber.first();
  }

  /** Whether that number stands behind all. */
  boolean isLast(long number) {
    return byNumber.isEmpty() || byNumber.last().number < number;
  }

  boolean hasDeadlines() {
    return !byDeadline.isEmpty();
  }

  /** The one with the nearest deadline; only if there is one. */
  Permit nearestDeadline() {
    return byDeadline.first();
  }

  /** A copy, in the order of the numbers. */
  List<Permit> inOrder() {
    return List.copyOf(byNumber);
  }
}
