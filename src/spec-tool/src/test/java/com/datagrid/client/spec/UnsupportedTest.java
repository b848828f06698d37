package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedTest {

  @Test
  void nothingInTheLibrary() throws IOException {
    assertThat(Unsupported.findings(Yaml.load("test", Project.resource("library.yaml")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {oneOf: [{type: string}]}                                       | Thing is a choice (oneOf),
          {oneOf: [{type: string}], discriminator: {propertyName: kind}}  | Thing is a choice (oneOf with discriminator)
          {properties: {a: {anyOf: [{type: string}, {enum: [x]}]}}}       | Thing.a is a choice (anyOf)
          {properties: {a: {}}, additionalProperties: true}               | Thing has additionalProperties next to properties
          {required: [a], properties: {a: {nullable: true}}}              | Thing.a is required and nullable: null is not sent
          """)
  void schemas(String schema, String finding) {
    assertThat(findings("[]", "application/json", "application/json", schema))
        .singleElement()
        .asString()
        .startsWith("unsupported: A.send (POST /a): " + finding);
  }

  @Test
  void schemaNamedAsAType() {
    String document =
        """
        paths:
          /a:
            get:
              operationId: A.get
              responses:
                '200':
                  content: {application/json: {schema: {$ref: '#/components/schemas/UUID'}}}
        components: {schemas: {UUID: {properties: {low: {type: integer}}}}}
        """;

    assertThat(Unsupported.findings(Yaml.load("test", document)))
        .containsExactly(
            "unsupported: A.get (GET /a): the schema UUID is taken for a type of that name, not for"
                + " what it says");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/event-stream    | response is a stream (text/event-stream)
          application/x-ndjson | response is a stream (application/x-ndjson)
          application/xml      | response is XML
          text/plain           | response is plain text
          """)
  void responses(String type, String finding) {
    assertThat(findings("[]", "application/json", type, "{}"))
        .singleElement()
        .asString()
        .contains("A.send (POST /a): " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: p, in: cookie, schema: {}}                                   | parameter p is a cookie
          {name: p, in: query, style: deepObject, schema: {type: object}}     | parameter p is an object (style deepObject)
          {name: p, in: query, explode: false, schema: {type: array}}         | parameter p is one text (explode: false)
          {name: p, in: path, schema: {type: array}}                          | parameter p is a list outside of the query
          """)
  void parameters(String parameter, String finding) {
    assertThat(findings("[" + parameter + "]", "application/json", "application/json", "{}"))
        .singleElement()
        .asString()
        .contains("A.send (POST /a): " + finding);
  }

  private static List<String> findings(
      String parameters, String request, String response, String schema) {
    return Unsupported.findings(
        Yaml.load(
            "test",
            """
            paths:
              /a:
                post:
                  operationId: A.send
                  parameters: %s
                  requestBody:
                    content: {%s: {schema: {$ref: '#/components/schemas/Thing'}}}
                  responses:
                    '200': {content: {%s: {schema: {}}}}
                    '404': {content: {text/html: {}}}
            components:
              schemas:
                Thing: %s
            """
                .formatted(parameters, request, response, schema)));
  }
}
