package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only while a test waits, and then at once. Not thread-safe: everything, tasks
 * included, runs on the test's thread.
 */
public final class VirtualTime implements Time {

  private static final Instant BASE = Instant.parse("2025-01-01T00:00:00Z");
  private static final Comparator<Event> ORDER =
      Comparator.<Event>comparingLong(event -> event.at)
          .thenComparingLong(event -> event.number); // at the same time: first come, first served

  private final TreeSet<Event> events = new TreeSet<>(ORDER);
  private final long start;
  private long now;
  private long scheduled;
  private int working;
  private Duration wallClockOffset = Duration.ZERO;

  /** Starts at 0. */
  public VirtualTime() {
    this(0);
  }

  /** Starts at that time. */
  public VirtualTime(long startNanos) {
    start = startNanos;
    now = startNanos;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant instant() {
    return BASE.plusNanos(now - start).plus(wallClockOffset);
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    Event event = new Event(Time.plus(now, Math.max(0, delayNanos)), scheduled++, task);
    events.add(event);
    return () -> events.remove(event);
  }

  @Override
  public void works() {
    working++;
  }

  @Override
  public void rests() {
    working--;
  }

  /** How many calls are at work, neither waiting nor ended. */
  public int working() {
    return working;
  }

  /**
   * Runs scheduled tasks, one after the other, until the condition holds.
   *
   * @throws IllegalStateException if no task is left that could make it hold
   */
  @Override
  public void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!runNext(NEVER)) {
        throw new IllegalStateException("no scheduled task is left that could end this wait");
      }
    }
  }

  /** Lets time pass and runs the tasks that are due meanwhile. */
  public void advance(Duration duration) {
    long end = Time.plus(now, duration.toNanos());
    while (runNext(end)) {
      // the next task
    }
    now = Math.max(now, end); // a task may itself have let time pass
  }

  /** Lets time pass without running tasks, as on a machine that is busy with something else. */
  public void stall(Duration duration) {
    now = Time.plus(now, duration.toNanos());
  }

  /** Moves the wall clock forward or back; no time passes. */
  public void jump(Duration offset) {
    wallClockOffset = wallClockOffset.plus(offset);
  }

  /** Runs all scheduled tasks, and those that they schedule, until none is left. */
  public void runUntilIdle() {
    while (runNext(NEVER)) {
      // the next task
    }
  }

  /** The number of scheduled tasks. */
  public int pending() {
    return events.size();
  }

  /** Seconds since the start, for readable assertions. */
  public double seconds() {
    return (now - start) / 1e9;
  }

  private boolean runNext(long latest) {
    if (events.isEmpty() || events.first().at > latest) {
      return false;
    }
    Event next = events.first();
    events.remove(next);
    now = Math.max(now, next.at);
    next.task.run();
    return true;
  }

  private record Event(long at, long number, Runnable task) {}
}
