package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;
import com.datagrid.client.testing.Mode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A 429 that says in one of the known ways, or does not say, when to come again. */
@ParameterizedClass
@EnumSource(Mode.class)
class RetryAfterTest {

  @RegisterExtension static final ContractServer SERVER = new ContractServer();

  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  private final Mode mode;

  RetryAfterTest(Mode mode) {
    this.mode = mode;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seconds                     | Retry-After: 1                                                   | 1000
          fraction of a second        | Retry-After: 0.25                                                | 250
          date against Date           | Date: {2030-01-01 00:00:00}; Retry-After: {2030-01-01 00:00:01}  | 1000
          milliseconds                | retry-after-ms: 150                                              | 150
          milliseconds before seconds | Retry-After: 60; retry-after-ms: 150                             | 150
          fraction of a millisecond   | retry-after-ms: 150.5                                            | 150
          """)
  void theCallWaitsAsLongAsTheServerAsks(String name, String headers, long millis) {
    // No longer either: then it would fail at once.
    Duration most = Duration.ofMillis(millis + 1);

    assertWaits(SERVER.client().maxRetryAfter(most), headers, millis);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          absent           | X-Other: 1
          zero             | Retry-After: 0
          negative         | Retry-After: -5
          garbage          | Retry-After: soon
          no finite number | Retry-After: NaN
          a date gone by   | Date: {2030-01-01 00:00:01}; Retry-After: {2030-01-01 00:00:00}
          no such date     | Retry-After: Wed, 99 Foo 2030 00:00:00 GMT
          """)
  void theCallBacksOffForASecondIfTheServerDoesNotSay(String name, String headers) {
    assertWaits(SERVER.client(), headers, 1000);
  }

  private void assertWaits(DatagridClient.Builder builder, String headers, long millis) {
    String id = "conn_" + CONNECTIONS.incrementAndGet();
    ResponseDefinitionBuilder rejection = Bodies.body("limit").withStatus(429);
    Bodies.headers(headers).forEach(rejection::withHeader);
    var unused = SERVER.respondOnce(id, rejection);
    try (DatagridClient client = builder.build()) {

      ApiResponse<Connection> response = mode.update(client, id, "Sales");

      assertThat(response.attempts()).isEqualTo(2);
      assertThat(Waits.between(SERVER.exchanges(id)))
          .singleElement()
          .satisfies(Waits.atLeastMillis(millis));
    }
  }
}
