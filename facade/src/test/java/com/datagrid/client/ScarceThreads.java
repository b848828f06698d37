package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;

/** Threads and a timer as where the operating system gives no more threads, for a while. */
final class ScarceThreads implements ThreadFactory {

  private final ThreadFactory threads;
  private volatile boolean none;

  ScarceThreads(ThreadFactory threads) {
    this.threads = threads;
  }

  /** From now on there are none. */
  void runOut() {
    none = true;
  }

  /** From now on there are as many as are wanted. */
  void comeBack() {
    none = false;
  }

  @Override
  public Thread newThread(Runnable task) {
    if (none) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return threads.newThread(task);
  }

  /** A timer whose thread ends after each task, and needs another for the next. */
  final class Timer implements Time {
    private final Time time = new SystemTime();

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public Instant instant() {
      return time.instant();
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      if (none) {
        throw new RejectedExecutionException(
            "no thread", new OutOfMemoryError("unable to create native thread"));
      }
      return time.schedule(delayNanos, task);
    }

    @Override
    public void await(BooleanSupplier condition) throws InterruptedException {
      time.await(condition);
    }
  }
}
