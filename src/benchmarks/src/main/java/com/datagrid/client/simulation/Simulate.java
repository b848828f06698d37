package com.datagrid.client.simulation;

import java.util.List;
import java.util.stream.LongStream;

/** Runs all workloads with all kinds of clients. */
final class Simulate {
  private Simulate() {}

  public static void main(String[] args) {
    for (Workload workload : Workloads.all()) {
      if (args.length > 1 && !args[1].contains(workload.name + ",")) {
        continue;
      }
      for (Contender contender : args.length > 2 ? List.of(Contender.OURS) : Contender.ALL) {
        List<Outcome> outcomes =
            LongStream.rangeClosed(1, 8)
                .parallel()
                .mapToObj(seed -> Run.of(contender, workload, seed))
                .toList();
        System.out.printf(
            "%-8s %-28s %8.1f %8.1f %6.3f %8.2f %8.2f %6.3f%n",
            workload.name,
            contender.name(),
            outcomes.stream().mapToLong(Outcome::rejections).average().orElseThrow(),
            outcomes.stream().mapToLong(Outcome::failures).average().orElseThrow(),
            outcomes.stream().mapToDouble(Outcome::utilisation).average().orElseThrow(),
            outcomes.stream().mapToDouble(Outcome::meanExtraWait).average().orElseThrow(),
            outcomes.stream().mapToDouble(Outcome::p99ExtraWait).average().orElseThrow(),
            outcomes.stream().mapToDouble(Outcome::fairness).average().orElseThrow());
      }
    }
  }
}
