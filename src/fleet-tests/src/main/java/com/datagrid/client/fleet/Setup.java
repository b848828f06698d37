package com.datagrid.client.fleet;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is run with each {@link Contender}.
 *
 * @param key what {@code -Dfleet.rows} names it
 * @param perSecond random arrivals, so many per second in all; 0: all calls at once
 */
record Setup(
    String key,
    int limit,
    Duration window,
    int processes,
    int calls,
    double perSecond,
    List<Contender> contenders) {

  private static final Duration SHORT = Duration.ofSeconds(6);
  private static final List<Contender> OURS = List.of(Contender.ONE_PROCESS, Contender.FLEET);

  private static final Setup BATCH =
      new Setup("batch", 40, SHORT, 4, 640, 0, List.of(Contender.values()));
  private static final Setup FAST = new Setup("fast", 200, SHORT, 4, 1_600, 0, OURS);
  private static final Setup TWELVE = new Setup("twelve", 40, SHORT, 12, 480, 0, OURS);
  private static final Setup RANDOM =
      new Setup(
          "random",
          40,
          SHORT,
          4,
          400,
          0.9 * 40 / 6,
          List.of(Contender.ONE_PROCESS, Contender.FLEET, Contender.SHARE, Contender.REMAINING));
  private static final Setup LONG = new Setup("long", 100, Duration.ofSeconds(60), 4, 300, 0, OURS);

  private static final List<Setup> ALL = List.of(BATCH, FAST, TWELVE, RANDOM, LONG);

  /** Those that a comma-separated list names; all if it is empty. */
  static List<Setup> named(String keys) {
    if (keys.isEmpty()) {
      return ALL;
    }
    return Arrays.stream(keys.split(",", -1))
        .map(
            key ->
                ALL.stream()
                    .filter(setup -> setup.key.equals(key))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "-Dfleet.rows="
                                    + keys
                                    + ": "
                                    + key
                                    + " is none of "
                                    + ALL.stream().map(Setup::key).toList())))
        .toList();
  }

  boolean isRandom() {
    return perSecond > 0;
  }

  /** As in the table. */
  String title() {
    return String.format(
        Locale.ROOT,
        "%,d calls%s, %d per %d s, %d processes",
        calls,
        isRandom() ? " at random times, 0.9 of the limit" : "",
        limit,
        window.toSeconds(),
        processes);
  }

  /** What a client at no distance needs, from the first request to the last. */
  double idealSeconds() {
    return (calls - 1) / limit * window.toMillis() / 1e3;
  }
}
