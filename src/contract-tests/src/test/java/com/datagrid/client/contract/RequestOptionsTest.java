package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.TransportException;
import com.datagrid.client.contract.ContractServer.Exchange;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.testing.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one call does otherwise than its client, as the server sees it. */
@ParameterizedClass
@EnumSource(Mode.class)
class RequestOptionsTest {

  @RegisterExtension final ContractServer server = new ContractServer();

  private final Mode mode;
  private DatagridClient client;

  RequestOptionsTest(Mode mode) {
    this.mode = mode;
  }

  @BeforeEach
  void open() {
    client = server.client().teamspace("team_1").header("X-Trace", "of the client").build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void withoutOptionsTheClientsOwnAreSent() {
    mode.update(client, "conn_1", "Sales");

    assertThat(onlyExchange().header("Datagrid-Teamspace")).isEqualTo("team_1");
    assertThat(onlyExchange().header("X-Trace")).isEqualTo("of the client");
  }

  @Test
  void teamspaceIsSentInPlaceOfTheClientsAndHasItsOwnLimit() {
    ApiResponse<Connection> response = update(RequestOptions.builder().teamspace("team_2"));

    assertThat(response.body().getTeamspaceId()).isEqualTo("team_2");
    assertThat(onlyExchange().request().header("Datagrid-Teamspace").values())
        .containsExactly("team_2");
    mode.update(client, "conn_1", "Sales");
    assertThat(client.rateLimits())
        .containsOnlyKeys(
            RateLimitKey.of(Optional.of("team_1"), "PATCH", "/connections/{connection_id}"),
            RateLimitKey.of(Optional.of("team_2"), "PATCH", "/connections/{connection_id}"));
  }

  @Test
  void anExhaustedTeamspaceHoldsUpNoOther() {
    server.respond(okJson(Bodies.text("connection")).withHeader("X-RateLimit-Limit", "1"));
    RequestOptions.Builder hasty = RequestOptions.builder().callTimeout(Duration.ofSeconds(20));
    update(hasty);
    assertThatExceptionOfType(CallTimeoutException.class)
        .isThrownBy(() -> update(hasty))
        .satisfies(failure -> assertThat(failure.attempts()).isZero());

    assertThat(update(hasty.teamspace("team_2")).attempts()).isEqualTo(1);

    assertThat(server.exchanges())
        .extracting(exchange -> exchange.header("Datagrid-Teamspace"))
        .containsExactly("team_1", "team_2");
  }

  @Test
  void aHeaderIsSentInPlaceOfTheClients() {
    update(RequestOptions.builder().header("x-trace", "of the call").header("X-More", "1"));

    assertThat(onlyExchange().request().header("X-Trace").values()).containsExactly("of the call");
    assertThat(onlyExchange().header("X-More")).isEqualTo("1");
  }

  @Test
  void aQueryParameterIsSent() {
    update(RequestOptions.builder().queryParameter("debug", "a&b").queryParameter("debug", "c d"));

    assertThat(onlyExchange().request().getUrl()).isEqualTo("/v1/connections/conn_1?debug=c%20d");
  }

  @Test
  void maxRetriesHoldsForTheCall() {
    server.allowUndocumented(500).respond(DatagridStubs.internalServerError());

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> update(RequestOptions.builder().maxRetries(0)));
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void attemptTimeoutCutsEachAttempt() {
    server.respond(Bodies.slow());
    long start = System.nanoTime();

    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(
            () ->
                update(
                    RequestOptions.builder().attemptTimeout(Duration.ofMillis(400)).maxRetries(1)))
        .satisfies(failure -> assertThat(failure.isTimeout()).isTrue())
        .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(2));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(800));
  }

  @Test
  void deadlineCutsTheCall() {
    server.respond(Bodies.slow());
    long start = System.nanoTime();

    assertThatExceptionOfType(CallTimeoutException.class)
        .isThrownBy(() -> update(RequestOptions.builder().callTimeout(Duration.ofSeconds(2))))
        .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(1))
        .satisfies(failure -> assertThat(failure.requiredWait()).isEmpty())
        .withCauseInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
  }

  private ApiResponse<Connection> update(RequestOptions.Builder options) {
    return mode.update(client, "conn_1", "Sales", options.build());
  }

  private Exchange onlyExchange() {
    assertThat(server.exchanges()).hasSize(1);
    return server.exchanges().get(0);
  }
}
