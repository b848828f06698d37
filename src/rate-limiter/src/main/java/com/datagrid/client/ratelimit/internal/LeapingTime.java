package com.datagrid.client.ratelimit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Real time that a test moves forward: a timeout of an hour ends when the test says so, and never
 * because the machine is busy. For tests with real threads or sockets; {@link VirtualTime} is for
 * all others. Thread-safe.
 */
public final class LeapingTime implements Time {

  private final Time real = new SystemTime();

  @GuardedBy("this")
  private final Set<Task> tasks = new HashSet<>();

  @GuardedBy("this")
  private long leaptNanos;

  @Override
  public synchronized long nanos() {
    return real.nanos() + leaptNanos;
  }

  @Override
  public synchronized Instant instant() {
    return real.instant().plusNanos(leaptNanos);
  }

  @Override
  public synchronized Scheduled schedule(long delayNanos, Runnable task) {
    Task added = new Task(Time.plus(nanos(), Math.max(0, delayNanos)), task);
    tasks.add(added);
    start(added);
    return () -> remove(added);
  }

  /**
   * Moves the clock forward. What is due by then has run, on the thread of the timer, when this
   * returns; it must not be called there.
   */
  public void leap(Duration duration) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      leaptNanos += duration.toNanos();
      for (Task task : List.copyOf(tasks)) {
        task.inReal.cancel();
        start(task);
      }
      real.schedule(0, () -> done.complete(null));
    }
    done.join();
  }

  private synchronized void start(Task task) {
    task.inReal =
        real.schedule(
            Time.until(task.at, nanos()),
            () -> {
              if (remove(task)) {
                task.work.run();
              }
            });
  }

  private synchronized boolean remove(Task task) {
    task.inReal.cancel();
    return tasks.remove(task);
  }

  @Override
  public void await(BooleanSupplier condition) throws InterruptedException {
    real.await(condition);
  }

  private static final class Task {
    private final long at;
    private final Runnable work;
    private Scheduled inReal = () -> {};

    Task(long at, Runnable work) {
      this.at = at;
      this.work = work;
    }
  }
}
