package com.datagrid.client.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all workloads with all kinds of clients; prints the table, and writes it and the charts to a
 * folder.
 */
public final class Simulate {

  private static final List<Contender> IN_CHARTS =
      List.of(Contender.OURS, Contender.RETRY_ONLY, Contender.PER_WINDOW, Contender.PACED);

  private Simulate() {}

  /** Takes the folder. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Report report = new Report();
    for (Workload workload : Workloads.all()) {
      Map<Contender, Figures> results = new LinkedHashMap<>();
      Contender.ALL.forEach(contender -> results.put(contender, Figures.of(contender, workload)));
      report.add(workload, results);
    }
    System.out.print(report.full());

    Files.createDirectories(folder);
    Files.writeString(folder.resolve("simulation.md"), report.full());
    Files.writeString(folder.resolve("short.md"), report.brief());
    for (Workload workload : List.of(Workloads.w1(), Workloads.w4())) {
      Map<Contender, Outcome> runs = new LinkedHashMap<>();
      IN_CHARTS.forEach(contender -> runs.put(contender, Run.of(contender, workload, 1)));
      Charts.accepted(runs, folder.resolve(workload.name + "-accepted.svg"));
      Charts.rejected(runs, folder.resolve(workload.name + "-rejected.svg"));
      Charts.used(runs, folder.resolve(workload.name + "-used.svg"));
    }
  }
}
