package com.datagrid.client.load;

import java.time.Duration;

/**
 * How many calls meet which limit.
 *
 * @param calls updates in all, all at once
 * @param limit what the server admits per window
 * @param window the server's sliding window
 */
record Load(int calls, int limit, Duration window) {

  /** Every response of the server takes so long; on loopback that is the round trip. */
  static final Duration ROUND_TRIP = Duration.ofMillis(10);

  /**
   * Whether {@code -Pload} asks for its figures in real time, not for a quarter of them in windows
   * that end when all calls wait.
   */
  static final boolean FULL = Boolean.getBoolean("load.full");

  static Load blocking() {
    return FULL ? new Load(400, 40, Duration.ofSeconds(6)) : new Load(100, 40, Leaps.WINDOW);
  }

  static Load massive() {
    return FULL
        ? new Load(10_000, 1_000, Duration.ofSeconds(2))
        : new Load(2_500, 1_000, Leaps.WINDOW);
  }

  /**
   * What no client can beat: the first calls go at once, each further window takes as many, and the
   * last gets its response a round trip later.
   */
  Duration ideal() {
    int windows = (calls + limit - 1) / limit - 1;
    return window.multipliedBy(windows).plus(ROUND_TRIP);
  }
}
