package com.datagrid.client.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The tables as Markdown: the full one with a section for each workload and a line for each kind of
 * client, and a short one for {@code docs/rate-limits.md}.
 */
final class Report {

  static final List<String> SHORT_ROWS = List.of("W1", "W1c", "W2", "W3", "W6", "W4", "W4p");
  private static final List<Contender> SHORT_COLUMNS =
      List.of(Contender.OURS, Contender.RETRY_ONLY, Contender.PER_WINDOW, Contender.PACED);

  private static final String HEAD =
      """
      # The rate limiter beside others, simulated

      Made by `mvn -q -Psimulate`: the client's own limiter and decisions in virtual time, 8 seeds each, against model servers
      with a limit per sliding window of 60 s. 64 workers for each process; requests and responses take 20 to 120 ms, the
      server 5 to 40 ms.

      - 429s and failed calls: means per run.
      - Utilisation: the time that an ideal client at no distance needs for what was accepted, over the real one.
      - Extra wait: seconds until a call's accepted request goes out, beyond those of an ideal client; the mean, and of one call
        in a hundred.
      - Fairness: Jain's index of what the processes had received when the first of them was done.

      With `fleet(..)` the processes share a window on a Redis 0.2 to 1 ms away, whose script is the real one; one process is a fleet
      of one. "Retry only" is what the vendor's SDKs do: two retries, as `Retry-After` says, else 0.5 s doubling to 8 s. The
      Resilience4j clients have its `AtomicRateLimiter` before each of three attempts, and wait as `Retry-After` says.
      """;

  private static final String COLUMNS =
      """
      | client | 429s | failed | utilisation | mean extra wait | p99 | fairness |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final StringBuilder sections = new StringBuilder(HEAD);
  private final StringBuilder rows = new StringBuilder(shortHead());

  /** Adds the results of one workload, by the kind of client. */
  void add(Workload workload, Map<Contender, Figures> results) {
    sections.append("\n## " + workload.name + ": " + workload.what + "\n\n" + COLUMNS);
    results.forEach(
        (contender, figures) -> sections.append(line(contender, workload, figures)).append('\n'));
    if (SHORT_ROWS.contains(workload.name)) {
      rows.append(shortTitle(workload));
      for (Contender contender : SHORT_COLUMNS) {
        rows.append(shortCell(Objects.requireNonNull(results.get(contender))));
      }
      rows.append('\n');
    }
  }

  /** A line of the full table. */
  static String line(Contender contender, Workload workload, Figures figures) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.1f %% | %.2f s | %.1f s | %s |",
        contender.name(),
        count(figures.rejections()),
        count(figures.failures()),
        figures.utilisation() * 100,
        figures.meanExtraWait(),
        figures.p99ExtraWait(),
        workload.processes > 1 ? String.format(Locale.ROOT, "%.2f", figures.fairness()) : "-");
  }

  private static String shortHead() {
    StringBuilder head = new StringBuilder("| workload |");
    SHORT_COLUMNS.forEach(contender -> head.append(' ').append(contender.name()).append(" |"));
    return head.append("\n|")
        .append(" --- |".repeat(SHORT_COLUMNS.size() + 1))
        .append('\n')
        .toString();
  }

  static String shortTitle(Workload workload) {
    return "| " + workload.name + ": " + workload.what + " |";
  }

  static String shortCell(Figures figures) {
    String failed = figures.failures() == 0 ? "" : count(figures.failures()) + " failed, ";
    return String.format(
        Locale.ROOT,
        " %s, %s%.1f %% |",
        count(figures.rejections()),
        failed,
        figures.utilisation() * 100);
  }

  private static String count(double mean) {
    return mean == 0 ? "0" : String.format(Locale.ROOT, mean < 10 ? "%.1f" : "%.0f", mean);
  }

  /** The full table. */
  String full() {
    return sections.toString();
  }

  /** 429s, failed calls if any, and utilisation of a few rows and columns. */
  String brief() {
    return rows.toString();
  }
}
