package com.datagrid.client.examples.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The table at the end.
 *
 * @param result what to report
 * @param window the service's window
 * @param roundTrip from sending a request to its response
 */
record RenameReport(RenameResult result, Duration window, Duration roundTrip) {

  /**
   * The least time in which the service would let anybody do it: the first calls at once, as many
   * with every further window, and a round trip for the last. Empty if no limit is known.
   */
  Optional<Duration> ideal() {
    OptionalInt limit = result.limit();
    return limit.isEmpty()
        ? Optional.empty()
        : Optional.of(window.multipliedBy(furtherWindows(limit.getAsInt())).plus(roundTrip));
  }

  private int furtherWindows(int limit) {
    return (result.calls() + limit - 1) / limit - 1;
  }

  /** Time taken as a multiple of the ideal; empty if no limit is known. */
  Optional<Double> ratio() {
    return ideal().map(ideal -> (double) result.elapsed().toNanos() / ideal.toNanos());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "Calls", "%,d", result.calls());
    line(text, "Failures", "%,d", result.failed());
    line(text, "429s met", "%,d", result.rejections());
    line(text, "Time", "%.2f s", seconds(result.elapsed()));
    ideal().ifPresent(ideal -> line(text, "Ideal", "%.2f s%s", seconds(ideal), derivation()));
    ratio().ifPresent(ratio -> line(text, "Ratio", "%.3f", ratio));
    line(text, "Longest wait", "%.2f s", seconds(result.longestCall()));
    result
        .firstFailures()
        .forEach(failure -> line(text, failure.connectionId(), "%s", failure.error()));
    int more = result.failed() - result.firstFailures().size();
    if (more > 0) {
      line(text, "", "and %,d more failed", more);
    }
    return text.toString();
  }

  private String derivation() {
    int limit = result.limit().orElseThrow();
    int windows = furtherWindows(limit);
    return String.format(
        Locale.ROOT,
        "  (%d in %s: %d further window%s and a round trip of %d ms)",
        limit,
        DemoOptions.format(window),
        windows,
        windows == 1 ? "" : "s",
        roundTrip.toMillis());
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append(
        String.format(
            Locale.ROOT, "  %-14s%s%n", label, String.format(Locale.ROOT, format, values)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
