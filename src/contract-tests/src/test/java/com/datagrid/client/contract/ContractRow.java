package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;

/**
 * A row of the contract matrix: what the server responds, and what must come of it.
 *
 * @param status of the response
 * @param headers of the response; with {@code any limit} among them, one call is made with each of
 *     {@link #RATE_LIMITS}
 * @param body one of {@link Bodies}; {@code any}: one call is made with each of them that is no
 *     connection and does not forbid a retry
 * @param client settings of the client, such as {@code maxRetries 0, callTimeout 1S}
 * @param times how often the server responds like that before it responds with 200
 * @param result {@code ok}, or the exception: this class and no subclass
 * @param requests how many the server sees and the client counts
 * @param waits the least time in milliseconds between them
 */
record ContractRow(
    int status,
    String headers,
    String body,
    String client,
    String times,
    String result,
    int requests,
    List<Duration> waits) {

  private static final List<String> ANY_BODIES =
      List.of("limit", "error", "{}", "array", "problem", "html", "binary", "empty");

  /** Present, absent and absurd. */
  private static final List<String> RATE_LIMITS =
      List.of(
          "",
          "X-RateLimit-Limit: 100; X-RateLimit-Remaining: 99; X-RateLimit-Reset: 1000000000",
          "X-RateLimit-Limit: 0; X-RateLimit-Remaining: -1; X-RateLimit-Reset: 99999999999999999999",
          "X-RateLimit-Limit: lots; X-RateLimit-Remaining: ; X-RateLimit-Reset: tomorrow");

  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  /** Borrowed by every client, since each of its own would read the system's certificates. */
  private static final OkHttpClient HTTP = new OkHttpClient();

  /** Makes rows of the columns. */
  static final class Reader implements ArgumentsAggregator {
    @Override
    public ContractRow aggregateArguments(ArgumentsAccessor columns, ParameterContext context) {
      return new ContractRow(
          columns.getInteger(0),
          text(columns, 1),
          text(columns, 2),
          text(columns, 3),
          text(columns, 4),
          text(columns, 5),
          columns.getInteger(6),
          Arrays.stream(text(columns, 7).split(",", -1))
              .filter(millis -> !millis.isBlank())
              .map(millis -> Duration.ofMillis(Long.parseLong(millis.strip())))
              .toList());
    }

    private static String text(ArgumentsAccessor columns, int index) {
      return Optional.ofNullable(columns.getString(index)).orElse("");
    }
  }

  /** Makes the calls and checks all that the row says. */
  void check(Mode mode, ContractServer server) {
    for (String variantOfHeaders : variants(headers, "any limit", RATE_LIMITS)) {
      for (String variantOfBody : variants(body, "any", ANY_BODIES)) {
        check(mode, server, variantOfHeaders, variantOfBody);
      }
    }
  }

  private static List<String> variants(String text, String placeholder, List<String> values) {
    return text.contains(placeholder)
        ? values.stream().map(value -> text.replace(placeholder, value)).toList()
        : List.of(text);
  }

  private void check(Mode mode, ContractServer server, String headers, String body) {
    String id = "row_" + CONNECTIONS.incrementAndGet();
    ResponseDefinitionBuilder definition = Bodies.body(body).withStatus(status);
    Bodies.headers(headers).forEach(definition::withHeader);
    StubMapping stub =
        times.equals("once") ? server.respondOnce(id, definition) : server.respond(id, definition);
    List<ApiResponse<Connection>> responses = new ArrayList<>();
    Throwable failure;
    try (DatagridClient datagrid =
        Settings.apply(client, server.client().httpClient(HTTP)).build()) {
      failure = catchThrowable(() -> responses.add(mode.update(datagrid, id, "Sales")));
    }
    server.wireMock().removeStub(stub); // hundreds of them slow the server down
    String given = "%s [%s] [%s]".formatted(status, headers, body);
    if (failure == null) {
      assertThat("ok").as("result of %s", given).isEqualTo(result);
      assertThat(responses.get(0).attempts()).as("attempts of %s", given).isEqualTo(requests);
    } else {
      checkFailure(given, failure, headers, body);
    }
    assertThat(server.exchanges(id)).as("requests of %s", given).hasSize(requests);
    List<Duration> seen = Waits.between(server.exchanges(id));
    for (int i = 0; i < waits.size(); i++) {
      assertThat(seen.get(i))
          .as("wait %d of %s", i + 1, given)
          .isGreaterThanOrEqualTo(waits.get(i));
    }
  }

  private void checkFailure(String given, Throwable failure, String headers, String body) {
    assertThat(failure.getClass().getName())
        .as("result of %s: %s", given, failure)
        .isEqualTo("com.datagrid.client." + result);
    DatagridException ours = (DatagridException) failure;
    assertThat(ours.attempts()).as("attempts of %s", given).isEqualTo(requests);
    assertThat(ours.getSuppressed()).as("earlier failures of %s", given).hasSize(requests - 1);
    assertThat(ours.getMessage()).as("message of %s", given).doesNotContain("test-key");
    for (String remedy : remedies(headers)) {
      assertThat(ours.getMessage()).as("message of %s", given).contains(remedy);
    }
    String text = Bodies.text(body);
    text = text.substring(0, Math.min(text.length(), 64 << 10));
    if (ours instanceof ApiException error) {
      assertThat(error.statusCode()).as("statusCode of %s", given).isEqualTo(status);
      assertThat(error.rawBody()).as("rawBody of %s", given).isEqualTo(text);
      Bodies.headers(headers)
          .forEach(
              (name, value) -> assertThat(error.headers().first(name)).as(given).hasValue(value));
    } else if (ours instanceof InvalidResponseException invalid) {
      assertThat(invalid.statusCode()).as("statusCode of %s", given).isEqualTo(status);
      if (!client.contains("maxResponseBytes")) {
        assertThat(invalid.rawBody()).as("rawBody of %s", given).isEqualTo(text);
      }
    }
  }

  /** What the message must name: the setting that ended the call, or where a redirect leads. */
  private List<String> remedies(String headers) {
    List<String> remedies = new ArrayList<>();
    for (String setting : List.of("callTimeout", "maxRetryAfter", "maxResponseBytes")) {
      if (client.contains(setting) && requests == 1) {
        remedies.add(setting);
      }
    }
    Optional.ofNullable(Bodies.headers(headers).get("Location")).ifPresent(remedies::add);
    return remedies;
  }
}
