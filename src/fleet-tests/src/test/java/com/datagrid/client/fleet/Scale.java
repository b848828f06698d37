package com.datagrid.client.fleet;

import java.time.Duration;

/**
 * The scale of a test: small in {@code verify}, that of the table with {@code -Dfleet.faults=true}.
 *
 * @param calls the calls of each process
 */
record Scale(
    int limit, Duration window, int processes, int calls, Duration shortest, Duration longest) {

  static final boolean IS_FULL = Boolean.getBoolean("fleet.faults");

  /** The window is long enough that even a busy machine delays no request by a quarter of it. */
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

  /** The number of accepted requests at which a fault strikes. */
  int someAccepted() {
    return IS_FULL ? limit + limit / 4 : limit;
  }

  /** An upper bound of a call's duration, whatever happens to Redis. */
  Duration longest(Duration outage) {
    return window.multipliedBy(4L * allCalls() / limit + 4).plus(outage);
  }
}
