package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The only way in which this library reads a clock, waits or has something done later, so that a
 * test can put virtual time in its place. Thread-safe.
 */
public interface Time {

  /** A moment or a duration that never comes. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Nanoseconds since a fixed moment in the past: never negative, never going back. Two readings
   * compare with {@code <}.
   */
  long nanos();

  /** The wall clock; only for what a server states as a date. */
  Instant instant();

  /**
   * Runs a task once, on the timer's thread, which all waiting calls share: the task must be short
   * and must not block.
   *
   * @param delayNanos how long from now, in nanoseconds; 0 or less: as soon as possible
   * @throws java.util.concurrent.RejectedExecutionException if there is no thread to be had for it
   */
  Scheduled schedule(long delayNanos, Runnable task);

  /**
   * Blocks the calling thread until the condition holds. Whoever makes it true must then unpark the
   * thread.
   *
   * @throws InterruptedException if the thread is interrupted first; the flag is then cleared
   */
  void await(BooleanSupplier condition) throws InterruptedException;

  /** {@code nanos + delay}, which stays {@link #NEVER} where it would overflow. */
  static long plus(long nanos, long delay) {
    long sum = nanos + delay;
    return sum < 0 ? NEVER : sum;
  }

  /** How long from now until that moment; {@link #NEVER} stays that. */
  static long until(long moment, long now) {
    return moment == NEVER ? NEVER : moment - now;
  }

  /** The duration in nanoseconds; {@link #NEVER} if it is longer than 292 years. */
  static long nanosOf(Duration duration) {
    return duration.compareTo(Duration.ofNanos(NEVER)) < 0 ? duration.toNanos() : NEVER;
  }

  /** Something that {@link #schedule} will do. */
  interface Scheduled {
    /** Takes the task back if it has not begun; does nothing afterwards. */
    void cancel();
  }
}
