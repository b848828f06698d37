package com.datagrid.client.ratelimit.internal;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Waiting permits, by number and by deadline. Every operation is O(log n). Guarded by the lock of
 * the {@link PermitScheduler}.
 */
final class PermitQueue {

  private final NavigableSet<Permit> byNumber = sortedBy(permit -> permit.number);
  private final NavigableSet<Permit> byDeadline = sortedBy(permit -> permit.deadline);
  private long slots;
  private int multiple; // permits for more than one slot

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
    if (permit.count() > 1) {
      multiple++;
    }
  }

  void remove(Permit permit) {
    permit.state = Permit.State.RELEASED;
    byNumber.remove(permit);
    byDeadline.remove(permit);
    slots -= permit.count();
    if (permit.count() > 1) {
      multiple--;
    }
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  int size() {
    return byNumber.size();
  }

  /** How many slots all of them need. */
  long slots() {
    return slots;
  }

  /** The next one; only if there is one. */
  Permit first() {
    return byNumber.first();
  }

  /** Whether that number stands behind all. */
  boolean isLast(long number) {
    return byNumber.isEmpty() || byNumber.last().number < number;
  }

  /** Whether some may have to be refused. */
  boolean hasDemanding() {
    return multiple > 0 || !byDeadline.isEmpty();
  }

  /** The nearest deadline; {@link Time#NEVER} if there is none. */
  long nearestDeadline() {
    return byDeadline.isEmpty() ? Time.NEVER : byDeadline.first().deadline;
  }

  /** The one with the nearest deadline; only if there is one. */
  Permit withNearestDeadline() {
    return byDeadline.first();
  }

  /** A copy, in the order of the numbers. */
  List<Permit> inOrder() {
    return List.copyOf(byNumber);
  }
}
