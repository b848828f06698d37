package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {

  private final Properties properties = new Properties();

  @Test
  void allHaveDefaults() {
    properties.setProperty("csv", ""); // as an IDE or a script passes it

    assertThat(DemoOptions.from(properties))
        .isEqualTo(
            new DemoOptions(
                Optional.empty(), false, 40, Duration.ofSeconds(6), Style.ASYNC, false));
  }

  @Test
  void allCanBeSet() {
    properties.setProperty("csv", "my.csv");
    properties.setProperty("apply", "true");
    properties.setProperty("limit", "7");
    properties.setProperty("window", "500ms");
    properties.setProperty("style", "blocking");
    properties.setProperty("unknown", "resend");

    assertThat(DemoOptions.from(properties))
        .isEqualTo(
            new DemoOptions(
                Optional.of(Path.of("my.csv")),
                true,
                7,
                Duration.ofMillis(500),
                Style.BLOCKING,
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, -1",
    "limit, many",
    "limit, 12345678901",
    "window, 6",
    "window, 0s",
    "apply, yes",
    "style, fast",
    "unknown, drop",
    "apply, true"
  })
  void aWrongOneIsNamed(String name, String value) {
    properties.setProperty(name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.from(properties))
        .withMessageStartingWith("-D" + name + "=" + value + ": ");
  }
}
