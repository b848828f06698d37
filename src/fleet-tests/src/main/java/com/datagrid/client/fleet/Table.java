package com.datagrid.client.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The table as Markdown, row by row; each {@link Setup} begins with one process alone. */
final class Table {

  private final List<Result> results = new ArrayList<>();
  private final StringBuilder text =
      new StringBuilder(
          """
          | how | 429s | beside one process | utilisation | Jain: in all, per window | scripts per call | Redis µs per script | bytes per slot |
          | --- | --- | --- | --- | --- | --- | --- | --- |
          """);

  /** Adds a row, and returns what it added. */
  String add(Result result) {
    int before = text.length();
    if (results.isEmpty() || !last().setup().equals(result.setup())) {
      text.append("| *").append(result.setup().title()).append("* | | | | | | | |\n");
    }
    results.add(result);
    text.append(row(result)).append('\n');
    return text.substring(before);
  }

  private Result last() {
    return results.get(results.size() - 1);
  }

  List<Result> results() {
    return results;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The row of one process with all calls. */
  Result alone(Setup setup) {
    return results.stream()
        .filter(result -> result.setup().equals(setup))
        .findFirst()
        .orElseThrow();
  }

  private String row(Result result) {
    boolean asked = result.redis().scripts() > 0;
    return String.join(
            " | ",
            "| " + result.contender().title(),
            result.rejected() + (result.failed() > 0 ? ", " + result.failed() + " failed" : ""),
            beside(result),
            result.setup().isRandom() ? "" : format("%.2f %%", result.utilisation() * 100),
            result.processes() == 1 || result.setup().isRandom()
                ? ""
                : format("%.3f, %.3f", result.fairness(), result.fairnessPerWindow()),
            asked ? format("%.2f", result.scriptsPerCall()) : "0",
            asked ? format("%.0f", result.microsPerScript()) : "",
            asked ? format("%.0f", result.bytesPerSlot()) : "",
            "")
        .stripTrailing();
  }

  private String beside(Result result) {
    Result alone = Objects.requireNonNull(alone(result.setup()));
    if (result.setup().isRandom()) {
      double more = result.meanCallSeconds() - alone.meanCallSeconds();
      return format("%.2f s per call", result.meanCallSeconds())
          + (result.contender() == Contender.ONE_PROCESS ? "" : format(", %+.2f s", more));
    }
    return format("%.3f of its time", result.makespanSeconds() / alone.makespanSeconds());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
