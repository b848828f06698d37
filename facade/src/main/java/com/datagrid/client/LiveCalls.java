package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The calls of a client from their begin to their end, and the end of the client. Thread-safe. */
final class LiveCalls {

  private final Time time;
  private final Set<QueuedCall> calls = ConcurrentHashMap.newKeySet();
  private final Set<Thread> closers = ConcurrentHashMap.newKeySet(); // that wait for their ends

  /** Calls that ended, but whose ends are not told yet. */
  private final AtomicInteger untold = new AtomicInteger();

  private volatile boolean closing;
  private volatile boolean closed;

  LiveCalls(Time time) {
    this.time = time;
  }

  /**
   * Takes responsibility for a call that is about to begin.
   *
   * @throws IllegalStateException if the client is closed, or about to be
   */
  void add(QueuedCall call) {
    requireOpen();
    calls.add(call);
    if (closing) { // in between, and closing may have missed it
      calls.remove(call);
      requireOpen();
    }
  }

  void requireOpen() {
    if (closing) {
      throw new IllegalStateException("the client is closed");
    }
  }

  void ended(QueuedCall call) {
    calls.remove(call);
    wakeClosers();
  }

  /** Makes the user's task part of a call that is not yet {@link #ended}. */
  Runnable telling(Runnable end) {
    untold.incrementAndGet();
    return () -> {
      try {
        end.run();
      } finally {
        untold.decrementAndGet();
        wakeClosers();
      }
    };
  }

  private void wakeClosers() {
    if (closing) {
      closers.forEach(LockSupport::unpark);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Takes no more calls, and waits until there are none. An interrupt of the thread ends the wait,
   * and stays set.
   *
   * @return whether all ended
   */
  boolean awaitEnd(Duration timeout) {
    closing = true;
    Thread closer = Thread.currentThread();
    long nanos = Time.nanosOf(timeout);
    long deadline = Time.plus(time.nanos(), nanos);
    closers.add(closer);
    Time.Scheduled alarm = time.schedule(nanos, () -> LockSupport.unpark(closer));
    try {
      time.await(() -> isIdle() || time.nanos() >= deadline);
    } catch (InterruptedException e) {
      closer.interrupt();
    } finally {
      alarm.cancel();
      closers.remove(closer);
    }
    return isIdle();
  }

  private boolean isIdle() {
    return calls.isEmpty() && untold.get() == 0;
  }

  /** Ends all calls; their futures fail on the threads for callbacks. */
  void close() {
    closing = true;
    closed = true;
    int dropped = calls.size();
    if (dropped > 0) {
      CallLog.dropped(dropped);
    }
    calls.forEach(call -> call.abort(QueuedCall.Reason.CLOSED));
  }
}
