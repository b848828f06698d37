package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenameReportTest {

  private static final RenameResult.Call SUCCESS =
      new RenameResult.Call(new Rename("c1", "A"), Duration.ofMillis(1500), Optional.empty());
  private static final RenameResult.Call FAILURE =
      new RenameResult.Call(
          new Rename("c2", "B"),
          Duration.ofSeconds(20),
          Optional.of(new IllegalStateException("no such thing")));

  @ParameterizedTest
  @CsvSource({"1, 50", "40, 50", "41, 6050", "80, 6050", "81, 12050", "200, 24050"})
  void theIdealIsTheFurtherWindowsAndARoundTrip(int calls, long idealMillis) {
    RenameReport report =
        report(Collections.nCopies(calls, SUCCESS), Duration.ofSeconds(30), OptionalInt.of(40));

    assertThat(report.ideal()).hasValue(Duration.ofMillis(idealMillis));
    assertThat(report.ratio()).hasValue(30_000.0 / idealMillis);
  }

  @Test
  void thereIsNoIdealWithoutALimit() {
    RenameReport report = report(List.of(SUCCESS), Duration.ofSeconds(2), OptionalInt.empty());

    assertThat(report.ideal()).isEmpty();
    assertThat(report.ratio()).isEmpty();
    assertThat(report.toString()).doesNotContain("Ideal", "Ratio");
  }

  @Test
  void theTableHasItAll() {
    List<RenameResult.Call> calls = new ArrayList<>(Collections.nCopies(199, SUCCESS));
    calls.add(FAILURE);
    RenameReport report = report(calls, Duration.ofMillis(25_253), OptionalInt.of(40));

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
    RenameReport report =
        report(Collections.nCopies(1_012, FAILURE), Duration.ofSeconds(1), OptionalInt.empty());

    assertThat(report.toString().lines().filter(line -> line.contains("no such thing")))
        .hasSize(10);
    assertThat(report.toString()).contains("Failures      1,012", "and 1,002 more failed");
  }

  private static RenameReport report(
      List<RenameResult.Call> calls, Duration elapsed, OptionalInt limit) {
    return new RenameReport(
        new RenameResult(calls, elapsed, 3, limit), Duration.ofSeconds(6), Duration.ofMillis(50));
  }
}
