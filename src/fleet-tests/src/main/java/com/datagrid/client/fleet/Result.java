package com.datagrid.client.fleet;

import com.datagrid.client.fleet.Service.Arrival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One row.
 *
 * @param arrivals of all requests at the service, in their order
 * @param ends of all calls
 * @param memory of Redis when it had the most
 */
record Result(
    Setup setup,
    Contender contender,
    int processes,
    List<Arrival> arrivals,
    List<MemberMain.End> ends,
    RedisStats redis,
    RedisStats.Memory memory) {

  long rejected() {
    return arrivals.stream().filter(arrival -> !arrival.accepted()).count();
  }

  long failed() {
    return ends.stream().filter(end -> !end.failure().isEmpty()).count();
  }

  private List<Arrival> accepted() {
    return arrivals.stream().filter(Arrival::accepted).toList();
  }

  /** From the first request to the last that was accepted. */
  double makespanSeconds() {
    List<Arrival> accepted = accepted();
    return (accepted.get(accepted.size() - 1).nanos() - arrivals.get(0).nanos()) / 1e9;
  }

  double utilisation() {
    return setup.idealSeconds() / makespanSeconds();
  }

  double meanCallSeconds() {
    return ends.stream().mapToDouble(end -> (end.ended() - end.begun()) / 1e9).average().orElse(0);
  }

  /** Of what the processes had when the first of them had all. */
  double fairness() {
    return Jain.of(parts(untilFirstFinish()));
  }

  /** The mean of all windows until then; a window is what fills the limit once. */
  double fairnessPerWindow() {
    return Arrays.stream(perWindow()).average().orElse(1);
  }

  double[] perWindow() {
    List<Arrival> all = untilFirstFinish();
    List<Double> indices = new ArrayList<>();
    for (int end = setup.limit(); end <= all.size(); end += setup.limit()) {
      indices.add(Jain.of(parts(all.subList(end - setup.limit(), end))));
    }
    return indices.stream().mapToDouble(x -> x).toArray();
  }

  private List<Arrival> untilFirstFinish() {
    List<Arrival> accepted = accepted();
    long[] last = new long[processes];
    accepted.forEach(arrival -> last[arrival.process()] = arrival.nanos());
    long first = Arrays.stream(last).min().orElseThrow();
    return accepted.stream().filter(arrival -> arrival.nanos() <= first).toList();
  }

  private long[] parts(List<Arrival> arrivals) {
    long[] parts = new long[processes];
    arrivals.forEach(arrival -> parts[arrival.process()]++);
    return parts;
  }

  double scriptsPerCall() {
    return (double) redis.scripts() / setup.calls();
  }

  double microsPerScript() {
    return redis.microsPerScript();
  }

  /** A slot that is in use while its next user has booked it counts twice, as Redis has it. */
  double bytesPerSlot() {
    return (double) memory.bytes() / Math.max(setup.limit(), memory.slots());
  }

  /** How many were rejected up to the end of each window since the first request. */
  double[] rejectedUntil() {
    long first = arrivals.get(0).nanos();
    long window = setup.window().toNanos();
    double[] rejected = new double[(int) (makespanSeconds() * 1e9 / window) + 1];
    for (Arrival arrival : arrivals) {
      for (int i = (int) ((arrival.nanos() - first) / window); i < rejected.length; i++) {
        rejected[i] += arrival.accepted() ? 0 : 1;
      }
    }
    return rejected;
  }
}
