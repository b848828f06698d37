package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import java.time.Duration;

/**
 * The durations of one limit, in nanoseconds.
 *
 * @param counted how long a request counts: the window plus the guard
 * @param leaseLifetime how long a lease can be used, from when it becomes usable
 * @param hold how much longer than a request a lease counts: until it is used and stamped
 * @param horizon how far ahead slots are leased
 * @param heartbeat the longest time between two messages of a process
 * @param heartbeatTimeout after which a process that is not heard may be offline
 * @param offlineAfter after which a process that hears nothing goes offline: by then the others
 *     know that, and the leases that they got ahead, of its slots among others, have expired
 * @param fullPartAfter after which an offline process uses its whole part of the limit: whatever
 *     the others were granted before they knew has expired
 * @param idleTimeout after which a process that sends nothing leaves
 */
record Timing(
    long counted,
    long leaseLifetime,
    long hold,
    long horizon,
    long heartbeat,
    long heartbeatTimeout,
    long offlineAfter,
    long fullPartAfter,
    long idleTimeout) {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MAX_HEARTBEAT = 5 * SECOND;
  private static final long MAX_LEASE_LIFETIME = 5 * SECOND;
  private static final long MIN_IDLE_TIMEOUT = 600 * SECOND;

  /** How late a message may arrive, or how far a clock may leap, unnoticed. */
  static final long TOLERANCE = SECOND / 10;

  static Timing of(RateLimitSettings settings, Duration timeout) {
    long window = settings.windowNanos();
    long counted = window + settings.guardNanos();
    long leaseLifetime = Math.min(MAX_LEASE_LIFETIME, window / 12);
    long hold = settings.stampLagNanos() + leaseLifetime;
    long heartbeat = Math.min(MAX_HEARTBEAT, window / 6);
    long horizon = Math.min(SECOND, window / 12);
    long heartbeatTimeout = heartbeat + heartbeat / 2;
    long unnoticed = Math.max(heartbeat + timeout.toNanos(), heartbeatTimeout);
    return new Timing(
        counted,
        leaseLifetime,
        hold,
        horizon,
        heartbeat,
        heartbeatTimeout,
        heartbeatTimeout + horizon + 3 * TOLERANCE,
        unnoticed + hold + counted,
        Math.max(MIN_IDLE_TIMEOUT, 2 * window));
  }
}
