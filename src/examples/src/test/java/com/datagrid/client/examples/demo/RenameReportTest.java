package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenameReportTest {

  @ParameterizedTest
  @CsvSource({"1, 50", "40, 50", "41, 6050", "80, 6050", "81, 12050", "200, 24050"})
  void theIdealIsTheFurtherWindowsAndARoundTrip(int calls, long idealMillis) {
    RenameReport report = report(calls, 0, Duration.ofSeconds(30), OptionalInt.of(40));

    assertThat(report.ideal()).hasValue(Duration.ofMillis(idealMillis));
    assertThat(report.ratio()).hasValue(30_000.0 / idealMillis);
  }

  @Test
  void thereIsNoIdealWithoutALimit() {
    RenameReport report = report(1, 0, Duration.ofSeconds(2), OptionalInt.empty());

    assertThat(report.ideal()).isEmpty();
    assertThat(report.ratio()).isEmpty();
    assertThat(report.toString()).doesNotContain("Ideal", "Ratio");
  }

  @Test
  void theTableHasItAll() {
    RenameReport report = report(199, 1, Duration.ofMillis(25_253), OptionalInt.of(40));

    assertThat(report.toString().lines())
        .containsExactly(
            "  Calls         200",
            "  Failures      1",
            "  429s met      3",
            "  Time          25.25 s",
            "  Ideal         24.05 s  (40 in 6s: 4 further windows and a round trip of 50 ms)",
            "  Ratio         1.050",
            "  Longest wait  20.00 s",
            "  c2            no such thing");
  }

  @Test
  void ofManyFailuresTheFirstAreShown() {
    RenameReport report = report(0, 1_012, Duration.ofSeconds(1), OptionalInt.empty());

    assertThat(report.toString().lines().filter(line -> line.contains("no such thing")))
        .hasSize(10);
    assertThat(report.toString()).contains("Failures      1,012", "and 1,002 more failed");
  }

  private static RenameReport report(int renamed, int failed, Duration elapsed, OptionalInt limit) {
    return new RenameReport(
        new RenameResult(
            renamed,
            failed,
            Collections.nCopies(
                Math.min(failed, RenameResult.FAILURES_SHOWN),
                new RenameResult.Failure("c2", "no such thing")),
            elapsed,
            3,
            limit,
            Duration.ofSeconds(20),
            Duration.ofMillis(50)),
        Duration.ofSeconds(6),
        Duration.ofMillis(50));
  }
}
