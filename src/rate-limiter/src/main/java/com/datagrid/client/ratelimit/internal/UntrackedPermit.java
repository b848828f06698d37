package com.datagrid.client.ratelimit.internal;

/** A permit of the Resilience4j face: nobody reports under it, and it may be for several slots. */
final class UntrackedPermit extends Permit {

  /** Of a reservation: its owner was told the wait already. */
  static final PermitListener NOBODY =
      new PermitListener() {
        @Override
        public void granted(Permit permit) {}

        @Override
        public void refused(long requiredWaitNanos) {}
      };

  /** Of a reservation: not before then, even if its turn comes earlier than foretold. */
  long usableAt;

  private final int count;

  UntrackedPermit(
      PermitScheduler line, PermitListener listener, long number, long deadline, int count) {
    super(line, listener, number, deadline);
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
