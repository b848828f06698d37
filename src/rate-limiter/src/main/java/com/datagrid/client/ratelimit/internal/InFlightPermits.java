package com.datagrid.client.ratelimit.internal;

import org.jspecify.annotations.Nullable;

/**
 * Permits whose requests have no response yet, in the order in which they were sent: a list linked
 * through the permits, so that adding and removing allocate nothing. Guarded by the lock of the
 * {@link PermitScheduler}.
 */
final class InFlightPermits {

  private @Nullable Permit first;
  private @Nullable Permit last;

  void add(Permit permit, long now, long lease) {
    permit.state = Permit.State.SENT;
    permit.sentAt = now;
    permit.leaseEnd = Time.plus(now, Time.plus(lease, RateLimitSettings.LEASE_MARGIN));
    permit.previous = last;
    permit.next = null;
    if (last == null) {
      first = permit;
    } else {
      last.next = permit;
    }
    last = permit;
  }

  void remove(Permit permit) {
    permit.state = Permit.State.RELEASED;
    Permit previous = permit.previous;
    Permit next = permit.next;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      last = previous;
    } else {
      next.previous = previous;
    }
  }

  /** The first, if its lease is over. */
  @Nullable Permit expired(long now) {
    return first != null && first.leaseEnd <= now ? first : null;
  }

  /** When the lease of the first ends. */
  long nextLeaseEnd() {
    return first == null ? Time.NEVER : first.leaseEnd;
  }

  /** When the first was sent; {@code now} if there is none. */
  long oldestSent(long now) {
    return first == null ? now : first.sentAt;
  }
}
