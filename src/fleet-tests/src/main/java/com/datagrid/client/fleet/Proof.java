package com.datagrid.client.fleet;

import com.datagrid.client.testing.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Compares the fleet with other ways to share a limit. Prints the table, writes it and the charts
 * to a folder, and exits with 1 if the shared window misses a goal. {@code -Dfleet.rows} selects
 * the setups.
 */
final class Proof {

  private static final List<Contender> IN_CHARTS =
      List.of(
          Contender.FLEET,
          Contender.REMAINING,
          Contender.REDISSON_LIMITER,
          Contender.REDISSON_SEMAPHORE,
          Contender.BUCKET4J_LONGER);

  private Proof() {}

  /** Expects the folder as the argument. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    if (RedisBinary.get().path() == null) {
      System.out.println("Nothing was run: " + RedisBinary.get().description());
      System.exit(1);
    }
    Files.createDirectories(folder);
    Table table = new Table();
    System.out.print(table);
    for (Setup setup : Setup.named(System.getProperty("fleet.rows", ""))) {
      for (Contender contender : setup.contenders()) {
        Path dir = folder.resolve(setup.key() + "-" + contender);
        System.out.print(table.add(Trial.run(setup, contender, dir)));
      }
    }
    Capacity capacity = Capacity.measure(folder.resolve("capacity"));
    List<String> missed = Goals.missed(table, capacity);
    String conditions = capacity + "\n\n" + conditions(missed);
    System.out.println("\n" + conditions);
    Files.writeString(folder.resolve("fleet.md"), table + "\n" + conditions + "\n");
    charts(table, folder);
    System.exit(missed.isEmpty() ? 0 : 1);
  }

  private static String conditions(List<String> missed) {
    return String.format(
        "%s; Java %s, %d cores; the service is %d to %d ms away each way.%n%s",
        RedisBinary.get().description().replaceAll(" sha=.*", ""),
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        Service.SHORTEST_WAY.toMillis(),
        Service.LONGEST_WAY.toMillis(),
        missed.isEmpty()
            ? "All goals of the shared window are met."
            : "Goals missed:\n- " + String.join("\n- ", missed));
  }

  private static void charts(Table table, Path folder) throws IOException {
    for (Setup setup : table.results().stream().map(Result::setup).distinct().toList()) {
      if (setup.isRandom()) {
        continue;
      }
      chart(table, setup, "429s so far", Result::rejectedUntil)
          .write(folder.resolve(setup.key() + "-rejected.svg"));
      chart(table, setup, "Jain's index", Result::perWindow)
          .write(folder.resolve(setup.key() + "-fairness.svg"));
    }
  }

  private static LineChart chart(
      Table table, Setup setup, String what, Function<Result, double[]> values) {
    LineChart chart = new LineChart(setup.title(), "window", what);
    for (Contender contender : IN_CHARTS) {
      table.results().stream()
          .filter(each -> each.setup().equals(setup) && each.contender() == contender)
          .forEach(
              each ->
                  chart.add(
                      contender.name().replace('_', ' ').toLowerCase(Locale.ROOT),
                      values.apply(each)));
    }
    return chart;
  }
}
