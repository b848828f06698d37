package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What the log has of calls and limits, and that it is quiet otherwise. */
class CallLogTest {

  private static final String OPERATION = "PATCH /connections/{connection_id}: ";

  private final Logger logger = (Logger) LoggerFactory.getLogger("com.datagrid.client");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.setLevel(null);
    logger.detachAppender(appender);
  }

  private List<String> lines() {
    return appender.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheLimitOnceAndWhenItChanges(Mode mode) throws Exception {
    http.then(
        ok("X-RateLimit-Limit", "200"),
        ok("X-RateLimit-Limit", "200"),
        ok("X-RateLimit-Limit", "50"));
    try (DatagridClient client = http.client().build()) {
      for (int i = 0; i < 4; i++) {
        assertThat(mode.update(client, time).attempts()).isEqualTo(1);
      }
    }
    assertThat(lines())
        .containsExactly(
            "INFO " + OPERATION + "the limit is 200 requests per window",
            "INFO " + OPERATION + "the limit is 50 requests per window, was 200");
  }

  @Test
  void tellsTheLimitsOfAHundredPathsAndChangesOfAll() {
    for (int i = 0; i <= 100; i++) {
      http.then(ok("X-RateLimit-Limit", "200"));
    }
    http.then(ok("X-RateLimit-Limit", "50"));
    try (DatagridClient client = http.client().rateLimitPerPath(true).build()) {
      for (int i = 0; i <= 100; i++) {
        client.connections().update("conn_" + i, "Sales");
      }
      client.connections().update("conn_100", "Sales");
    }
    assertThat(lines())
        .hasSize(101)
        .contains("INFO PATCH /connections/conn_99: the limit is 200 requests per window")
        .endsWith("INFO PATCH /connections/conn_100: the limit is 50 requests per window, was 200");
  }

  @ParameterizedTest
  @EnumSource
  void tellsAnUnforeseen429AndTheLimitersPause(Mode mode) throws Exception {
    http.then(
        ok("X-RateLimit-Limit", "200"), rejected("X-RateLimit-Limit", "200", "Retry-After", "7"));
    try (DatagridClient client = http.client().build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(1);
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
    }
    assertThat(lines())
        .containsExactly(
            "INFO " + OPERATION + "the limit is 200 requests per window",
            "WARN "
                + OPERATION
                + "the server rejects a request that was within the limit, as far as is known:"
                + " 1 of 200 were used",
            "INFO " + OPERATION + "closed for PT7S: the server rejected a request",
            "INFO " + OPERATION + "open again, after PT7S");
  }

  @ParameterizedTest
  @EnumSource
  void tellsAPauseOfAServerThatIsUnavailable(Mode mode) throws Exception {
    http.then(Reply.of(503, "", "Retry-After", "3"));
    try (DatagridClient client = http.client().build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
    }
    assertThat(lines())
        .containsExactly(
            "INFO " + OPERATION + "closed for PT3S: the server is unavailable",
            "INFO " + OPERATION + "open again, after PT3S");
  }

  @ParameterizedTest
  @EnumSource
  void tellsACallGivenUpButNoErrorOfTheCaller(Mode mode) {
    http.then(Reply.of(404, "{}"), Reply.of(500, "{}", "X-Request-Id", "req_2"));
    try (DatagridClient client = http.client().maxRetries(0).build()) {
      assertThat(catchThrowable(() -> mode.update(client, time)))
          .isInstanceOf(NotFoundException.class);
      assertThat(lines()).isEmpty();
      assertThat(catchThrowable(() -> mode.update(client, time))).isInstanceOf(ApiException.class);
    }
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("WARN " + OPERATION + "given up, attempts 1: HTTP 500 from PATCH")
        .endsWith("[request req_2] [elapsed PT0S, waited PT0S]");
  }

  @ParameterizedTest
  @EnumSource
  void tellsEveryAttemptAndCallAtDebug(Mode mode) throws Exception {
    logger.setLevel(Level.DEBUG);
    http.then(
        rejected("Retry-After", "7", "X-Request-Id", "req_1").after(Duration.ofSeconds(2)),
        ok("X-Request-Id", "req_2").after(Duration.ofSeconds(3)));
    try (DatagridClient client = http.client().build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
    }
    assertThat(lines().stream().filter(line -> line.startsWith("DEBUG")))
        .containsExactly(
            "DEBUG "
                + OPERATION
                + "attempt 1: status 429, queued PT0S, exchange PT2S, request req_1",
            "DEBUG "
                + OPERATION
                + "attempt 2: status 200, queued PT7S, exchange PT3S, request req_2",
            "DEBUG "
                + OPERATION
                + "succeeded, attempts 2, elapsed PT12S, waited PT7S, request req_2");
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatBrokeAndWhatFailedAtDebug(Mode mode) {
    logger.setLevel(Level.DEBUG);
    http.then(
        Reply.unsent(new IOException("refused")),
        Reply.broken(new IOException("reset")),
        Reply.of(404, "{}"));
    try (DatagridClient client = http.client().build()) {
      assertThat(catchThrowable(() -> mode.update(client, time)))
          .isInstanceOf(NotFoundException.class);
    }
    assertThat(lines().stream().filter(line -> line.contains("attempt")))
        .satisfiesExactly(
            line -> assertThat(line).contains("attempt 1: java.io.IOException: refused (nothing"),
            line -> assertThat(line).contains("attempt 2: java.io.IOException: reset, queued"),
            line -> assertThat(line).contains("attempt 3: status 404, queued"),
            line -> assertThat(line).startsWith("DEBUG " + OPERATION + "failed, attempts 3: "));
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfMetricsThatAreLost(Mode mode) throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry.config().meterFilter(DatagridMetricsTest.BROKEN_FILTER);
    try (DatagridClient client = http.client().build()) {
      new DatagridMetrics(client).bindTo(registry);
      assertThat(mode.update(client, time).attempts()).isEqualTo(1);
    }
    assertThat(lines()).contains("WARN the metrics of a call are lost");
  }

  @Test
  void tellsHowManyCallsCloseDrops() {
    http.then(rejected("Retry-After", "7"));
    DatagridClient client = http.client().build();
    var first = client.connections().updateAsync("conn_1", "a");
    var second = client.connections().updateAsync("conn_2", "b");
    time.advance(Duration.ofSeconds(1));

    assertThat(client.close(Duration.ofSeconds(2))).isFalse();
    time.runUntilIdle();

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertThat(lines())
        .contains("WARN the client is closed, and the calls that did not end fail: 2");
  }
}
