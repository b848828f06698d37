package com.datagrid.client.ratelimit.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Waiting permits: the normal ones ahead of all background ones, each by number; and by deadline.
 * Every operation is O(log n). Guarded by the lock of the {@link PermitScheduler}.
 */
final class PermitQueue {

  /** Permits have numbers from here on if they are for background calls. */
  static final long FIRST_BACKGROUND = 1L << 62;

  private final NavigableSet<Permit> normal = sortedBy(permit -> permit.number);
  private final NavigableSet<Permit> background = sortedBy(permit -> permit.number);
  private final NavigableSet<Permit> byDeadline = sortedBy(permit -> permit.deadline);
  private long normalSlots;
  private int multiple; // permits for more than one slot, which are all normal

  private static NavigableSet<Permit> sortedBy(ToLongFunction<Permit> key) {
    return new TreeSet<>(Comparator.comparingLong(key).thenComparingLong(permit -> permit.number));
  }

  private NavigableSet<Permit> classOf(Permit permit) {
    return permit.isBackground() ? background : normal;
  }

  void add(Permit permit) {
    permit.state = Permit.State.WAITING;
    classOf(permit).add(permit);
    if (permit.deadline != Time.NEVER) {
      byDeadline.add(permit);
    }
    count(permit, 1);
  }

  void remove(Permit permit) {
    permit.state = Permit.State.RELEASED;
    classOf(permit).remove(permit);
    byDeadline.remove(permit);
    count(permit, -1);
  }

  private void count(Permit permit, long sign) {
    if (classOf(permit) == normal) {
      normalSlots += sign * permit.count();
    }
    if (permit.count() > 1) {
      multiple += (int) sign;
    }
  }

  boolean isEmpty() {
    return normal.isEmpty() && background.isEmpty();
  }

  int size() {
    return normal.size() + background.size();
  }

  /** The normal ones, in the order in which they go. */
  Iterable<Permit> normal() {
    return normal;
  }

  /** How many slots these need. */
  long normalSlots() {
    return normalSlots;
  }

  /** Those for background calls, in the order in which they go. */
  Collection<Permit> background() {
    return background;
  }

  /** How many slots all of them need. */
  long slots() {
    return normalSlots + background.size();
  }

  /** Whether any must go before this permit, or at least came before it. */
  boolean hasAhead(Permit permit) {
    return !normal.isEmpty() || (classOf(permit) == background && !background.isEmpty());
  }

  /**
   * How many slots those ahead of this permit need, at least: a retried call stands ahead of nearly
   * all of its class, so that none of it is a lower bound.
   */
  long slotsAhead(Permit permit) {
    NavigableSet<Permit> own = classOf(permit);
    boolean isLast = own.isEmpty() || own.last().number < permit.number;
    if (own == normal) {
      return isLast ? normalSlots : 0;
    }
    return normalSlots + (isLast ? background.size() : 0);
  }

  /** The next one; only if there is one. */
  Permit first() {
    return normal.isEmpty() ? background.first() : normal.first();
  }

  /** Whether there are permits for several slots, which may be more than the limit. */
  boolean hasMultiple() {
    return multiple > 0;
  }

  /** The nearest deadline; {@link Time#NEVER} if there is none. */
  long nearestDeadline() {
    return byDeadline.isEmpty() ? Time.NEVER : byDeadline.first().deadline;
  }

  /** Takes time in proportion to the result. */
  int countDeadlinesBefore(long time) {
    int count = 0;
    for (Permit permit : byDeadline) {
      if (permit.deadline >= time) {
        break;
      }
      count++;
    }
    return count;
  }

  /** The one with the nearest deadline; only if there is one. */
  Permit withNearestDeadline() {
    return byDeadline.first();
  }
}
