package com.datagrid.client.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table as Markdown: a section for each workload, a line for each kind of client. */
final class Report {

  private static final String HEAD =
      """
      # The rate limiter beside others, simulated

      Made by `mvn -q -Psimulate`: the client's own limiter and decisions in virtual time, 8 seeds each, against model servers
      with a limit per sliding window of 60 s. 64 workers for each process; requests and answers take 20 to 120 ms, the
      server 5 to 40 ms.

      - 429s and failed calls: means per run.
      - Utilisation: the time that an ideal client at no distance needs for what was admitted, over the real one.
      - Extra wait: seconds until a call's admitted request goes out, beyond those of an ideal client; the mean, and of one call
        in a hundred.
      - Fairness: Jain's index of what the processes had got when the first of them was done.

      "Retry only" is what the vendor's SDKs do: two retries, as `Retry-After` says, else 0.5 s doubling to 8 s. The
      Resilience4j clients have its `AtomicRateLimiter` before each of three attempts, and wait as `Retry-After` says.
      """;

  private static final String COLUMNS =
      """
      | client | 429s | failed | utilisation | mean extra wait | p99 | fairness |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final List<String> lines = new ArrayList<>();

  Report() {
    lines.add(HEAD);
  }

  /** Begins a section. */
  void add(Workload workload) {
    lines.add("\n## " + workload.name + ": " + workload.what + "\n\n" + COLUMNS);
  }

  /** Adds a line to it. */
  void add(Contender contender, Workload workload, Figures figures) {
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %.1f %% | %.2f s | %.1f s | %s |%n",
            contender.name(),
            count(figures.rejections()),
            count(figures.failures()),
            figures.utilisation() * 100,
            figures.meanExtraWait(),
            figures.p99ExtraWait(),
            workload.processes > 1 ? String.format(Locale.ROOT, "%.2f", figures.fairness()) : "-"));
  }

  private static String count(double mean) {
    return mean == 0 ? "0" : String.format(Locale.ROOT, mean < 10 ? "%.1f" : "%.0f", mean);
  }

  @Override
  public String toString() {
    return String.join("", lines);
  }
}
