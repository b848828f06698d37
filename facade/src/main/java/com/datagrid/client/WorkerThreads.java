package com.datagrid.client;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * As many threads as are needed, which end when they are idle. It is no {@link
 * java.util.concurrent.Executor}: agents for tracing hand the context of the thread that calls
 * {@code execute(..)} on to the task, and here that may be the thread of another call.
 */
final class WorkerThreads {

  private static final long IDLE_SECONDS = 5;

  private final ThreadFactory factory;
  private final SynchronousQueue<Runnable> idle = new SynchronousQueue<>();
  private volatile boolean closed;

  WorkerThreads(ThreadFactory factory) {
    this.factory = factory;
  }

  /**
   * Runs a task at once.
   *
   * @throws OutOfMemoryError if no thread is idle, and none to be had
   */
  void start(Runnable task) {
    if (!idle.offer(task)) {
      factory.newThread(() -> work(task)).start();
    }
  }

  /** Threads end from now on when they have nothing to do. */
  void close() {
    closed = true;
    while (idle.offer(() -> {})) {
      // one more has seen it
    }
  }

  private void work(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      task.run();
    }
  }

  private @Nullable Runnable next() {
    try {
      return closed ? null : idle.poll(IDLE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return null; // meant for the task that ran here; the next has a thread without it
    }
  }
}
