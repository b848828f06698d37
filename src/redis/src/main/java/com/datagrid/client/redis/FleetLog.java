package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.RateLimitKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each switch of one limit between shared and alone, and keeps its statistics. Thread-safe.
 * Lines are recorded under a lock; {@link #drain} writes them without it.
 */
final class FleetLog {

  private static final Logger LOG = LoggerFactory.getLogger("com.datagrid.client.redis");

  private final RateLimitKey key;
  private final List<String> lines = new ArrayList<>();
  private boolean shared;
  private int members;
  private long exchanges;
  private long failures;
  private long lastNanos;
  private @Nullable String lastFailure;

  FleetLog(RateLimitKey key, int processes) {
    this.key = key;
    this.members = processes;
  }

  /** This process now keeps to its part of the limit, as one of that many. */
  synchronized void alone(int processes) {
    shared = false;
    members = processes;
    lines.add(
        "alone, with 1/"
            + processes
            + " of the limit: "
            + (lastFailure == null ? "Redis does not reply in time" : lastFailure));
  }

  /** This process now shares the window, as one of that many. */
  synchronized void shared(int processes) {
    if (!shared) {
      lines.add("shared, by " + processes + (processes == 1 ? " process" : " processes"));
    }
    shared = true;
    members = processes;
  }

  synchronized void exchanged(long nanos) {
    exchanges++;
    lastNanos = nanos;
    lastFailure = null;
  }

  /** Redis replies, but other processes have to upload first. */
  synchronized void settling() {
    lastFailure = "Redis has no data yet, and not all processes have uploaded theirs";
  }

  synchronized void failed(RuntimeException failure) {
    failures++;
    lastFailure = failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** Writes the recorded lines. */
  void drain() {
    List<String> recorded;
    synchronized (this) {
      if (lines.isEmpty()) {
        return;
      }
      recorded = List.copyOf(lines);
      lines.clear();
    }
    String name = key.method() + ' ' + key.path() + key.teamspace().map(t -> '@' + t).orElse("");
    recorded.forEach(line -> LOG.info("{}: {}", name, line));
  }

  synchronized FleetStatus status() {
    return new FleetStatus(key, shared, members, exchanges, failures, Duration.ofNanos(lastNanos));
  }
}
