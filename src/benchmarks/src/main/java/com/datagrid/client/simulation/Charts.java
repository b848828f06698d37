package com.datagrid.client.simulation;

import com.datagrid.client.simulation.Run.Arrival;
import com.datagrid.client.testing.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the server sees over time, of one run each. */
final class Charts {

  private Charts() {}

  /** Accepted requests in total. */
  static void accepted(Map<Contender, Outcome> runs, Path file) throws IOException {
    write("accepted requests", runs, Charts::acceptedBySecond, file);
  }

  /** Rejected requests in total. */
  static void rejected(Map<Contender, Outcome> runs, Path file) throws IOException {
    write("rejected requests (429)", runs, Charts::rejectedBySecond, file);
  }

  /** How much of the limit the requests accepted within the last window are. */
  static void used(Map<Contender, Outcome> runs, Path file) throws IOException {
    write("requests in the server's window", runs, Charts::usedBySecond, file);
  }

  private interface Series {
    double[] of(List<Arrival> arrivals, int seconds);
  }

  private static void write(String what, Map<Contender, Outcome> runs, Series series, Path file)
      throws IOException {
    Workload workload = runs.values().iterator().next().workload();
    LineChart chart =
        new LineChart(
            workload.name + ": " + workload.what + ", limit " + workload.limit, "seconds", what);
    runs.forEach(
        (contender, outcome) -> {
          int end = (int) (outcome.lastSuccess() / 1_000_000_000L) + 2;
          chart.add(contender.name(), series.of(outcome.arrivals(), end));
        });
    chart.write(file);
  }

  private static double[] acceptedBySecond(List<Arrival> arrivals, int seconds) {
    return sum(arrivals, true, seconds);
  }

  private static double[] rejectedBySecond(List<Arrival> arrivals, int seconds) {
    return sum(arrivals, false, seconds);
  }

  private static double[] usedBySecond(List<Arrival> arrivals, int seconds) {
    double[] sum = sum(arrivals, true, seconds);
    double[] used = sum.clone();
    int window = (int) Moments.WINDOW.toSeconds();
    for (int i = window; i < seconds; i++) {
      used[i] -= sum[i - window];
    }
    return used;
  }

  /** How many there were up to each second. */
  private static double[] sum(List<Arrival> arrivals, boolean accepted, int seconds) {
    double[] sum = new double[seconds];
    for (Arrival arrival : arrivals) {
      int second = (int) Math.ceil(arrival.at() / 1e9);
      if (arrival.accepted() == accepted && second < seconds) {
        sum[second]++;
      }
    }
    for (int i = 1; i < seconds; i++) {
      sum[i] += sum[i - 1];
    }
    return sum;
  }
}
