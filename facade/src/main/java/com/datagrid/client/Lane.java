package com.datagrid.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks of which so many run at a time, while the others wait in their order. Thread-safe. */
final class Lane {

  private final WorkerThreads threads;
  private final Consumer<Lane> whenEmpty;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private int width;
  private int running;
  private long ended;

  /**
   * A lane without tasks.
   *
   * @param width how many run at a time
   * @param whenEmpty is told whenever nothing runs or waits any more
   */
  Lane(WorkerThreads threads, int width, Consumer<Lane> whenEmpty) {
    this.threads = threads;
    this.width = width;
    this.whenEmpty = whenEmpty;
  }

  /**
   * Runs a task when there is room for it.
   *
   * @throws OutOfMemoryError if none runs after which it could, and there is no thread to be had
   */
  void execute(Runnable task) {
    execute(task, waiting);
  }

  /** The same, behind all other tasks. */
  void executeBackground(Runnable task) {
    execute(task, background);
  }

  private synchronized void execute(Runnable task, Queue<Runnable> queue) {
    queue.add(task);
    try {
      if (running < width) {
        startWorker();
      }
    } catch (Throwable e) {
      if (running == 0) {
        queue.remove(task);
        throw e;
      }
    }
  }

  private void startWorker() {
    threads.start(this::work);
    running++;
  }

  private void work() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable e) { // the user's: the next task is another call's
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      } finally {
        ended();
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (this) {
      Runnable task = running > width ? null : poll();
      if (task != null) {
        return task;
      }
      running--;
      if (running > 0 || hasWaiting()) {
        return null;
      }
    }
    whenEmpty.accept(this);
    return null;
  }

  private @Nullable Runnable poll() {
    Runnable task = waiting.poll();
    return task != null ? task : background.poll();
  }

  private synchronized void ended() {
    ended++;
  }

  // For those who watch it.

  synchronized boolean hasWaiting() {
    return !waiting.isEmpty() || !background.isEmpty();
  }

  /** How many tasks have run. */
  synchronized long endedTasks() {
    return ended;
  }

  synchronized int width() {
    return width;
  }

  /** Lets so many run at a time from now on; those beyond that end their task first. */
  synchronized void setWidth(int width) {
    this.width = width;
    try {
      for (int more = Math.min(width - running, waiting.size() + background.size());
          more > 0;
          more--) {
        startWorker();
      }
    } catch (Error e) {
      // As many as there are threads for.
    }
  }
}
