package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import com.datagrid.client.simulation.Run.Arrival;
import com.datagrid.client.simulation.Run.Call;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What happened in one run.
 *
 * @param calls in the order in which they began
 * @param arrivals of all requests at the server, in their order
 */
record Outcome(Workload workload, List<Call> calls, List<Arrival> arrivals) {

  private static final Duration POLL = Duration.ofMillis(10);

  long rejections() {
    return arrivals.stream().filter(arrival -> !arrival.accepted()).count();
  }

  long failures() {
    return calls.stream().filter(call -> !call.succeeded).count();
  }

  /** The time of the last response that was a success; nanoseconds since the start. */
  long lastSuccess() {
    return calls.stream()
        .filter(call -> call.succeeded)
        .mapToLong(call -> call.endedAt)
        .max()
        .orElseThrow();
  }

  /** The time that an ideal client, at no distance, needs for what was accepted, over the real. */
  double utilisation() {
    VirtualTime time = new VirtualTime();
    ModelServer server = workload.ideal.apply(time);
    long left = calls.size() - failures();
    while (true) {
      if (!server.count().accepted()) {
        time.advance(POLL);
      } else if (--left == 0) {
        return (double) time.nanos() / lastSuccess();
      }
    }
  }

  /**
   * For each call that succeeded the seconds from when an ideal client would have sent it, first
   * come first served, until the request that was accepted went out; ascending.
   */
  double[] extraWaits() {
    List<Call> succeeded = calls.stream().filter(call -> call.succeeded).toList();
    long[] ideal = new long[succeeded.size()];
    double[] waits = new double[ideal.length];
    for (int i = 0; i < ideal.length; i++) {
      Call call = succeeded.get(i);
      long free = i < workload.limit ? 0 : ideal[i - workload.limit] + Moments.WINDOW_NANOS;
      ideal[i] = Math.max(call.begunAt, free);
      waits[i] = (call.sentAt - ideal[i]) / 1e9;
    }
    Arrays.sort(waits);
    return waits;
  }

  double meanExtraWait() {
    return Arrays.stream(extraWaits()).average().orElseThrow();
  }

  double p99ExtraWait() {
    double[] waits = extraWaits();
    return waits[waits.length * 99 / 100];
  }

  /**
   * Jain's index of what the processes had received when the first of them was done: 1 if all had
   * the same, 1/n if one had all.
   */
  double fairness() {
    long[] done = new long[workload.processes];
    for (Call call : calls) {
      done[call.process] = Math.max(done[call.process], call.endedAt);
    }
    long firstDone = Arrays.stream(done).min().orElseThrow();
    double[] got = new double[workload.processes];
    for (Call call : calls) {
      if (call.succeeded && call.endedAt <= firstDone) {
        got[call.process]++;
      }
    }
    double sum = Arrays.stream(got).sum();
    double squares = Arrays.stream(got).map(x -> x * x).sum();
    return sum * sum / (got.length * squares);
  }
}
