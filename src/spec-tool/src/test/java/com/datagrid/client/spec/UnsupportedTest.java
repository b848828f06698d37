package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsupportedTest {

  @Test
  void nothingInTheLibrary() throws IOException {
    assertThat(findings(Project.resource("library.yaml"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: array, items: {$ref: '#/components/schemas/Thing'}}      | #/components/schemas/Thing is made of itself
          """)
  void schemas(String schema, String finding) {
    assertThat(findings("[]", "application/json", "application/json", schema))
        .singleElement()
        .asString()
        .startsWith("unsupported: A.send: " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: string}                                  | none
          {oneOf: [{type: string}, {enum: [x]}]}          | a text with known values
          {anyOf: [{type: integer}, {type: 'null'}]}      | null or not
          {type: [string, 'null']}                        | the same in OpenAPI 3.1
          {properties: {a: {}}, anyOf: [{required: [a]}]} | which properties go together
          {oneOf: [{type: string}, {type: array, items: {}}]}             | a choice
          {oneOf: [{$ref: '#/components/schemas/Part'}, {type: string}], discriminator: {propertyName: kind}} | a choice of classes
          {properties: {a: {anyOf: [{type: string}, {type: boolean}]}}}   | a choice in a property
          {properties: {a: {}}, additionalProperties: true}               | additional properties
          """)
  void schemasThatAreCarriedOver(String schema, String what) {
    assertThat(findings("[]", "application/json", "application/json", schema)).as(what).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "text/plain", "text/csv", "text/event-stream"})
  void textsAreCarriedOver(String type) {
    assertThat(findings("[]", "text/plain", type, "{}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: p, in: cookie, schema: {}}                                   | parameter p is a cookie
          {name: p, in: header, schema: {type: object}}                       | parameter p is an object outside of the query
          {name: p, in: query, schema: {type: array, items: {type: object}}}  | parameter p is a list of objects
          """)
  void parameters(String parameter, String finding) {
    assertThat(findings("[" + parameter + "]", "application/json", "application/json", "{}"))
        .singleElement()
        .asString()
        .contains("A.send: " + finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: p, in: query, style: deepObject, schema: {type: object}}",
        "{name: p, in: query, schema: {type: object}}",
        "{name: p, in: query, explode: false, schema: {type: array}}",
        "{name: p, in: query, style: pipeDelimited, schema: {type: array}}",
        "{name: p, in: header, schema: {type: array}}",
      })
  void parametersThatAreCarriedOver(String parameter) {
    assertThat(findings("[" + parameter + "]", "application/json", "application/json", "{}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          servers: [{url: https://uploads.example}]    | its server is https://uploads.example
          security: [{Key: []}]                        | it asks for the key X-Key in the header
          security: [{Basic: []}]                      | it asks for http basic
          """)
  void access(String line, String finding) {
    assertThat(findings(withOperation(line)))
        .singleElement()
        .asString()
        .startsWith("unsupported: A.get: " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          security: []                                 | public
          security: [{Basic: []}, {Bearer: []}]        | one of them will do
          security: [{OAuth: [read]}]                  | a bearer token, too
          servers: [{url: https://a.example}]          | the same
          """)
  void accessAsTheClientHasIt(String line, String what) {
    assertThat(findings(withOperation(line))).as(what).isEmpty();
  }

  private static String withOperation(String line) {
    return """
    servers: [{url: https://a.example}]
    security: [{Bearer: []}]
    paths:
      /a:
        get:
          operationId: A.get
          %s
          responses: {'204': {}}
    components:
      securitySchemes:
        Bearer: {type: http, scheme: bearer}
        Basic: {type: http, scheme: basic}
        OAuth: {type: oauth2, flows: {}}
        Key: {type: apiKey, in: header, name: X-Key}
    """
        .formatted(line);
  }

  private static List<String> findings(
      String parameters, String request, String response, String schema) {
    return findings(
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
            Part: {properties: {a: {type: string}}}
            Thing: %s
        """
            .formatted(parameters, request, response, schema));
  }

  private static List<String> findings(String document) {
    return Unsupported.findings(
        Normalizer.normalize(Yaml.load("test", document), Map.of()).document());
  }
}
