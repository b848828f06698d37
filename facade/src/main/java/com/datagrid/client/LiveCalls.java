package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The calls of a client from their begin to their end, and the end of the client. Thread-safe. */
final class LiveCalls {

  private final Time time;
  private final Set<QueuedCall> calls = ConcurrentHashMap.newKeySet();

  /** Those that wait for the ends of all calls, each with what ends its wait early. */
  private final Map<Thread, Time.Scheduled> closers = new ConcurrentHashMap<>();

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
    if (closing && calls.isEmpty()) {
      cancelAlarms(); // before time may pass to them
    }
    time.rests();
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

  private void cancelAlarms() {
    closers.values().forEach(Time.Scheduled::cancel);
  }

  private void wakeClosers() {
    if (closing) {
      closers.keySet().forEach(LockSupport::unpark);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Takes no more calls, waits until there are none, and ends those that there are then. An
   * interrupt of the thread ends the wait, and stays set.
   *
   * @return whether all ended
   */
  boolean end(Duration timeout) {
    closing = true;
    Thread closer = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    long deadline = Time.plus(time.nanos(), Time.nanosOf(timeout));
    time.works(); // until it is clear that there is something to wait for
    closers.put(
        closer,
        time.schedule(
            Time.until(deadline, time.nanos()),
            () -> {
              time.works(); // until the calls are ended
              if (over.compareAndSet(false, true)) {
                LockSupport.unpark(closer);
              } else {
                time.rests();
              }
            }));
    if (calls.isEmpty()) {
      cancelAlarms();
    }
    time.rests();
    try {
      time.await(() -> calls.isEmpty() || over.get() || time.nanos() >= deadline);
      if (calls.isEmpty()) {
        awaitTold(Time.until(deadline, time.nanos()));
      }
    } catch (InterruptedException e) {
      closer.interrupt();
    }
    boolean ended = isIdle();
    close();
    Time.Scheduled alarm = closers.remove(closer);
    if (!over.compareAndSet(false, true)) {
      time.rests();
    } else if (alarm != null) {
      alarm.cancel();
    }
    return ended;
  }

  /** What the user does at the end of a call takes real time. */
  private void awaitTold(long nanos) throws InterruptedException {
    Thread closer = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    Time.Scheduled alarm =
        time.scheduleReal(
            nanos,
            () -> {
              over.set(true);
              LockSupport.unpark(closer);
            });
    try {
      time.await(() -> untold.get() == 0 || over.get());
    } finally {
      alarm.cancel();
    }
  }

  private boolean isIdle() {
    return calls.isEmpty() && untold.get() == 0;
  }

  /** Ends all calls; their futures fail on the threads for callbacks. Idempotent. */
  void close() {
    closing = true;
    if (closed) {
      return;
    }
    closed = true;
    int dropped = calls.size();
    if (dropped > 0) {
      CallLog.dropped(dropped);
    }
    calls.forEach(call -> call.abort(QueuedCall.Reason.CLOSED));
  }
}
