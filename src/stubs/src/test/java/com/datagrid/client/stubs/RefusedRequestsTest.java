package com.datagrid.client.stubs;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.DatagridStubServer.Counts;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no request of the API is refused as the API refuses. */
class RefusedRequestsTest {
  @RegisterExtension
  static final DatagridStubExtension DATAGRID =
      new DatagridStubExtension(DatagridStubServer.builder().limit(100));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": 12}   | name: expected a string, got the number 12",
        "{\"name\": null} | name: expected a string, got null",
        "{\"name\": {}}   | name: expected a string, got an object",
        "{}               | name: expected a string, got nothing",
        "[]               | body: expected an object, got an array",
        "null             | body: expected an object, got null",
        "``               | body: expected a body of type application/json, got nothing",
      })
  void aBodyThatIsNotAsDocumented(String body, String message, DatagridStubServer server) {
    HttpResponse<String> response = http().send("PATCH", "/connections/conn_1", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.headers().firstValue("X-RateLimit-Remaining")).hasValue("99");
    JsonObject error = StubHttp.json(response);
    assertThat(error.get("status_code").getAsInt()).isEqualTo(400);
    assertThat(error.get("error").getAsString()).isEqualTo("invalid_request");
    assertThat(error.get("message").getAsString()).isEqualTo(message);
    assertThat(error.get("retryable").getAsBoolean()).isFalse();
    JsonObject first =
        error.getAsJsonObject("details").getAsJsonArray("errors").get(0).getAsJsonObject();
    assertThat(message).startsWith(first.get("field").getAsString() + ": ");
    assertThat(server.counts()).isEqualTo(new Counts(1, 0, 1));
  }

  @Test
  void aBodyThatIsNotJson() {
    for (String body : new String[] {"{name: 1}", "{\"name\": \"a\"", "{\"name\": \"a\"} x", "a"}) {
      HttpResponse<String> response = http().send("PATCH", "/connections/conn_1", body);

      assertThat(response.statusCode()).as(body).isEqualTo(400);
      assertThat(StubHttp.json(response).get("message").getAsString())
          .startsWith("body: expected JSON, got what is none: ");
    }
  }

  @Test
  void anotherMediaType() {
    HttpResponse<String> response =
        http()
            .contentType("text/plain")
            .send("PATCH", "/connections/conn_1", "{\"name\": \"Sales\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(StubHttp.json(response).get("message").getAsString())
        .isEqualTo("header Content-Type: expected application/json, got text/plain");
  }

  @Test
  void anUnknownPath(DatagridStubServer server) {
    HttpResponse<String> response = http().send("GET", "/connectoins/conn_1?a=b", "");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(StubHttp.json(response).get("error").getAsString()).isEqualTo("not_found");
    assertThat(StubHttp.json(response).get("message").getAsString())
        .isEqualTo("No operation has the path of GET /v1/connectoins/conn_1");
    assertThat(http().send("PATCH", "/connections/", "{}").statusCode()).isEqualTo(404);
    assertThat(server.counts().total()).isZero();
  }

  @Test
  void aBaseUrlWithoutTheVersion(DatagridStubServer server) {
    StubHttp http = new StubHttp(server.baseUrl().replace("/v1", ""));

    assertThat(StubHttp.json(http.update("conn_1", "name")).get("message").getAsString())
        .endsWith("; all of them are below /v1");
  }

  @Test
  void aMethodThatThePathDoesNotHave(DatagridStubServer server) {
    HttpResponse<String> response = http().send("DELETE", "/connections/conn_1", "");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("PATCH");
    assertThat(StubHttp.json(response).get("message").getAsString())
        .isEqualTo("No operation is DELETE /v1/connections/conn_1; the path has PATCH");
    assertThat(server.counts().total()).isZero();
  }

  @Test
  void aKeyAndASlotComeFirst(DatagridStubServer server) {
    assertThat(http().authorization(null).send("PATCH", "/connections/conn_1", "{}").statusCode())
        .isEqualTo(401);
    server.setLimit(1);
    assertThat(http().send("PATCH", "/connections/conn_1", "{}").statusCode()).isEqualTo(400);
    assertThat(http().send("PATCH", "/connections/conn_1", "{}").statusCode()).isEqualTo(429);
  }

  @Test
  void anOperationWhoseStubWasRemoved(DatagridStubServer server) {
    server.wireMock().listAllStubMappings().getMappings().stream()
        .filter(mapping -> String.valueOf(mapping.getName()).startsWith("Connection."))
        .forEach(server.wireMock()::removeStubMapping);
    HttpResponse<String> response = http().update("conn_1", "name");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(StubHttp.json(response).get("error").getAsString()).isEqualTo("no_stub");
    assertThat(http().send("PATCH", "/connections/conn_1", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void aStubOfOnesOwnTakesAnything(DatagridStubServer server) {
    server.wireMock().stubFor(any(anyUrl()).willReturn(ok("mine")));

    assertThat(http().send("PATCH", "/connections/conn_1", "{}").body()).isEqualTo("mine");
  }

  private static StubHttp http() {
    return new StubHttp(DATAGRID.server().baseUrl());
  }
}
