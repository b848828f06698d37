package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.AuthenticationException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.contract.ContractServer.Exchange;
import com.datagrid.client.model.Connection;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.stubs.StubFault;
import com.datagrid.client.testing.Mode;
import com.github.tomakehurst.wiremock.common.ContentTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user gets for every response that the document or the vendor's pages mention. */
@ParameterizedClass
@EnumSource(Mode.class)
class UpdateConnectionTest {

  @RegisterExtension final ContractServer server = new ContractServer();

  private final Mode mode;
  private DatagridClient client;

  UpdateConnectionTest(Mode mode) {
    this.mode = mode;
  }

  @BeforeEach
  void open() {
    client = server.client().teamspace("team_1").build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void status200GivesTheConnection() {
    ApiResponse<Connection> response = mode.update(client, "conn_1", "Sales");

    assertThat(response.body().getId()).isEqualTo("conn_1");
    assertThat(response.body().getName()).isEqualTo("Sales");
    assertThat(response.body().getTeamspaceId()).isEqualTo("team_1");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.attempts()).isEqualTo(1);
    assertThat(response.headers().first("content-type")).hasValue("application/json");
    Exchange exchange = onlyExchange();
    assertThat(exchange.request().getUrl()).isEqualTo("/v1/connections/conn_1");
    assertThat(exchange.request().getBodyAsString()).isEqualTo("{\"name\":\"Sales\"}");
    assertThat(exchange.header("Authorization")).isEqualTo("Bearer test-key");
    assertThat(exchange.header("Datagrid-Teamspace")).isEqualTo("team_1");
    assertThat(exchange.header("Accept")).isEqualTo("application/json");
    assertThat(exchange.header(ContentTypes.CONTENT_TYPE)).startsWith("application/json");
  }

  @Test
  void anIdIsEncodedIntoOneSegment() {
    ApiResponse<Connection> response = mode.update(client, "a/b c?d#é%2F+", "Sales");

    assertThat(response.body().getId()).isEqualTo("a/b c?d#é%2F+");
    assertThat(onlyExchange().request().getUrl())
        .isEqualTo("/v1/connections/a%2Fb%20c%3Fd%23%C3%A9%252F+");
  }

  @Test
  void anyNameArrivesAsItIs() {
    String name = "\"quotes\" \\ <b> & é \uD83D\uDE00 \n";

    assertThat(mode.update(client, "conn_1", name).body().getName()).isEqualTo(name);
  }

  @Test
  void anEmptyNameIsTheServersBusiness() {
    assertThat(mode.update(client, "conn_1", "").body().getName()).isEmpty();
    assertThat(onlyExchange().request().getBodyAsString()).isEqualTo("{\"name\":\"\"}");
  }

  @Test
  void status404IsNotFound() {
    server.respond(DatagridStubs.connectionNotFound());

    NotFoundException failure = failure(NotFoundException.class);

    assertThat(failure.statusCode()).isEqualTo(404);
    assertThat(failure.rawBody()).isEmpty();
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void status401IsAuthentication() {
    server.allowUndocumented(401).respond(DatagridStubs.unauthorized());

    AuthenticationException failure = failure(AuthenticationException.class);

    assertThat(failure.errorCode()).hasValue("unauthorized");
    assertThat(failure).hasMessageContaining("DATAGRID_API_KEY");
    assertThat(failure.getMessage()).doesNotContain("test-key");
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void status429IsWaitedOut() {
    server.respondOnce(DatagridStubs.rateLimited());

    ApiResponse<Connection> response = mode.update(client, "conn_1", "Sales");

    assertThat(response.attempts()).isEqualTo(2);
    assertThat(Waits.between(server.exchanges()))
        .singleElement()
        .satisfies(Waits.atLeastMillis(1000));
    assertThat(response.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void status429ThatIsNotRetryableFails() {
    server.respond(
        jsonResponse(
                """
                {"status_code": 429, "error": "rate_limit_exceeded", "message": "No more today.",
                 "retryable": false}
                """,
                429)
            .withHeader("Retry-After", "1")
            .withHeader("X-RateLimit-Limit", "200"));

    RateLimitException failure = failure(RateLimitException.class);

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.limit()).hasValue(200);
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(1));
    assertThat(failure.error().orElseThrow().getError().getValue())
        .isEqualTo("rate_limit_exceeded");
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void status500IsTriedAgainSinceAnUpdateIsIdempotent() {
    server.allowUndocumented(500).respondOnce(DatagridStubs.internalServerError());

    assertThat(mode.update(client, "conn_1", "Sales").attempts()).isEqualTo(2);
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void status500IsGivenUpAfterMaxRetries() {
    server.allowUndocumented(500).respond(DatagridStubs.internalServerError());

    ApiException failure = failure(ApiException.class);

    assertThat(failure.statusCode()).isEqualTo(500);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.getSuppressed()).hasSize(2).hasOnlyElementsOfType(ApiException.class);
    assertThat(server.exchanges()).hasSize(3);
  }

  @Test
  void status503IsTriedAgainWhenRetryAfterSays() {
    server.allowUndocumented(503).respondOnce(DatagridStubs.serviceUnavailable());

    assertThat(mode.update(client, "conn_1", "Sales").attempts()).isEqualTo(2);
    assertThat(Waits.between(server.exchanges()))
        .singleElement()
        .satisfies(Waits.atLeastMillis(1000));
  }

  @Test
  void anyFaultOfTheServerIsSurvived() {
    server.allowUndocumented(500, 503);
    try (DatagridStubServer stub = DatagridStubServer.builder().start();
        DatagridClient stubClient = server.client().baseUrl(stub.baseUrl()).build()) {
      server.watch(stub.wireMock());
      for (StubFault fault :
          List.of(
              StubFault.reset(),
              StubFault.brokenBody(),
              StubFault.internalServerError(),
              StubFault.serviceUnavailable())) {
        stub.failNext(fault);

        assertThat(mode.update(stubClient, "conn_1", "Sales").attempts()).isEqualTo(2);
      }
      // A connection that served before, and now has no response, is replaced within the attempt.
      for (StubFault fault : List.of(StubFault.garbage(), StubFault.emptyResponse())) {
        stub.failNext(fault);

        assertThat(mode.update(stubClient, "conn_1", "Sales").attempts()).isEqualTo(1);
      }
      assertThat(stub.counts().accepted()).isEqualTo(12);
    }
  }

  private <E extends ApiException> E failure(Class<E> type) {
    E failure = catchThrowableOfType(type, () -> mode.update(client, "conn_1", "Sales"));
    assertThat(failure).isExactlyInstanceOf(type);
    return failure;
  }

  private Exchange onlyExchange() {
    List<Exchange> exchanges = server.exchanges();
    assertThat(exchanges).hasSize(1);
    return exchanges.get(0);
  }
}
