package com.datagrid.client.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.DatagridStubServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is quick of {@code docs/comparison.md}; the rest is real time. */
class ComparisonTest {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource({
    "retrofit, error, 'IOException: HTTP 500, requests: 1'",
    "resilience4j, error, 'name Sales, requests: 2'",
    "ours, error, 'name Sales, requests: 2'",
    "retrofit, incomplete, 'name null, requests: 1'",
    "resilience4j, incomplete, 'name null, requests: 1'",
    "ours, incomplete, 'InvalidResponseException: the body of HTTP 200'",
  })
  void cellsOfTheTable(String contender, String scenario, String cell) throws Exception {
    assertThat(run(contender, scenario, 100)).startsWith(cell);
  }

  @Test
  void rejectionsAndFailuresAreCounted() throws Exception {
    assertThat(run("retrofit", "32", 15)).startsWith("5 429s, 5 failed, ");
    assertThat(run("ours", "32", 20)).startsWith("0 429s, 0 failed, ");
  }

  private static String run(String contender, String scenario, int limit) throws Exception {
    try (DatagridStubServer server =
        DatagridStubServer.builder().limit(limit).window(WINDOW).start()) {
      return scenario(scenario).trial().run(contender(contender), server);
    }
  }

  private static Contender contender(String name) {
    return switch (name) {
      case "retrofit" -> InJava.plainRetrofit();
      case "resilience4j" -> InJava.retrofitWithResilience4j(100, WINDOW);
      default -> InJava.ours(WINDOW);
    };
  }

  private static Scenario scenario(String name) {
    return Scenario.all(20).stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void anSdkThatCannotRunSaysWhy(@TempDir Path folder) throws Exception {
    assertThat(Sdk.python("no-such-python", folder, folder).prepare())
        .get()
        .asString()
        .contains("no-such-python -m venv", " failed: ");
  }
}
