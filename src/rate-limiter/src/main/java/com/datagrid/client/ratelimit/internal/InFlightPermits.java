package com.datagrid.client.ratelimit.internal;

import org.jspecify.annotations.Nullable;

/**
 * Permits whose requests are on their way, the longest sent first: a list linked through the
 * permits, so that each enters and leaves at no cost. Guarded by the lock of the {@link
 * PermitScheduler}.
 */
final class InFlightPermits {

  private @Nullable Permit first;
  private @Nullable Permit last;

  void add(Permit permit, long now, long lease) {
    permit.state = Permit.State.SENT;
    permit.sentAt = now;
    permit.leaseEnd = Time.plus(now, Time.plus(lease, RateLimitSettings.LEASE_MARGIN));
    permit.sentBefore = last;
    permit.sentAfter = null;
    if (last == null) {
      first = permit;
    } else {
      last.sentAfter = permit;
    }
    last = permit;
  }

  void remove(Permit permit) {
    permit.state = Permit.State.OVER;
    Permit before = permit.sentBefore;
    Permit after = permit.sentAfter;
    if (before == null) {
      first = after;
    } else {
      before.sentAfter = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.sentBefore = before;
    }
  }

  /** One that should have ended by now, if the one longest sent should have. */
  @Nullable Permit overdue(long now) {
    return first != null && first.leaseEnd <= now ? first : null;
  }

  /** When there will be one {@link #overdue}. */
  long nextOverdue() {
    return first == null ? Time.NEVER : first.leaseEnd;
  }

  /** When the one longest sent was; {@code now} if there is none. */
  long oldest(long now) {
    return first == null ? now : first.sentAt;
  }
}
