package com.datagrid.client.fleet;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one process of a fleet is to do.
 *
 * @param process its number, from 0 on
 * @param processes how many there are
 * @param how the name of a {@link Contender}
 * @param limit of the service, which those need that do not learn it
 * @param calls how many to make in each stream
 * @param streams how many streams of calls are this process's; one that is alone has all
 * @param perSecond random times of a stream, so many per second; 0 makes all calls at once
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

  /**
   * When to make the calls, in seconds from the start; of a stream the same in whatever process.
   */
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
