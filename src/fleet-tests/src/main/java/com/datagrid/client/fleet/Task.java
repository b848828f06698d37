package com.datagrid.client.fleet;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The task of one process of a fleet.
 *
 * @param process its number, from 0
 * @param processes how many there are
 * @param how the name of a {@link Contender}
 * @param limit the service's limit, for contenders that do not learn it
 * @param calls the number of calls in each stream
 * @param streams the number of streams of this process; a single process has all
 * @param perSecond the mean rate of a stream's random calls; 0 makes all calls at once
 */
record Task(
    int process,
    int processes,
    String how,
    String baseUrl,
    String redis,
    int limit,
    long windowMillis,
    int calls,
    int streams,
    double perSecond) {

  Duration window() {
    return Duration.ofMillis(windowMillis);
  }

  /** When to make the calls, in seconds from the start; the same for a stream in any process. */
  double[] times() {
    return IntStream.range(process, process + streams)
        .mapToObj(this::times)
        .flatMapToDouble(DoubleStream::of)
        .sorted()
        .toArray();
  }

  private double[] times(int stream) {
    double[] times = new double[calls];
    Random random = new Random(stream);
    for (int i = 0; i < calls && perSecond > 0; i++) {
      double gap = -Math.log(1 - random.nextDouble()) / perSecond;
      times[i] = (i == 0 ? 0 : times[i - 1]) + gap;
    }
    return times;
  }

  /** The id of the connection that a call updates. */
  String connection(int call) {
    return "p" + process + "-" + call;
  }
}
