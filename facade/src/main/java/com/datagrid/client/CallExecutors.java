package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads of asynchronous calls: some for exchanges, others for what users do when a call ends,
 * so that a callback that blocks keeps no exchange from running. All are daemons, start when needed
 * and end when idle.
 */
class CallExecutors {

  private static final int CALLBACK_THREADS = 4;
  private static final long IDLE_SECONDS = 5;

  /** How long the callbacks may all be stuck before others get threads of their own. */
  private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Time time;
  private final ThreadPoolExecutor dispatcher = pool("datagrid-call", Defaults.ASYNC_EXCHANGES);
  private final ThreadPoolExecutor callbacks = pool("datagrid-callback", CALLBACK_THREADS);
  private final AtomicBoolean watched = new AtomicBoolean();

  CallExecutors(Time time) {
    this.time = time;
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named(name),
            // Only after close, for a call that is ending then; its caller may be the timer.
            (task, closed) -> DaemonThreads.named("datagrid-late").newThread(task).start());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Runs an attempt; it may block for as long as an attempt may. */
  void dispatch(Runnable attempt) {
    dispatcher.execute(attempt);
  }

  /** Runs what may end in the user's code, which may block for ever. */
  void call(Runnable callback) {
    callbacks.execute(callback);
    watchQueue();
  }

  /** Lets what was given finish, and takes no more threads afterwards. */
  void close() {
    dispatcher.shutdown();
    callbacks.shutdown();
  }

  private void watchQueue() {
    if (!callbacks.getQueue().isEmpty() && watched.compareAndSet(false, true)) {
      watch();
    }
  }

  private void watch() {
    long completed = callbacks.getCompletedTaskCount();
    time.schedule(STUCK_NANOS, () -> relieve(completed));
  }

  private void relieve(long completedBefore) {
    if (callbacks.getQueue().isEmpty()) {
      resize(CALLBACK_THREADS);
      watched.set(false);
      watchQueue(); // what came meanwhile found it watched
      return;
    }
    if (callbacks.getCompletedTaskCount() == completedBefore) {
      resize(callbacks.getMaximumPoolSize() * 2);
    }
    watch();
  }

  private void resize(int size) {
    if (size > callbacks.getMaximumPoolSize()) {
      callbacks.setMaximumPoolSize(size);
      callbacks.setCorePoolSize(size);
    } else {
      callbacks.setCorePoolSize(size);
      callbacks.setMaximumPoolSize(size);
    }
  }
}
