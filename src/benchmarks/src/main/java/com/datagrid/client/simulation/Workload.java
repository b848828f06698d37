package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.simulation.SlidingLog.RetryAfter;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.DoubleToIntFunction;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;

/**
 * What a client has to do: by default a thousand calls of 64 workers, each of which makes the next
 * one as soon as it can, to a server that accepts 100 in an exact sliding window, sends all
 * headers, and whose limit the client knows.
 */
final class Workload {

  final String name;
  final String what;

  int limit = 100;
  int usedAtStart;
  Function<Time, ModelServer> server = exactly(100);

  /** The server for the ideal client. */
  Function<Time, ModelServer> ideal = server;

  HeaderStyle headers = HeaderStyle.FULL;
  ToIntBiFunction<Integer, Random> remaining = (honest, random) -> honest;
  boolean isLimitKnown = true;

  int calls = 1_000;
  double perSecond; // 0: workers
  int workers = 64; // of each process
  int processes = 1;
  Latencies latencies = Latencies.USUAL;

  Workload(String name, String what) {
    this.name = name;
    this.what = what;
  }

  private static Function<Time, ModelServer> exactly(int limit) {
    return time -> new SlidingLog(time, second -> limit, RetryAfter.OLDEST_LEAVES);
  }

  // The server.

  Workload limit(int limit) {
    return server(limit, exactly(limit));
  }

  Workload server(int limit, Function<Time, ModelServer> server) {
    this.limit = limit;
    this.server = server;
    this.ideal = server;
    return this;
  }

  /** By the seconds since the start. */
  Workload limits(DoubleToIntFunction limits) {
    return server(
        limits.applyAsInt(0), time -> new SlidingLog(time, limits, RetryAfter.OLDEST_LEAVES));
  }

  /** So many slots are used at the start. */
  Workload used(int requests) {
    usedAtStart = requests;
    return server(
        limit,
        time ->
            new SlidingLog(time, second -> limit, RetryAfter.OLDEST_LEAVES).filledWith(requests));
  }

  /** The ideal client is never rejected. */
  Workload countingRejected() {
    server = time -> new StrictLog(time, limit);
    return this;
  }

  Workload retryAfter(RetryAfter meaning) {
    return server(limit, time -> new SlidingLog(time, second -> limit, meaning));
  }

  Workload headers(HeaderStyle headers) {
    this.headers = headers;
    return this;
  }

  /** What the server says remains, by what really does. */
  Workload remaining(ToIntBiFunction<Integer, Random> remaining) {
    this.remaining = remaining;
    return this;
  }

  // The client.

  /** Nothing tells the limit before the first response. */
  Workload unknownLimit() {
    isLimitKnown = false;
    return this;
  }

  OptionalInt knownLimit() {
    return isLimitKnown ? OptionalInt.of(limit) : OptionalInt.empty();
  }

  Workload calls(int calls) {
    this.calls = calls;
    return this;
  }

  Workload workers(int workers) {
    this.workers = workers;
    return this;
  }

  /** At random times, so many on average, whether or not earlier calls have ended. */
  Workload perSecond(double perSecond) {
    this.perSecond = perSecond;
    return this;
  }

  /** So many clients share the calls and know nothing of each other. */
  Workload processes(int processes) {
    this.processes = processes;
    return this;
  }

  Workload latencies(Latencies latencies) {
    this.latencies = latencies;
    return this;
  }
}
