package com.datagrid.client.simulation;

import com.datagrid.client.VirtualCalls;
import com.datagrid.client.redis.VirtualFleet;
import com.datagrid.client.simulation.Run.Arrival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What it would gain, and cost in fairness, if a process of a large fleet took a block of slots
 * with each message; prints a table. All processes are busy.
 */
public final class Blocks {

  private static final int WINDOWS = 5;

  private Blocks() {}

  /** Takes nothing. */
  public static void main(String[] args) {
    System.out.println(
        "| processes, limit | block | 429s | scripts per call | Jain: in all, per window |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (int block : new int[] {1, 2, 5}) {
      System.out.println(row(100, 200, block));
    }
    for (int block : new int[] {1, 5, 20}) {
      System.out.println(row(100, 2_000, block));
    }
    for (int block : new int[] {1, 2, 10}) {
      System.out.println(row(1_000, 2_000, block));
    }
  }

  private static String row(int processes, int limit, int block) {
    Workload workload =
        new Workload("blocks", "blocks of " + block)
            .limit(limit)
            .calls(limit * WINDOWS)
            .workers(limit * WINDOWS / processes)
            .processes(processes)
            .unknownLimit();
    List<VirtualFleet> fleets = new ArrayList<>();
    Contender contender =
        new Contender(
            "",
            (ignored, time, random) -> {
              VirtualFleet fleet = VirtualFleet.withBlocks(time, random, processes, block);
              fleets.add(fleet);
              return () ->
                  new VirtualCalls(
                          time,
                          VirtualCalls.settings(workload.knownLimit(), 1, true),
                          Optional.of(fleet))
                      ::call;
            });
    Outcome outcome = Run.of(contender, workload, 1);
    int calls = outcome.calls().size();
    return String.format(
        Locale.ROOT,
        "| %,d, %,d | %d | %d | %.2f | %.3f, %.3f |",
        processes,
        limit,
        block,
        outcome.rejections(),
        (double) fleets.get(0).scriptsForCalls() / calls,
        outcome.fairness(),
        fairnessPerWindow(outcome, processes, limit));
  }

  /** Of each {@code limit} requests that were accepted one after the other. */
  private static double fairnessPerWindow(Outcome outcome, int processes, int limit) {
    List<Arrival> accepted = outcome.arrivals().stream().filter(Arrival::accepted).toList();
    return IntStream.range(0, accepted.size() / limit)
        .mapToDouble(
            window -> {
              double[] got = new double[processes];
              accepted
                  .subList(window * limit, (window + 1) * limit)
                  .forEach(arrival -> got[arrival.process()]++);
              double squares = Arrays.stream(got).map(x -> x * x).sum();
              return (double) limit * limit / (processes * squares);
            })
        .average()
        .orElseThrow();
  }
}
