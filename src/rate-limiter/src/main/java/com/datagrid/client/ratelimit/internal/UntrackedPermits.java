package com.datagrid.client.ratelimit.internal;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Granted permits of which nobody may ever report a response, the oldest first. Guarded by the lock
 * of the {@link PermitScheduler}.
 */
final class UntrackedPermits {

  /** Slots that were taken together, for a request at that time. */
  record Grant(long time, int count) {}

  private final ArrayDeque<Grant> grants = new ArrayDeque<>();

  /** Adds a grant, and forgets those that no longer count by its time. */
  void add(Grant grant, long countedNanos) {
    while (!grants.isEmpty() && grants.getFirst().time + countedNanos <= grant.time) {
      grants.removeFirst();
    }
    grants.addLast(grant);
  }

  Optional<Grant> takeOldest() {
    return Optional.ofNullable(grants.pollFirst());
  }
}
