package com.datagrid.client.stubs;

import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A {@link VirtualTime} for many threads. It stands still while any call works, so that whatever
 * happens in real time, an exchange above all, takes no virtual time. Thread-safe.
 */
final class SharedTime implements Time {
  private final Time real = new SystemTime();

  /** Held by whoever lets time pass: one at a time. */
  private final ReentrantLock passing = new ReentrantLock();

  // All guarded by this, which is never held while a task runs.
  private final VirtualTime virtual = new VirtualTime();
  private final Queue<Runnable> due = new ArrayDeque<>();
  private int working;
  private boolean closed;

  @Override
  public synchronized long nanos() {
    return virtual.nanos();
  }

  @Override
  public synchronized Instant instant() {
    return virtual.instant();
  }

  @Override
  public synchronized Scheduled schedule(long delayNanos, Runnable task) {
    Scheduled scheduled = virtual.schedule(delayNanos, () -> due.add(task));
    if (delayNanos <= 0) {
      real.schedule(0, this::passNothing);
    }
    notifyAll();
    return () -> cancel(scheduled, task);
  }

  private synchronized void cancel(Scheduled scheduled, Runnable task) {
    scheduled.cancel();
    due.remove(task);
  }

  @Override
  public Scheduled scheduleReal(long delayNanos, Runnable task) {
    return real.schedule(delayNanos, task);
  }

  @Override
  public void await(BooleanSupplier condition) throws InterruptedException {
    real.await(condition);
  }

  @Override
  public synchronized void works() {
    working++;
  }

  @Override
  public synchronized void rests() {
    working--;
    if (working == 0) {
      notifyAll();
    }
  }

  /**
   * Lets time pass, and waits until no call works: those that were due meanwhile have had their
   * exchanges.
   */
  void pass(Duration duration) throws InterruptedException {
    passing.lockInterruptibly();
    try {
      Until end = new Until();
      synchronized (this) {
        virtual.schedule(Time.nanosOf(duration), end);
      }
      while (!end.isReached) {
        passToNext();
      }
      passNothing(); // what is due at that very moment, too
      awaitRest();
    } finally {
      passing.unlock();
    }
  }

  /** Lets time pass to whatever is due next, whenever all calls wait, until it is closed. */
  void passOnDemand() throws InterruptedException {
    while (awaitDemand()) {
      passing.lockInterruptibly();
      try {
        passToNext();
      } finally {
        passing.unlock();
      }
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Says whether there is something to come. */
  private synchronized boolean awaitDemand() throws InterruptedException {
    while (!closed && (working > 0 || virtual.pending() == 0)) {
      wait();
    }
    return !closed;
  }

  private synchronized void awaitRest() throws InterruptedException {
    while (working > 0) {
      wait();
    }
  }

  /** Whatever is due happens, although no time passes. */
  private void passNothing() {
    synchronized (this) {
      virtual.advance(Duration.ZERO);
    }
    runDue();
  }

  private void passToNext() throws InterruptedException {
    awaitRest();
    synchronized (this) {
      if (working == 0 && virtual.pending() > 0) {
        long scheduled = virtual.pending();
        virtual.await(() -> virtual.pending() < scheduled);
      }
    }
    runDue();
  }

  private void runDue() {
    for (Runnable task = nextDue(); task != null; task = nextDue()) {
      task.run();
    }
  }

  private synchronized Runnable nextDue() {
    return due.poll();
  }

  /** The end of a span of time. */
  private static final class Until implements Runnable {
    private volatile boolean isReached;

    @Override
    public void run() {
      isReached = true;
    }
  }
}
