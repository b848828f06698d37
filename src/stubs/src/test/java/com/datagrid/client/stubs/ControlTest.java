package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server under a test in any language. */
class ControlTest {
  @RegisterExtension
  static final DatagridStubExtension DATAGRID =
      new DatagridStubExtension(DatagridStubServer.builder().limit(5));

  @Test
  void tellsItsState(DatagridStubServer server) {
    api().update("conn_1", "name");
    server.failNext(3, StubFault.none());

    JsonObject state = json("GET", "state", "");
    assertThat(state.keySet())
        .containsExactly(
            "time",
            "limit",
            "window_seconds",
            "accepted",
            "rejected",
            "max_in_window",
            "planned_faults");
    assertThat(state.get("limit").getAsInt()).isEqualTo(5);
    assertThat(state.get("window_seconds").getAsDouble()).isEqualTo(60);
    assertThat(state.get("accepted").getAsInt()).isEqualTo(1);
    assertThat(state.get("planned_faults").getAsInt()).isEqualTo(3);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void tellsWhatItReceived() {
    api().update("conn_1", "Sales");
    api().send("GET", "/nowhere", "");

    JsonArray requests =
        JsonParser.parseString(control("GET", "requests", "").body()).getAsJsonArray();
    assertThat(requests).hasSize(2);
    JsonObject first = requests.get(0).getAsJsonObject();
    assertThat(first.get("operation").getAsString()).isEqualTo("Connection.updateConnection");
    assertThat(first.get("id").getAsString()).isEqualTo("conn_1");
    assertThat(first.get("name").getAsString()).isEqualTo("Sales");
    assertThat(first.get("status").getAsInt()).isEqualTo(200);
    assertThat(requests.get(1).getAsJsonObject().get("id").isJsonNull()).isTrue();
  }

  @Test
  void changesTheLimitAndResets() {
    assertThat(json("PUT", "limit", "{\"limit\": 1}").get("limit").getAsInt()).isEqualTo(1);
    assertThat(api().update("conn_1", "name").statusCode()).isEqualTo(200);
    assertThat(api().update("conn_1", "name").statusCode()).isEqualTo(429);

    JsonObject state = json("POST", "reset", "");
    assertThat(state.get("limit").getAsInt()).isEqualTo(5);
    assertThat(state.get("rejected").getAsInt()).isZero();
    assertThat(api().update("conn_1", "name").statusCode()).isEqualTo(200);
  }

  @Test
  void plansFaults() {
    json("POST", "faults", "{\"fault\": \"500\"}");
    json(
        "POST",
        "faults",
        """
        {"id": "conn_2",
         "script": [{"fault": "429", "times": 2}, {"status": 418, "body": {"a": null}}]}
        """);
    json(
        "POST",
        "faults",
        "{\"operation\": \"Connection.updateConnection\", \"delay_ms\": 1, \"times\": 1}");

    assertThat(api().update("conn_2", "name").statusCode()).isEqualTo(429);
    assertThat(api().update("conn_2", "name").statusCode()).isEqualTo(429);
    assertThat(api().update("conn_2", "name").body()).isEqualTo("{\"a\":null}");
    assertThat(api().update("conn_1", "name").statusCode()).isEqualTo(200);
    JsonObject state = json("DELETE", "faults", "");
    assertThat(state.get("planned_faults").getAsInt()).isZero();
    assertThat(api().update("conn_1", "name").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | limit  | {}                               | expected {\"limit\": 10}",
        "PUT    | limit  | {\"limit\": 0}                   | limit must be at least 1: 0",
        "PUT    | limit  | {                                | ",
        "POST   | faults | {}                               | a fault is",
        "POST   | faults | {\"fault\": \"fire\"}            | expected one of [429, 500, 503, broken-body, empty, garbage, none, reset]: fire",
        "POST   | faults | {\"status\": 99}                 | status must be from 200 to 599: 99",
        "POST   | faults | {\"fault\": \"500\", \"times\": 0} | times must be at least 1: 0",
        "POST   | faults | {\"fault\": \"500\", \"operation\": \"x\"} | No operation x",
        "POST   | faults | {\"script\": [{\"fault\": \"500\"}, {\"fault\": \"x\"}]} | expected one of",
      })
  void whatMakesNoSenseIsRefusedWhole(String method, String path, String body, String message) {
    HttpResponse<String> response = control(method, path, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(StubHttp.json(response).get("message").getAsString())
        .startsWith(method + ' ' + path + ": ")
        .contains(message == null ? "" : message);
    assertThat(json("GET", "state", "").get("planned_faults").getAsInt()).isZero();
  }

  @Test
  void saysWhatThereIs() {
    HttpResponse<String> response = control("GET", "", "");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("GET state", "POST reset");
  }

  private static JsonObject json(String method, String path, String body) {
    HttpResponse<String> response = control(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return StubHttp.json(response);
  }

  private static HttpResponse<String> control(String method, String path, String body) {
    String root = DATAGRID.server().baseUrl().replace("/v1", "/__datagrid/");
    return new StubHttp(root).authorization(null).send(method, path, body);
  }

  private static StubHttp api() {
    return new StubHttp(DATAGRID.server().baseUrl());
  }
}
