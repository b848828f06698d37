package com.datagrid.client.ratelimit.internal;

import java.util.concurrent.locks.LockSupport;

/** A thread that waits for its permit. Thread-safe. */
final class WaitingThread implements PermitListener {

  private enum Outcome {
    PENDING,
    GRANTED,
    REFUSED
  }

  private final Thread thread = Thread.currentThread();
  private volatile Outcome outcome = Outcome.PENDING;

  boolean isDone() {
    return outcome != Outcome.PENDING;
  }

  boolean isGranted() {
    return outcome == Outcome.GRANTED;
  }

  @Override
  public void granted(Permit permit) {
    end(Outcome.GRANTED);
  }

  @Override
  public void refused(long requiredWaitNanos) {
    end(Outcome.REFUSED);
  }

  private void end(Outcome outcome) {
    this.outcome = outcome;
    LockSupport.unpark(thread);
  }
}
