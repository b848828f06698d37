package com.datagrid.client.ratelimit.internal;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Slots under permits of which somebody may or may not say when they were answered, the oldest
 * first. Guarded by the lock of the {@link PermitScheduler}.
 */
final class UntrackedPermits {

  /** Slots that were taken together, for a request at that moment. */
  record Taken(long moment, int count) {}

  private final ArrayDeque<Taken> all = new ArrayDeque<>();

  /** Adds slots, and forgets those that no longer count at their moment. */
  void add(Taken taken, long countedNanos) {
    while (!all.isEmpty() && all.getFirst().moment + countedNanos <= taken.moment) {
      all.removeFirst();
    }
    all.addLast(taken);
  }

  Optional<Taken> takeOldest() {
    return Optional.ofNullable(all.pollFirst());
  }
}
