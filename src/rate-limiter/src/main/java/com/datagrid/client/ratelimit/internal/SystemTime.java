package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Real time, with one daemon thread for the timer. The thread starts with the first task and ends
 * when it has been idle for {@link #IDLE_SECONDS} and a tick or two, so nothing has to be closed.
 *
 * <p>A plain {@link ScheduledThreadPoolExecutor} wakes its thread for the timeout of every call,
 * which is half of what a call in memory costs: ticks keep a task at the head of its queue that is
 * due sooner.
 */
public final class SystemTime implements Time {

  private static final long IDLE_SECONDS = 5;

  private final long origin = System.nanoTime();

  /** Far shorter than most timeouts, and longer than most calls. */
  private final long tickNanos;

  private final ScheduledThreadPoolExecutor timer;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile boolean usedSinceTick;

  /** Creates a timer of its own, whose thread does not run yet. */
  public SystemTime() {
    this(Duration.ofSeconds(IDLE_SECONDS), DaemonThreads.named("datagrid-timer"));
  }

  /** The same, with a thread from there that ends when it has been idle for so long. */
  SystemTime(Duration idle, ThreadFactory threads) {
    tickNanos = idle.toNanos() / 5;
    timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setKeepAliveTime(idle.toNanos(), TimeUnit.NANOSECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true); // else an ended call stays reachable until its deadline
  }

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    try {
      timer.prestartCoreThread(); // before the task is queued, which would stay there if it fails
      if (delayNanos > tickNanos) {
        keepTicking();
      }
      ScheduledFuture<?> future = timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (Error e) { // mostly an OutOfMemoryError
      throw new RejectedExecutionException("there is no thread to be had for the timer", e);
    }
  }

  /**
   * The executor wakes its thread for each task that is due before all others. Most tasks are
   * timeouts that are soon canceled, and waking the thread for each takes as long as all else that
   * a call does. With a tick due before them, for which the thread waits anyway, it sleeps on.
   */
  private void keepTicking() {
    if (!usedSinceTick) {
      usedSinceTick = true;
    }
    if (ticking.compareAndSet(false, true)) {
      scheduleTick();
    }
  }

  private void scheduleTick() {
    var unused = timer.schedule(this::tick, tickNanos, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    if (usedSinceTick) {
      usedSinceTick = false;
      scheduleTick();
    } else {
      ticking.set(false); // and the thread may end
    }
  }

  @Override
  public void await(BooleanSupplier condition) throws InterruptedException {
    Wait wait = new Wait(condition);
    try {
      ForkJoinPool.managedBlock(wait);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // The pool of this thread can have no other in its place.
      while (!wait.isReleasable()) {
        wait.block();
      }
    }
  }

  /** Tells a {@link ForkJoinPool}, where the thread is of one, that it needs another meanwhile. */
  private record Wait(BooleanSupplier condition) implements ForkJoinPool.ManagedBlocker {
    @Override
    public boolean isReleasable() {
      return condition.getAsBoolean();
    }

    @Override
    public boolean block() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.park(this);
      return isReleasable();
    }
  }
}
