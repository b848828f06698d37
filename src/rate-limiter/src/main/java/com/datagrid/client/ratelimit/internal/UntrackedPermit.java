package com.datagrid.client.ratelimit.internal;

/**
 * A permit acquired through the methods of {@code RateLimiter}: nobody reports to it, and it may be
 * for several slots.
 */
final class UntrackedPermit extends Permit {

  /** Of a reservation, whose owner knows the wait already. */
  static final PermitListener NO_LISTENER =
      new PermitListener() {
        @Override
        public void granted(Permit permit) {}

        @Override
        public void refused(long requiredWaitNanos) {}
      };

  /** Of a reservation: not before then, even if it is granted earlier than estimated. */
  long usableAt;

  private final int count;

  UntrackedPermit(Owner owner, PermitListener listener, long number, long deadline, int count) {
    super(owner, listener, number, deadline);
    this.count = count;
  }

  @Override
  int count() {
    return count;
  }

  @Override
  boolean isTracked() {
    return false;
  }
}
