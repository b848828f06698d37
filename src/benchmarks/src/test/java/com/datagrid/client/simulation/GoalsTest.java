package com.datagrid.client.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a change of the limiter must not make worse. Where the goal is no rejection, none is allowed
 * with any seed; the other goals are for the means.
 */
@TestInstance(Lifecycle.PER_CLASS) // each workload is run once
class GoalsTest {

  private static final Map<String, Workload> BY_NAME =
      Workloads.all().stream()
          .collect(Collectors.toMap(workload -> workload.name, Function.identity()));

  private final Map<List<String>, List<Outcome>> runs = new HashMap<>();

  /** A row of the table for one client, its least utilisation, and its most 429s. */
  record Goal(String name, double utilisation, double rejections) {}

  static Stream<Goal> forOneClient() {
    return Stream.of(
        new Goal("W1", 0.995, 0),
        new Goal("W1/10", 0.99, 0),
        new Goal("W1/1000", 0.99, 0),
        new Goal("W1t", 0.985, 0),
        new Goal("W1d", 0, 0),
        new Goal("W1s", 0.86, 0),
        new Goal("W1s-late", 0.86, 1),
        new Goal("W1s-mixed", 0.75, 4),
        new Goal("W1c", 0.995, 0),
        new Goal("W1k", 0, 80),
        new Goal("W1f", 0, 0),
        new Goal("W1b", 0.995, 0),
        new Goal("W1n", 0.995, 0),
        new Goal("W1w", 0.995, 0),
        new Goal("W2", 0, 0),
        new Goal("W3", 0.993, 1),
        new Goal("W5", 0.995, 0),
        new Goal("W5l", 0.995, 0),
        new Goal("W5s/5", 0, 0),
        new Goal("W5s/200", 0, 0),
        new Goal("W5n", 0.99, 100));
  }

  @ParameterizedTest
  @MethodSource("forOneClient")
  void oneClient(Goal goal) {
    assertGoal(Contender.OURS, goal);
  }

  @ParameterizedTest
  @MethodSource("forOneClient")
  void oneClientThatDoesNotUseRemaining(Goal goal) {
    assertGoal(Contender.OURS_WITHOUT_REMAINING, goal);
  }

  @Test
  void aRestart() {
    assertGoal(Contender.OURS, new Goal("W6", 0.99, 0));
  }

  @Test
  void aRestartWithoutRemaining() {
    assertGoal(Contender.OURS_WITHOUT_REMAINING, new Goal("W6", 0.99, 45));
  }

  @Test
  void randomArrivalsHardlyWait() {
    Figures figures = figures(Contender.OURS, workload("W2"));

    assertThat(figures.meanExtraWait()).isLessThanOrEqualTo(0.1);
    assertThat(figures.p99ExtraWait()).isLessThanOrEqualTo(0.7);
  }

  @Test
  void severalProcesses() {
    assertGoal(Contender.OURS, new Goal("W4", 0.97, 120));
  }

  @Test
  void severalProcessesWithRandomArrivals() {
    assertGoal(Contender.OURS, new Goal("W4p", 0, 60));
    assertThat(figures(Contender.OURS, workload("W4p")).meanExtraWait()).isLessThanOrEqualTo(0.5);
  }

  @Test
  void severalProcessesThatKnowTheirShare() {
    assertGoal(Contender.OURS_WITH_SHARE, new Goal("W4", 0.995, 0));
    assertThat(figures(Contender.OURS_WITH_SHARE, workload("W4")).fairness())
        .isGreaterThanOrEqualTo(0.99);
    assertGoal(Contender.OURS_WITH_SHARE, new Goal("W4p", 0, 0));
  }

  @Test
  void severalProcessesInAFleet() {
    assertGoal(Contender.OURS_IN_FLEET, new Goal("W4", 0.995, 0));
    assertThat(figures(Contender.OURS_IN_FLEET, workload("W4")).fairness())
        .isGreaterThanOrEqualTo(0.99);
    assertGoal(Contender.OURS_IN_FLEET, new Goal("W4p", 0, 0));
    assertThat(figures(Contender.OURS_IN_FLEET, workload("W4p")).meanExtraWait())
        .isLessThanOrEqualTo(0.1);
  }

  @Test
  void aRestartInAFleet() {
    assertGoal(Contender.OURS_IN_FLEET, new Goal("W6", 0.99, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W1-0", "W1-1", "W1-50", "W1-L", "W1-r"})
  void aLieAboutWhatRemainsCostsOneClientLittle(String name) {
    assertGoal(Contender.OURS, new Goal(name, 0.945, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W4-0", "W4-L", "W4-r", "W4-none"})
  void aLieAboutWhatRemainsCostsSeveralProcessesLittle(String name) {
    Workload workload = workload(name);
    Figures unused = figures(Contender.OURS_WITHOUT_REMAINING, workload);

    assertGoal(Contender.OURS, new Goal(name, unused.utilisation() - 0.05, unused.rejections()));
  }

  /** So that what {@code docs/simulation.md} says of the client is what this code does. */
  @Test
  void theTableIsThatOfThisCode() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "..", "docs", "simulation.md"));
    for (Workload workload : Workloads.all()) {
      int section = lines.indexOf("## " + workload.name + ": " + workload.what);

      assertThat(lines.subList(section + 1, section + 5))
          .as("section of %s in docs/simulation.md, which mvn -q -Psimulate makes", workload.name)
          .contains(Report.line(Contender.OURS, workload, figures(Contender.OURS, workload)));
    }
  }

  @Test
  void theTableOfRateLimitsIsThatOfThisCode() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "rate-limits.md"));
    for (String name : Report.SHORT_ROWS) {
      Workload workload = workload(name);

      assertThat(page)
          .contains(
              Report.shortTitle(workload) + Report.shortCell(figures(Contender.OURS, workload)));
    }
  }

  private void assertGoal(Contender contender, Goal goal) {
    List<Outcome> outcomes = outcomes(contender, workload(goal.name));
    Figures figures = Figures.of(outcomes);

    if (goal.rejections == 0) {
      assertThat(outcomes).extracting(Outcome::rejections).containsOnly(0L);
    }
    assertThat(figures.rejections()).isLessThanOrEqualTo(goal.rejections);
    assertThat(figures.failures()).isZero();
    assertThat(figures.utilisation()).isGreaterThanOrEqualTo(goal.utilisation);
  }

  private Figures figures(Contender contender, Workload workload) {
    return Figures.of(outcomes(contender, workload));
  }

  private List<Outcome> outcomes(Contender contender, Workload workload) {
    return runs.computeIfAbsent(
        List.of(contender.name(), workload.name),
        key -> Figures.outcomes(contender, workload, Figures.SEEDS));
  }

  private static Workload workload(String name) {
    Workload workload = BY_NAME.get(name);
    assertThat(workload)
        .as(name + " of " + Arrays.toString(BY_NAME.keySet().toArray()))
        .isNotNull();
    return workload;
  }
}
