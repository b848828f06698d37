package com.datagrid.client.fleet;

import java.time.Duration;

/**
 * How big a test is: in {@code verify} a small one, with {@code -Dfleet.faults=true} that of the
 * table.
 *
 * @param calls of each process
 */
record Scale(
    int limit, Duration window, int processes, int calls, Duration shortest, Duration longest) {

  static final boolean IS_FULL = Boolean.getBoolean("fleet.faults");

  /** Windows long enough that a busy machine delays no request by a quarter of one. */
  private static final Scale SMALL =
      new Scale(20, Duration.ofSeconds(4), 3, 10, Duration.ZERO, Duration.ZERO);

  private static final Scale FULL =
      new Scale(40, Duration.ofSeconds(6), 4, 60, Service.SHORTEST_WAY, Service.LONGEST_WAY);

  static Scale get() {
    return IS_FULL ? FULL : SMALL;
  }

  int allCalls() {
    return processes * calls;
  }

  /** A moment in the middle: so many requests were accepted. */
  int someAccepted() {
    return IS_FULL ? limit + limit / 4 : limit;
  }

  /** No call waits that long, whatever happens to Redis. */
  Duration longest(Duration outage) {
    return window.multipliedBy(4L * allCalls() / limit + 4).plus(outage);
  }
}
