package com.datagrid.client.simulation;

import java.util.Random;

/**
 * How long things take.
 *
 * @param service in the server, if it accepts
 * @param lateResponses the part of the responses that are late by {@link #LATE}
 * @param slowConnects the part of the requests that need {@link #SLOW_CONNECT} to go out
 * @param lateCounts the part of the requests that the server counts after its service, not before
 */
record Latencies(Range service, double lateResponses, double slowConnects, double lateCounts) {

  Latencies(Range service, double lateResponses, double slowConnects) {
    this(service, lateResponses, slowConnects, 0);
  }

  /** Seconds. */
  record Range(double least, double most) {
    long nanos(Random random) {
      return (long) ((least + random.nextDouble() * (most - least)) * 1e9);
    }
  }

  static final Latencies USUAL = new Latencies(new Range(0.005, 0.040), 0, 0);

  private static final Range WAY = new Range(0.020, 0.120);
  private static final Range LATE = new Range(0.5, 3);
  private static final Range SLOW_CONNECT = new Range(6, 6);

  long connect(Random random) {
    return random.nextDouble() < slowConnects ? SLOW_CONNECT.nanos(random) : 0;
  }

  boolean isCountedLate(Random random) {
    return lateCounts > 0 && random.nextDouble() < lateCounts;
  }

  long request(Random random, boolean countedLate) {
    return WAY.nanos(random) + (countedLate ? service.nanos(random) : 0);
  }

  long response(Random random, boolean accepted, boolean countedLate) {
    long late = random.nextDouble() < lateResponses ? LATE.nanos(random) : 0;
    return (accepted && !countedLate ? service : USUAL.service).nanos(random)
        + WAY.nanos(random)
        + late;
  }
}
