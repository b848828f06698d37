package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The only clock and timer of this library, and the only way to wait, so that tests can run in
 * virtual time. Thread-safe.
 */
public interface Time {

  /** A time that never comes, or an endless duration. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Nanoseconds since a fixed time in the past: never negative, never going back. Two readings
   * compare with {@code <}.
   */
  long nanos();

  /** The wall clock; only for what a server states as a date. */
  Instant instant();

  /**
   * Runs a task once, on the timer's thread, which all waiting calls share: it must be short and
   * must not block.
   *
   * @param delayNanos how long from now, in nanoseconds; 0 or less: as soon as possible
   * @throws java.util.concurrent.RejectedExecutionException if there is no thread to be had for it
   */
  Scheduled schedule(long delayNanos, Runnable task);

  /**
   * Blocks the calling thread until the condition holds. Whoever makes it true must then unpark the
   * thread.
   *
   * @throws InterruptedException if the thread is interrupted first; this clears the flag
   */
  void await(BooleanSupplier condition) throws InterruptedException;

  /**
   * The same, but after real time even where this is virtual: for what a thread or a socket may
   * take.
   *
   * @throws java.util.concurrent.RejectedExecutionException if there is no thread to be had for it
   */
  default Scheduled scheduleReal(long delayNanos, Runnable task) {
    return schedule(delayNanos, task);
  }

  /**
   * A call has something to do that takes no virtual time, until it {@link #rests}: a shared
   * virtual time must not pass meanwhile. Real time does.
   */
  default void works() {}

  /** A call that worked waits for its turn, or has ended. */
  default void rests() {}

  /** {@code nanos + delay}; {@link #NEVER} if that overflows. */
  static long plus(long nanos, long delay) {
    long sum = nanos + delay;
    return sum < 0 ? NEVER : sum;
  }

  /** How long from now until that time; {@link #NEVER} stays {@link #NEVER}. */
  static long until(long time, long now) {
    return time == NEVER ? NEVER : time - now;
  }

  /** The duration in nanoseconds; {@link #NEVER} if it is longer than 292 years. */
  static long nanosOf(Duration duration) {
    return duration.compareTo(Duration.ofNanos(NEVER)) < 0 ? duration.toNanos() : NEVER;
  }

  /** A scheduled task. */
  interface Scheduled {
    /** Cancels the task if it has not started. Idempotent. */
    void cancel();
  }
}
