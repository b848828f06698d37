package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads of asynchronous calls: some for exchanges, others for what users do when a call ends,
 * so that a callback that blocks keeps no exchange from running. All are daemons, start when needed
 * and end when idle. Exchanges have a virtual thread each; before Java 21 they share platform
 * threads, of which one rate limit never has all, so that slow responses hold up no call of
 * another.
 */
class CallExecutors {

  private static final String EXCHANGE_THREADS = "datagrid-call";
  private static final int CALLBACK_THREADS = 4;

  /** How long the callbacks may all be stuck before others get threads of their own. */
  private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How soon and how often a thread is sought again for a callback when none is to be had. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int RETRIES = 10;

  private final Time time;
  private final Optional<ThreadFactory> virtual;
  private final WorkerThreads exchangeThreads;
  private final WorkerThreads callbackThreads;
  private final Map<LimiterKey, Lane> exchanges = new ConcurrentHashMap<>();
  private final Lane callbacks;
  private final AtomicBoolean watched = new AtomicBoolean();

  CallExecutors(Time time) {
    this(
        time,
        DaemonThreads.virtual(EXCHANGE_THREADS),
        DaemonThreads.named(EXCHANGE_THREADS),
        DaemonThreads.named("datagrid-callback"));
  }

  /** With threads from elsewhere. */
  CallExecutors(
      Time time,
      Optional<ThreadFactory> virtual,
      ThreadFactory forExchanges,
      ThreadFactory forCallbacks) {
    this.time = time;
    this.virtual = virtual;
    this.exchangeThreads = new WorkerThreads(forExchanges);
    this.callbackThreads = new WorkerThreads(forCallbacks);
    this.callbacks = new Lane(callbackThreads, CALLBACK_THREADS, lane -> {});
  }

  /**
   * Runs an attempt; it may block for as long as an attempt may.
   *
   * @throws OutOfMemoryError if there is no thread to be had
   */
  void dispatch(LimiterKey limit, Runnable attempt) {
    if (virtual.isPresent()) {
      virtual.get().newThread(attempt).start();
    } else {
      exchanges(limit).execute(attempt);
    }
  }

  /** The same, behind all normal calls of that limit that wait for a thread. */
  void dispatchBackground(LimiterKey limit, Runnable attempt) {
    if (virtual.isPresent()) {
      dispatch(limit, attempt);
    } else {
      exchanges(limit).executeBackground(attempt);
    }
  }

  private Lane exchanges(LimiterKey limit) {
    return exchanges.computeIfAbsent(
        limit,
        key ->
            new Lane(
                exchangeThreads, Defaults.ASYNC_EXCHANGES, lane -> exchanges.remove(key, lane)));
  }

  /**
   * Runs what may end in the user's code, which may block for ever. If there is no thread to be
   * had, it is tried again for a second; then it runs on this one, or the timer's, rather than
   * never.
   */
  void call(Runnable callback) {
    call(callback, RETRIES);
  }

  private void call(Runnable callback, int retries) {
    try {
      callbacks.execute(callback);
      watchQueue();
    } catch (Error e) {
      if (retries == 0 || !schedule(RETRY_NANOS, () -> call(callback, retries - 1))) {
        callback.run();
      }
    }
  }

  /** Lets what was given finish; threads end from now on when they are idle. */
  void close() {
    exchangeThreads.close();
    callbackThreads.close();
  }

  private void watchQueue() {
    if (callbacks.hasWaiting() && watched.compareAndSet(false, true)) {
      watch();
    }
  }

  private void watch() {
    long ended = callbacks.endedTasks();
    if (!schedule(STUCK_NANOS, () -> relieve(ended))) {
      watched.set(false);
    }
  }

  private void relieve(long endedBefore) {
    if (!callbacks.hasWaiting()) {
      callbacks.setWidth(CALLBACK_THREADS);
      watched.set(false);
      watchQueue(); // what came meanwhile found it watched
      return;
    }
    if (callbacks.endedTasks() == endedBefore) {
      callbacks.setWidth(callbacks.width() * 2);
    }
    watch();
  }

  /** Says whether the timer has a thread for it. */
  private boolean schedule(long nanos, Runnable task) {
    try {
      time.scheduleReal(nanos, task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
