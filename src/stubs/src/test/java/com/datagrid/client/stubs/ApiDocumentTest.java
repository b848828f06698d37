package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {
  private static final String GROWN =
      """
      openapi: 3.0.3
      servers:
        - url: https://api.example.com/v2
      paths:
        /things/{thing_id}:
          parameters:
            - name: thing_id
              in: path
          get:
            operationId: Thing.get
            responses:
              200: {description: ok}
              default: {description: wrong}
          delete:
            operationId: Thing.delete
            responses:
              '204': {description: gone}
        /things/search:
          get:
            operationId: Thing.search
            responses:
              default: {$ref: '#/components/responses/Ok'}
              4XX: {description: 'no'}
              404: {description: missing}
              x-note: {}
      components:
        responses:
          Ok: {description: ok}
      """;

  private final ApiDocument grown = parse(GROWN);

  @Test
  void readsTheDocumentOfTheClient() {
    ApiDocument document = ApiDocument.load();

    assertThat(document.basePath()).isEqualTo("/v1");
    assertThat(document.find("PATCH", "/v1/connections/a%2Fb?x=/y"))
        .hasValueSatisfying(
            operation -> {
              assertThat(operation.id()).isEqualTo("Connection.updateConnection");
              assertThat(operation.statuses()).containsExactly("200", "404", "429");
            });
  }

  @Test
  void findsOperationsByMethodAndPath() {
    assertThat(grown.find("GET", "/v2/things/1").map(Operation::id)).hasValue("Thing.get");
    assertThat(grown.find("DELETE", "/v2/things/1").map(Operation::id)).hasValue("Thing.delete");
    assertThat(grown.find("GET", "/v2/things/1").orElseThrow().statuses())
        .containsExactly("200", "default");
  }

  @Test
  void statusesOfRangesAndOfTheDefault() {
    Operation get = grown.operation("Thing.get").orElseThrow();
    Operation search = grown.operation("Thing.search").orElseThrow();

    assertThat(get.success()).hasValue("200");
    assertThat(get.code("default")).isEqualTo(500);
    assertThat(get.response(404)).hasValue(Map.of("description", "wrong"));
    assertThat(search.success()).hasValue("default");
    assertThat(search.code("default")).isEqualTo(200);
    assertThat(search.code("4XX")).isEqualTo(400);
    assertThat(search.response(404)).hasValue(Map.of("description", "missing"));
    assertThat(search.response(409)).hasValue(Map.of("description", "no"));
    assertThat(search.response(200)).hasValue(Map.of("description", "ok"));
    assertThat(grown.operation("Thing.delete").orElseThrow().response(404)).isEmpty();
  }

  @Test
  void aConcretePathGoesBeforeATemplate() {
    assertThat(grown.find("GET", "/v2/things/search").map(Operation::id)).hasValue("Thing.search");
  }

  @Test
  void knowsNoOtherRequests() {
    assertThat(grown.find("POST", "/v2/things/1")).isEmpty();
    assertThat(grown.find("GET", "/v2/things/1/parts")).isEmpty();
    assertThat(grown.find("GET", "/things/1")).isEmpty();
  }

  @Test
  void namesWhatIsMissing() {
    assertThatNullPointerException()
        .isThrownBy(() -> parse("openapi: 3.0.3"))
        .withMessage("The document lacks 'servers'");
  }

  @Test
  void withoutAnIdAnOperationIsItsRequest() {
    assertThat(
            parse(GROWN.replace("operationId: Thing.get", "summary: no id"))
                .find("GET", "/v2/things/1")
                .map(Operation::id))
        .hasValue("GET /things/{thing_id}");
  }

  @Test
  void whatIsNotSaidOrSaidElsewhere() {
    ApiDocument document =
        parse(
            """
            servers: [{url: https://a.example}]
            paths:
              /a: {$ref: '#/components/pathItems/A'}
              '/größe/{x y}/a b?fixed=1#part': {get: {operationId: letters}}
              /moved: {get: {operationId: moved, responses: {'302': {}, default: {}}}}
            components: {pathItems: {A: {get: {operationId: a, responses: {'200': {}}}}}}
            """);

    assertThat(document.find("GET", "/a").map(Operation::id)).hasValue("a");
    assertThat(document.find("GET", "/gr%C3%B6%C3%9Fe/1/a%20b").map(Operation::statuses))
        .hasValue(Set.of("204"));
    assertThat(document.operation("moved").flatMap(Operation::success)).hasValue("302");
  }

  private static ApiDocument parse(String yaml) {
    return ApiDocument.parse(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
