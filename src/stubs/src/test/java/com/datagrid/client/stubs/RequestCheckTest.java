package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every place of a request, each with a schema of every kind, over HTTP. */
class RequestCheckTest {
  private static final String DOCUMENT =
      """
      servers: [{url: https://api.example.com/v1}]
      paths:
        /things/{number}:
          parameters:
            - {name: number, in: path, required: true, schema: {type: integer, minimum: 1}}
          get:
            operationId: Thing.get
            parameters:
              - {name: kind, in: query, schema: {type: string, enum: [big, small]}}
              - {name: limit, in: query, schema: {type: integer, maximum: 100, format: int32}}
              - {name: deep, in: query, schema: {type: boolean}}
              - {name: since, in: query, schema: {type: string, format: date}}
              - {name: ids, in: query, schema: {type: array, maxItems: 2, items: {type: integer}}}
              - {name: csv, in: query, explode: false, schema: {type: array, items: {type: integer}}}
              - {name: pipes, in: query, style: pipeDelimited, schema: {type: array, items: {type: integer}}}
              - {name: any, in: query, schema: {anyOf: [{type: integer}, {type: string, enum: [all]}]}}
              - {name: filter, in: query, style: deepObject, schema: {type: object, required: [from], properties: {from: {type: integer}, to: {type: integer}}}}
              - {name: json, in: query, content: {application/json: {schema: {type: object, required: [a]}}}}
              - {name: X-Level, in: header, schema: {type: integer}}
              - {name: session, in: cookie, schema: {type: string, minLength: 3}}
            responses: {'200': {description: ok}}
        /must:
          get:
            operationId: Must.get
            parameters:
              - {name: q, in: query, required: true, schema: {type: string}}
              - {name: X-Trace, in: header, required: true, schema: {type: string}}
            responses: {'200': {description: ok}}
          put:
            operationId: Must.put
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}}
            responses:
              '200': {description: ok}
              '415': {description: no}
              '400': {content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
          post:
            operationId: Must.post
            requestBody:
              required: true
              content:
                application/x-www-form-urlencoded: {schema: {required: [count], properties: {count: {type: integer}, tags: {type: array, items: {type: string, maxLength: 3}}}}}
                multipart/form-data: {schema: {required: [file], properties: {file: {type: string, format: binary}}}}
                text/*: {schema: {type: string}}
            responses: {'200': {description: ok}}
      components:
        schemas:
          Problem: {type: object, required: [detail], properties: {detail: {type: string}}}
          Body:
            allOf:
              - {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
              - type: object
                required: [size]
                additionalProperties: false
                properties:
                  size: {type: number, minimum: 0, exclusiveMinimum: true}
                  step: {type: integer, multipleOf: 5}
                  code: {type: string, pattern: '^[A-Z]+$'}
                  note: {type: string, nullable: true}
                  big: {type: integer, format: int64}
                  when: {type: string, format: date-time}
                  tags: {type: array, uniqueItems: true, items: {type: string}}
                  nested: {type: object, properties: {deep: {type: array, items: {$ref: '#/components/schemas/Pair'}}}}
                  choice: {oneOf: [{type: string}, {$ref: '#/components/schemas/Pair'}]}
                  shape:
                    oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
                    discriminator: {propertyName: kind, mapping: {circle: '#/components/schemas/Circle'}}
          Pair: {type: object, required: [left], properties: {left: {type: boolean}}}
          Circle: {type: object, required: [kind, radius], properties: {kind: {type: string}, radius: {type: integer}}}
          Square: {type: object, required: [kind, side], properties: {kind: {type: string}, side: {type: integer}}}
      """;

  private static StubEngine server;

  @BeforeAll
  static void start() {
    server =
        new StubEngine(
            ApiDocument.parse(new ByteArrayInputStream(DOCUMENT.getBytes(StandardCharsets.UTF_8))),
            new StubSettings());
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/things/1                          |",
        "/things/%31?unknown=1              |",
        "/things/x                          | path parameter number: expected an integer, got the string \"x\"",
        "/things/0                          | path parameter number: expected at least 1, got the number 0",
        "/things/1.5                        | path parameter number: expected an integer, got the number 1.5",
        "/things/1?kind=big                 |",
        "/things/1?kind=odd                 | query parameter kind: expected one of [big, small], got the string \"odd\"",
        "/things/1?limit=100                |",
        "/things/1?limit=101                | query parameter limit: expected at most 100, got the number 101",
        "/things/1?limit=99999999999        | query parameter limit: expected an integer of format int32, got the number 99999999999",
        "/things/1?limit=                   | query parameter limit: expected an integer of format int32, got the string \"\"",
        "/things/1?deep=true                |",
        "/things/1?deep=yes                 | query parameter deep: expected true or false, got the string \"yes\"",
        "/things/1?since=2025-02-01         |",
        "/things/1?since=today              | query parameter since: expected a string of format date, got the string \"today\"",
        "/things/1?ids=1&ids=2              |",
        "/things/1?ids=1&ids=a              | query parameter ids: expected an integer, got the string \"a\"",
        "/things/1?ids=1&ids=2&ids=3        | query parameter ids: expected at most 2 items, got 3 items",
        "/things/1?csv=1,2                  |",
        "/things/1?csv=1,b                  | query parameter csv: expected an integer, got the string \"b\"",
        "/things/1?pipes=1%7C2              |",
        "/things/1?pipes=1%7Cc              | query parameter pipes: expected an integer, got the string \"c\"",
        "/things/1?any=all                  |",
        "/things/1?any=7                    |",
        "/things/1?any=true                 | query parameter any: expected one of the 2 forms in the document, got true",
        "/things/1?filter%5Bfrom%5D=1       |",
        "/things/1?filter%5Bto%5D=1         | query parameter filter[from]: expected an integer, got nothing",
        "/things/1?filter%5Bfrom%5D=x       | query parameter filter[from]: expected an integer, got the string \"x\"",
        "/things/1?json=%7B%22a%22%3A1%7D   |",
        "/things/1?json=%7B%7D              | query parameter json.a: expected a value, got nothing",
        "/things/1?json=x                   | query parameter json: expected JSON, got the string \"x\"",
        "/must?q=a                          | header parameter X-Trace: expected a string, got nothing",
        "/must                              | query parameter q: expected a string, got nothing (and 1 more)",
      })
  void parameters(String path, @Nullable String message) {
    check(http().contentType(null).send("GET", path, ""), message);
  }

  @Test
  void headersAndCookies() {
    check(http().header("X-Level", "1").send("GET", "/things/1", ""), null);
    check(
        http().header("X-Level", "high").send("GET", "/things/1", ""),
        "header parameter X-Level: expected an integer, got the string \"high\"");
    check(http().header("Cookie", "session=abc").send("GET", "/things/1", ""), null);
    check(
        http().header("Cookie", "session=ab").send("GET", "/things/1", ""),
        "cookie parameter session: expected at least 3 characters, got the string \"ab\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                  |",
        "{\"size\": 1}                       |",
        "{\"size\": 1.5e0, \"note\": null, \"when\": \"2025-01-01T00:00:00Z\"} |",
        "{}                                  | size: expected a number, got nothing",
        "{\"size\": \"1\"}                   | size: expected a number, got the string \"1\"",
        "{\"size\": 0}                       | size: expected more than 0, got the number 0",
        "{\"size\": 1, \"step\": 7}          | step: expected a multiple of 5, got the number 7",
        "{\"size\": 1, \"step\": 5.0}        |",
        "{\"size\": 1, \"code\": \"a\"}      | code: expected a string that matches ^[A-Z]+$, got the string \"a\"",
        "{\"size\": 1, \"big\": 9223372036854775808} | big: expected an integer of format int64, got the number 9223372036854775808",
        "{\"size\": 1, \"when\": \"now\"}    | when: expected a string of format date-time, got the string \"now\"",
        "{\"size\": 1, \"tags\": [\"a\", \"a\"]} | tags: expected items that differ, got an array",
        "{\"size\": 1, \"tags\": [\"a\", 1]} | tags[1]: expected a string, got the number 1",
        "{\"size\": 1, \"nested\": {\"deep\": [{}]}} | nested.deep[0].left: expected true or false, got nothing",
        "{\"size\": 1, \"other\": 1}         | other: expected one of [id, size, step, code, note, big, when, tags, nested, choice, shape], got an unknown property",
        "{\"size\": 1, \"choice\": \"a\"}    |",
        "{\"size\": 1, \"choice\": {}}       | choice.left: expected true or false, got nothing",
        "{\"size\": 1, \"choice\": 1}        | choice: expected one of the 2 forms in the document, got the number 1",
        "{\"size\": 1, \"shape\": {\"kind\": \"circle\"}} | shape.radius: expected an integer, got nothing",
        "{\"size\": 1, \"shape\": {\"kind\": \"Square\", \"side\": true}} | shape.side: expected an integer, got true",
        "{\"size\": 1, \"shape\": {\"kind\": \"Square\", \"side\": 1}} |",
      })
  void json(String body, @Nullable String message) {
    HttpResponse<String> response = http().send("PUT", "/must", body);

    if (message == null) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    } else {
      assertThat(response.statusCode()).isEqualTo(400);
      // In the shape that the document declares for this response of this operation.
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("application/problem+json");
      assertThat(StubHttp.json(response).keySet()).containsExactly("detail");
      assertThat(StubHttp.json(response).get("detail").getAsString()).isEqualTo(message);
    }
  }

  @Test
  void a415WhereTheDocumentHasIt() {
    HttpResponse<String> response = http().contentType("text/csv").send("PUT", "/must", "a,b");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(StubHttp.json(response).get("message").getAsString())
        .isEqualTo("header Content-Type: expected application/json, got text/csv");
    assertThat(http().contentType(null).send("PUT", "/must", "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void forms() {
    StubHttp form = http().contentType("application/x-www-form-urlencoded");
    check(form.send("POST", "/must", "count=1&tags=a&tags=b"), null);
    check(form.send("POST", "/must", "tags=a"), "count: expected an integer, got nothing");
    check(
        form.send("POST", "/must", "count=one"),
        "count: expected an integer, got the string \"one\"");
    check(
        form.send("POST", "/must", "count=1&tags=long"),
        "tags: expected at most 3 characters, got the string \"long\"");
    check(
        form.send("POST", "/must", ""),
        "body: expected a body of type application/x-www-form-urlencoded or multipart/form-data"
            + " or text/*, got nothing");
  }

  @Test
  void partsAndText() {
    StubHttp multipart = http().contentType("multipart/form-data; boundary=b");
    String part = "--b\r\nContent-Disposition: form-data; name=\"NAME\"\r\n\r\nx\r\n--b--\r\n";
    check(multipart.send("POST", "/must", part.replace("NAME", "file")), null);
    check(
        multipart.send("POST", "/must", part.replace("NAME", "other")),
        "file: expected a string of format binary, got nothing");
    check(http().contentType("text/plain; charset=utf-8").send("POST", "/must", "any"), null);
  }

  private static void check(HttpResponse<String> response, @Nullable String message) {
    if (message == null) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    } else {
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(StubHttp.json(response).get("message").getAsString()).isEqualTo(message);
    }
  }

  private static StubHttp http() {
    return new StubHttp(server.baseUrl());
  }
}
