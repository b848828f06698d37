package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.contract.ContractServer.Exchange;
import com.datagrid.client.contract.OpenApiContract.Violation;
import com.datagrid.client.stubs.DatagridStubs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A stub or a client that drifts from the document makes a test fail. */
class DriftTest {

  private static final String CONNECTION =
      """
      {"object": "connection", "id": "conn_1", "name": "Sales", "teamspace_id": "team_1",
       "connector_id": "drive", "valid": true,
       "created_at": "2025-01-01T00:00:00Z", "updated_at": "2025-01-01T00:00:00Z"}
      """;

  @RegisterExtension final ContractServer server = new ContractServer();

  // Wrong stubs.

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a required field is missing   | "id": "conn_1",       |                  | required
          a required field is null      | "id": "conn_1"        | "id": null       | type
          a field has another type      | "valid": true         | "valid": "yes"   | type
          a value is outside of an enum | "object": "connection" | "object": "file" | enum
          a date is none                | "updated_at": "2025-01-01T00:00:00Z" | "updated_at": "today" | format
          """)
  void aStubWithAWrongBodyIsCaught(String name, String right, String wrong, String keyword) {
    assertThat(CONNECTION).contains(right);
    server.respond(okJson(CONNECTION.replace(right, wrong == null ? "" : wrong)));

    assertThat(violations("PATCH", "/v1/connections/conn_1", "Bearer key", "{\"name\": \"Sales\"}"))
        .extracting(Violation::key)
        .anyMatch(key -> key.startsWith("validation.response.body.schema." + keyword));
  }

  @Test
  void aStubWithAnotherContentTypeIsCaught() {
    server.respond(aResponse().withBody(CONNECTION).withHeader("Content-Type", "text/html"));

    assertThat(violations(ok()))
        .extracting(Violation::key)
        .containsExactly("validation.response.contentType.notAllowed");
  }

  @Test
  void aStubWithoutABodyIsCaught() {
    server.respond(aResponse().withHeader("Content-Type", "application/json"));

    assertThat(violations(ok()))
        .extracting(Violation::key)
        .containsExactly("validation.response.body.missing");
  }

  @Test
  void anUndocumentedStatusIsCaughtUnlessItIsAllowed() {
    server.respond(DatagridStubs.internalServerError());
    assertThat(violations(ok()))
        .extracting(Violation::key)
        .containsExactly("validation.response.status.unknown");

    server.allowUndocumented(401);
    assertThat(violations(ok())).hasSize(1);

    server.allowUndocumented(500);
    assertThat(violations(ok())).isEmpty();
    assertThat(violations("PATCH", "/v1/connections/conn_1", "", "{}"))
        .as("the request is checked all the same")
        .isNotEmpty();
  }

  @Test
  void aWrongStubFailsATestOfTheClient() {
    assertFails(WrongStub.class, "validation.response.body.schema.type");
  }

  // Wrong clients.

  @Test
  void aRightExchangeIsRight() {
    assertThat(violations(ok())).isEmpty();
  }

  @Test
  void aSlashInAnIdIsNoViolation() {
    assertThat(violations("PATCH", "/v1/connections/a%2Fb", "Bearer key", "{\"name\": \"Sales\"}"))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no bearer token   | PATCH | /v1/connections/conn_1 |            | {"name": "x"} | bearer
          another scheme    | PATCH | /v1/connections/conn_1 | Basic abc  | {"name": "x"} | bearer
          not below /v1     | PATCH | /connections/conn_1    | Bearer key | {"name": "x"} | basePath
          no name           | PATCH | /v1/connections/conn_1 | Bearer key | {}            | validation.request.body.schema.required
          name is no string | PATCH | /v1/connections/conn_1 | Bearer key | {"name": 1}   | validation.request.body.schema.type
          no body           | PATCH | /v1/connections/conn_1 | Bearer key |               | validation.request.body.missing
          another method    | PUT   | /v1/connections/conn_1 | Bearer key | {"name": "x"} | validation.request.operation.notAllowed
          another path      | PATCH | /v1/conections/conn_1  | Bearer key | {"name": "x"} | validation.request.path.missing
          no id             | PATCH | /v1/connections        | Bearer key | {"name": "x"} | validation.request.path.missing
          """)
  void aWrongRequestIsCaught(
      String name, String method, String url, String authorization, String body, String key) {
    assertThat(
            violations(
                method, url, authorization == null ? "" : authorization, body == null ? "" : body))
        .extracting(Violation::key)
        .contains(key);
  }

  @Test
  void aWrongRequestFailsATest() {
    assertFails(WrongBaseUrl.class, "basePath");
  }

  /** Not run by itself, since it is no test class by its name. */
  static class WrongStub {
    @RegisterExtension final ContractServer server = new ContractServer();

    @Test
    void responds() {
      server.respond(okJson(CONNECTION.replace("true", "\"yes\"")));
      send(request(server, "PATCH", "/v1/connections/conn_1", "Bearer key", "{\"name\": \"x\"}"));
    }
  }

  /** Likewise. */
  static class WrongBaseUrl {
    @RegisterExtension final ContractServer server = new ContractServer();

    @Test
    void updates() {
      server.respond(okJson(CONNECTION));
      try (DatagridClient client =
          server.client().baseUrl(server.baseUrl().replace("/v1", "/")).build()) {
        assertThat(client.connections().update("conn_1", "x").getName()).isEqualTo("Sales");
      }
    }
  }

  private static void assertFails(Class<?> test, String text) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(test))
        .execute()
        .testEvents()
        .assertThatEvents()
        .haveExactly(1, event(finishedWithFailure(message(found -> found.contains(text)))));
  }

  private List<Violation> violations(HttpRequest request) {
    send(request);
    return server.takeViolations().stream()
        .map(Exchange::violations)
        .flatMap(List::stream)
        .toList();
  }

  private List<Violation> violations(String method, String url, String authorization, String body) {
    return violations(request(server, method, url, authorization, body));
  }

  private HttpRequest ok() {
    return request(
        server, "PATCH", "/v1/connections/conn_1", "Bearer key", "{\"name\": \"Sales\"}");
  }

  private static HttpRequest request(
      ContractServer server, String method, String url, String authorization, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.baseUrl()).resolve(url))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private static void send(HttpRequest request) {
    try {
      HttpResponse<Void> unused =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
