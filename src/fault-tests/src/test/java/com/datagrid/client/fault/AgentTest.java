package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The traces of asynchronous calls in a JVM that runs OpenTelemetry's Java agent. */
@EnabledIfSystemProperty(named = "field", matches = "true")
@Timeout(300)
class AgentTest {

  @Test
  void spansAreChildrenOfTheirCallersWithContextCapture() throws Exception {
    assertThat(calls("capture"))
        .contains("requests: 60 its own, 0 another's, 0 none")
        .contains("callbacks: 60 its own, 0 another's, 0 none");
  }

  /** Agents carry contexts along where tasks change threads, and here that may be another's. */
  @Test
  void spansAreNobodysChildrenWithoutContextCapture() throws Exception {
    assertThat(calls(""))
        .contains("requests: 0 its own, 0 another's, 60 none")
        .contains("callbacks: 0 its own, 0 another's, 60 none");
  }

  /** What {@link AgentCalls} says. */
  private static String calls(String argument) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + System.getProperty("otel.javaagent"),
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-cp",
                System.getProperty("java.class.path"),
                AgentCalls.class.getName(),
                argument)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
