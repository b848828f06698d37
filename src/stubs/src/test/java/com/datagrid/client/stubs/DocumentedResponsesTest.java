package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentedResponsesTest {
  private static final String DOCUMENT =
      """
      servers: [{url: https://api.example.com/v1}]
      paths:
        /things/{thing_id}:
          put:
            operationId: Thing.replace
            responses:
              '200': {content: {CONTENT}}
              '201':
                headers:
                  Location: {required: true, schema: {type: string, example: /things/1}}
                  ETag: {schema: {type: string}}
              '204': {description: gone, content: {application/json: {schema: {type: string}}}}
              4XX: {content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
      components:
        schemas:
          Problem: {type: object, properties: {status: {type: integer, example: 400}}}
        examples:
          One: {value: {status: 1}}
      """;

  @Test
  void matchesMethodAndPathTemplate() {
    StubMapping mapping = mapping("", 200);

    assertThat(mapping.getName()).isEqualTo("Thing.replace 200");
    assertThat(mapping.getRequest().getMethod()).isEqualTo(RequestMethod.PUT);
    assertThat(mapping.getRequest().getUrlPathTemplate()).isEqualTo("/v1/things/{thing_id}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json: {schema: {type: string}}         | application/json         | `\"string\"`",
        "application/json: {}                               | application/json         | {}",
        "Application/JSON; charset=utf-8: {}                | application/json; charset=utf-8 | {}",
        "'*/*': {schema: {type: boolean}}                   | application/json         | true",
        "application/json: {example: {a: null}}             | application/json         | {\"a\":null}",
        "application/json: {example: '{\"a\": \"<\"}', schema: {type: object}} | application/json | {\"a\":\"<\"}",
        "application/json: {examples: {x: {$ref: '#/components/examples/One'}}} | application/json | {\"status\":1}",
        "application/json: {example: {status: x}, schema: {$ref: '#/components/schemas/Problem'}} | application/json | {\"status\":400}",
        "text/event-stream: {schema: {type: object}}        | text/event-stream        | `data: {}\n\n`",
        "text/event-stream: {example: \"data: a\\n\\n\"}    | text/event-stream        | `data: a\n\n`",
        "text/event-stream: {}, application/json: {schema: {type: boolean}} | application/json | true",
        "application/x-ndjson: {schema: {type: boolean}}    | application/x-ndjson     | `true\n`",
        "application/stream+json: {schema: {type: boolean}} | application/stream+json  | `true\n`",
        "application/json-seq: {schema: {type: boolean}}    | application/json-seq     | `\u001etrue\n`",
        "text/csv: {example: 'a,b'}                         | text/csv                 | a,b",
        "text/*: {schema: {type: string}}                   | text/plain               | string",
        "application/xml: {schema: {type: object}}          | application/xml          | <stub/>",
        "application/octet-stream: {schema: {type: string, format: binary}} | application/octet-stream | string",
        "image/*: {schema: {type: string, format: binary}}  | application/octet-stream | string",
      })
  void bodyByContentType(String content, String type, String body) {
    ResponseDefinition response = mapping(content, 200).getResponse();

    assertThat(response.getHeaders().getContentTypeHeader().firstValue()).isEqualTo(type);
    assertThat(response.getBody()).isEqualTo(body);
  }

  @Test
  void withoutContentThereIsNoBody() {
    assertBodiless(mapping("", 200));
    assertBodiless(mapping("", 204));
  }

  private static void assertBodiless(StubMapping mapping) {
    assertThat(mapping.getResponse().getByteBody()).isNull();
    HttpHeaders headers = mapping.getResponse().getHeaders();
    assertThat(headers == null || headers.size() == 0).isTrue();
  }

  @Test
  void requiredHeaders() {
    HttpHeaders headers = mapping("", 201).getResponse().getHeaders();

    assertThat(headers.keys()).containsExactly("Location");
    assertThat(headers.getHeader("Location").firstValue()).isEqualTo("/things/1");
  }

  @Test
  void anyStatusOfARange() {
    ResponseDefinition response = mapping("", 409).getResponse();

    assertThat(response.getStatus()).isEqualTo(409);
    assertThat(response.getBody()).isEqualTo("{\"status\":400}");
  }

  @Test
  void aResponseForAnyOperationMustBeAsDocumented() {
    StubMapping any =
        WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson("{\"status\": 1}")).build();
    String problem = "{schema: {$ref: '#/components/schemas/Problem'}}";

    assertThat(responses("").allow("Thing.replace", 500, any)).isTrue();
    assertThat(responses("").allow("Thing.unknown", 200, any)).isTrue();
    assertThat(allow("application/json: " + problem, any)).isTrue();
    assertThat(allow("application/problem+json: " + problem, any)).isFalse();
    assertThat(allow("application/json: {schema: {required: [title]}}", any)).isFalse();
    assertThat(allow("", any)).isFalse();
  }

  private static boolean allow(String content, StubMapping any) {
    return responses(content).allow("Thing.replace", 200, any);
  }

  @Test
  void nothingForWhatIsNotDocumented() {
    DocumentedResponses responses = responses("");

    assertThat(responses.find("Thing.replace", 500)).isEmpty();
    assertThat(responses.find("Thing.unknown", 200)).isEmpty();
  }

  private static StubMapping mapping(String content, int status) {
    return responses(content).find("Thing.replace", status).orElseThrow();
  }

  private static DocumentedResponses responses(String content) {
    return new DocumentedResponses(
        ApiDocument.parse(
            new ByteArrayInputStream(
                DOCUMENT.replace("CONTENT", content).getBytes(StandardCharsets.UTF_8))));
  }
}
