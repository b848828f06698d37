package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import java.time.Duration;

/**
 * How long what takes on one limit, in nanoseconds.
 *
 * @param counted how long a request counts: the window and the guard
 * @param usable for how long a lease can be used from the time on that it is for
 * @param hold how much longer than a request a lease counts: until it is used and stamped
 * @param horizon how far ahead slots are booked
 * @param beat how often a process is heard at the least
 * @param silence after which a process that is not heard may be alone
 * @param alone after which a process that hears nothing is alone: when the others know, and what
 *     they had booked by then, its slots among it, has expired
 * @param full after which one that is alone uses its whole part of the limit: what others were
 *     granted while they did not know has expired
 * @param idle after which a process that sends nothing leaves
 */
record Timing(
    long counted,
    long usable,
    long hold,
    long horizon,
    long beat,
    long silence,
    long alone,
    long full,
    long idle) {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MAX_BEAT = 5 * SECOND;
  private static final long MAX_USABLE = 5 * SECOND;
  private static final long MIN_IDLE = 600 * SECOND;

  /** What a message may be late, and a clock leap, before it is noticed. */
  static final long TOLERANCE = SECOND / 10;

  static Timing of(RateLimitSettings settings, Duration timeout) {
    long window = settings.windowNanos();
    long counted = window + settings.guardNanos();
    long usable = Math.min(MAX_USABLE, window / 12);
    long hold = settings.stampLagNanos() + usable;
    long beat = Math.min(MAX_BEAT, window / 6);
    long horizon = Math.min(SECOND, window / 12);
    long silence = beat + beat / 2;
    long unnoticed = Math.max(beat + timeout.toNanos(), silence);
    return new Timing(
        counted,
        usable,
        hold,
        horizon,
        beat,
        silence,
        silence + horizon + 3 * TOLERANCE,
        unnoticed + hold + counted,
        Math.max(MIN_IDLE, 2 * window));
  }
}
