package com.datagrid.client.simulation;

import com.datagrid.client.simulation.ModelServer.Verdict;
import java.time.Duration;
import java.time.Instant;

/** What all servers compute alike. */
final class Moments {

  /** The service's. */
  static final Duration WINDOW = Duration.ofSeconds(60);

  static final long WINDOW_NANOS = WINDOW.toNanos();

  private Moments() {}

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  static Verdict verdict(boolean accepted, int limit, int remaining, Instant now, Instant reset) {
    return new Verdict(
        accepted,
        limit,
        remaining,
        Math.max(1, ceilSeconds(Duration.between(now, reset))),
        ceilSeconds(Duration.between(Instant.EPOCH, reset)));
  }

  private static long ceilSeconds(Duration duration) {
    return duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
  }
}
