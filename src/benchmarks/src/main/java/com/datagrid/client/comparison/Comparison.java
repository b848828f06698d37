package com.datagrid.client.comparison;

import com.datagrid.client.stubs.DatagridStubServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets several clients meet the same, in real time and one after the other, and prints a table of
 * what came of it. What cannot run says why.
 */
public final class Comparison {

  private static final Duration LATENCY = Duration.ofMillis(20);

  private Comparison() {}

  /**
   * Takes the folder of the scripts, and one to write to. The system properties {@code limit},
   * {@code window} in seconds, {@code calls}, {@code only} and {@code scenario} change what runs,
   * {@code python} and {@code node} by what.
   */
  public static void main(String[] args) throws Exception {
    Path scripts = Path.of(args[0]);
    Path folder = Files.createDirectories(Path.of(args[1]));
    int limit = Integer.getInteger("limit", 40);
    Duration window = Duration.ofSeconds(Integer.getInteger("window", 6));
    List<Contender> contenders =
        List.of(
            InJava.plainRetrofit(),
            InJava.retrofitWithResilience4j(limit, window),
            Sdk.python(System.getProperty("python", "python3"), scripts, folder),
            Sdk.typescript(System.getProperty("node", "node"), scripts, folder),
            InJava.ours(window));
    List<Scenario> scenarios = Scenario.all(Integer.getInteger("calls", 400));

    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      if (isWanted("only", contender.name())) {
        cells.put(contender.name(), run(contender, scenarios, limit, window));
      }
    }
    String table = table(scenarios, cells);
    Files.writeString(folder.resolve("comparison.md"), table);
    System.out.print(table);
  }

  private static boolean isWanted(String property, String name) {
    String wanted = System.getProperty(property);
    return wanted == null || Arrays.asList(wanted.split(",", -1)).contains(name);
  }

  private static Map<String, String> run(
      Contender contender, List<Scenario> scenarios, int limit, Duration window) throws Exception {
    Map<String, String> cells = new LinkedHashMap<>();
    Optional<String> missing = contender.prepare();
    for (Scenario scenario : scenarios) {
      if (isWanted("scenario", scenario.name())) {
        cells.put(
            scenario.name(),
            missing.isPresent() ? "not run" : cell(contender, scenario, limit, window));
        System.out.println(
            contender.name()
                + ": "
                + scenario.title()
                + ": "
                + missing.orElseGet(() -> cells.get(scenario.name())));
      }
    }
    return cells;
  }

  private static String cell(Contender contender, Scenario scenario, int limit, Duration window)
      throws Exception {
    try (DatagridStubServer server =
        DatagridStubServer.builder().limit(limit).window(window).latency(LATENCY).start()) {
      return scenario.trial().run(contender, server);
    }
  }

  private static String table(List<Scenario> scenarios, Map<String, Map<String, String>> cells) {
    StringBuilder table = new StringBuilder("\n| |");
    cells.keySet().forEach(name -> table.append(' ').append(name).append(" |"));
    table.append("\n| --- |").append(" --- |".repeat(cells.size())).append('\n');
    for (Scenario scenario : scenarios) {
      if (isWanted("scenario", scenario.name())) {
        table.append("| ").append(scenario.title()).append(" |");
        cells
            .values()
            .forEach(column -> table.append(' ').append(column.get(scenario.name())).append(" |"));
        table.append('\n');
      }
    }
    return table.toString();
  }
}
