package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubServerMainTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Properties options = new Properties();

  @Test
  void startsWithItsOptionsAndPrintsThem() {
    options.setProperty("limit", "5");
    options.setProperty("window", "2m");
    options.setProperty("used", "0.4");
    options.setProperty("latency", "1ms-20ms");
    options.setProperty("headers", "limit_only");
    options.setProperty("faults", "503=0.5,500=0.5");
    options.setProperty("seed", "7");
    try (DatagridStubServer server = start()) {
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains(server.baseUrl(), "-Dport=8080", "-Dlimit=200", "-Dfaults=");

      StubHttp http = new StubHttp(server.baseUrl());
      for (int i = 0; i < 3; i++) {
        assertThat(http.update("conn_1", "name").statusCode()).isIn(500, 503);
      }
      HttpResponse<String> rejected = http.update("conn_1", "name");
      assertThat(rejected.statusCode()).isEqualTo(429);
      assertThat(rejected.headers().firstValue("X-RateLimit-Limit")).hasValue("5");
      assertThat(rejected.headers().firstValue("X-RateLimit-Remaining")).isEmpty();
      assertThat(rejected.headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(30L, 40L);
    }
  }

  @Test
  void emptyOptionsMeanTheDefaults() {
    options.setProperty("limit", "");
    try (DatagridStubServer server = start()) {
      assertThat(
              new StubHttp(server.baseUrl())
                  .update("conn_1", "name")
                  .headers()
                  .firstValue("X-RateLimit-Limit"))
          .hasValue("200");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "port, 70000",
    "port, none",
    "limit, many",
    "limit, 0",
    "limit, 1.5",
    "window, 60h",
    "window, 0s",
    "window, PT",
    "window, -6",
    "used, half",
    "latency, 5",
    "latency, 5ms-1ms",
    "latency, 1ms-2ms-3ms",
    "headers, some",
    "faults, reset",
    "faults, fire=0.1",
    "faults, reset=2",
    "faults, reset=often",
    "seed, x"
  })
  void aWrongOptionIsNamed(String name, String value) {
    options.setProperty(name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(this::start)
        .withMessageStartingWith("-D" + name + "=" + value + ": ")
        .withMessageContaining("-Dport=8080");
  }

  @ParameterizedTest
  @CsvSource({"6, 6", "6s, 6", "PT6S, 6", "6000ms, 6", "2m, 120", "PT2M, 120", "PT0.5S, 0.5"})
  void aWindowInAnyNotation(String window, double seconds) {
    options.setProperty("window", window);
    try (DatagridStubServer server = start()) {
      String root = server.baseUrl().replace("/v1", "/__datagrid/");
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains(root + "state");
      assertThat(
              StubHttp.json(new StubHttp(root).send("GET", "state", ""))
                  .get("window_seconds")
                  .getAsDouble())
          .isEqualTo(seconds);
    }
  }

  @Test
  void aWrongValueIsToldWithWhatIsRight() {
    options.setProperty("window", "6 s");

    assertThatIllegalArgumentException()
        .isThrownBy(this::start)
        .withMessageStartingWith(
            "-Dwindow=6 s: expected a duration such as 6 (in s), 6s, 500ms, 1m or PT6S: 6 s\n");
  }

  @Test
  void aPortThatIsInUseIsTold() {
    try (DatagridStubServer other = DatagridStubServer.builder().start()) {
      options.setProperty("port", String.valueOf(other.wireMock().port()));

      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  StubServerMain.start(
                      options, new PrintStream(printed, true, StandardCharsets.UTF_8)))
          .withMessageStartingWith("Port " + other.wireMock().port() + " cannot be had: ");
    }
  }

  private DatagridStubServer start() {
    options.putIfAbsent("port", "0");
    return StubServerMain.start(options, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }
}
