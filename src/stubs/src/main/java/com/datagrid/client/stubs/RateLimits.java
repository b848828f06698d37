package com.datagrid.client.stubs;

import com.datagrid.client.stubs.DatagridStubServer.Counts;
import com.datagrid.client.stubs.SlidingWindow.Decision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * One window per teamspace, method and path template, and counters over all of them. Thread-safe.
 */
final class RateLimits {
  private final int initialLimit;
  private final Duration window;
  private final double initiallyUsed;
  private final InstantSource clock;

  // All guarded by this.
  private final Map<Key, SlidingWindow> windows = new HashMap<>();
  private int limit;
  private long accepted;
  private long rejected;
  private int maxInWindow;

  private record Key(String teamspace, String operationId) {}

  RateLimits(int limit, Duration window, double initiallyUsed, InstantSource clock) {
    this.initialLimit = limit;
    this.window = window;
    this.initiallyUsed = initiallyUsed;
    this.clock = clock;
    this.limit = limit;
  }

  synchronized Decision admit(String teamspace, Operation operation) {
    Decision decision =
        windows.computeIfAbsent(new Key(teamspace, operation.id()), key -> newWindow()).admit();
    if (decision.admitted()) {
      accepted++;
    } else {
      rejected++;
    }
    maxInWindow = Math.max(maxInWindow, decision.used());
    return decision;
  }

  synchronized void setLimit(int limit) {
    this.limit = SlidingWindow.requireLimit(limit);
    windows.values().forEach(each -> each.setLimit(limit));
  }

  synchronized void reset() {
    windows.clear();
    limit = initialLimit;
    accepted = 0;
    rejected = 0;
    maxInWindow = 0;
  }

  /** All windows are empty again, as under a clock that runs from another time. */
  synchronized void emptyWindows() {
    windows.clear();
  }

  synchronized int limit() {
    return limit;
  }

  Duration window() {
    return window;
  }

  synchronized Counts counts() {
    return new Counts(accepted, rejected, maxInWindow);
  }

  private SlidingWindow newWindow() {
    SlidingWindow created = new SlidingWindow(limit, window, clock);
    created.fill((int) Math.round(limit * initiallyUsed));
    return created;
  }
}
