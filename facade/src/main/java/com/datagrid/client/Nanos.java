package com.datagrid.client;

import java.time.Duration;

/** Durations as a number. */
final class Nanos {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Nanos() {}

  /** The duration in nanoseconds; {@link Long#MAX_VALUE} if it is longer than 292 years. */
  static long of(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : Long.MAX_VALUE;
  }
}
