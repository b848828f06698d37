package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The calls of a client from their begin to their end, and the end of the client. Thread-safe. */
final class LiveCalls {

  private final Time time;
  private final Set<QueuedCall> calls = ConcurrentHashMap.newKeySet();

  /** Threads that wait until all calls have ended. */
  private final Set<Thread> closers = ConcurrentHashMap.newKeySet();

  /** What ends the waits of {@link #closers} at their deadlines; guarded by itself. */
  private final List<Time.Scheduled> alarms = new ArrayList<>();

  /** Calls that ended, but whose ends are not told yet. */
  private final AtomicInteger untold = new AtomicInteger();

  private volatile boolean closing;
  private volatile boolean closed;

  /** Whether closing ended a call before its time. */
  private volatile boolean cut;

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
      cancelAlarms(); // before shared virtual time may pass to them
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
    synchronized (alarms) {
      alarms.forEach(Time.Scheduled::cancel);
      alarms.clear();
    }
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
   * Takes no more calls, waits until there are none, and ends those that there are then. An
   * interrupt of the thread ends the wait, and stays set.
   *
   * @return whether all ended by themselves
   */
  boolean end(Duration timeout) {
    long deadline = Time.plus(time.nanos(), Time.nanosOf(timeout));
    closing = true;
    Thread closer = Thread.currentThread();
    closers.add(closer);
    try {
      setAlarm(deadline);
      time.await(() -> calls.isEmpty() || closed);
      awaitTold(Time.until(deadline, time.nanos()));
    } catch (InterruptedException e) {
      closer.interrupt();
    } finally {
      closers.remove(closer);
    }
    close();
    return !cut && untold.get() == 0;
  }

  /** The timer's thread closes, so that no shared virtual time passes before the calls end. */
  private void setAlarm(long deadline) {
    synchronized (alarms) {
      if (!calls.isEmpty() && !closed) {
        alarms.add(time.schedule(Time.until(deadline, time.nanos()), this::close));
      }
    }
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

  /** Ends all calls; their futures fail on the threads for callbacks. Idempotent. */
  void close() {
    closing = true;
    if (closed) {
      return;
    }
    int dropped = calls.size();
    if (dropped > 0) {
      cut = true; // before a closer sees that it is closed
      CallLog.dropped(dropped);
    }
    closed = true;
    calls.forEach(call -> call.abort(QueuedCall.Reason.CLOSED));
    wakeClosers();
  }
}
