package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValuesTest {
  private static final String DOCUMENT =
      """
      servers: [{url: https://api.example.com/v1}]
      paths: {}
      components:
        schemas:
          State: {type: string, enum: [open, closed]}
          Base:
            type: object
            required: [id]
            properties:
              id: {type: string}
              state: {$ref: '#/components/schemas/State'}
            example: {state: open}
          Whole:
            allOf:
              - $ref: '#/components/schemas/Base'
              - {required: [at], properties: {at: {type: string, format: date-time}}}
          Node:
            type: object
            required: [kids, next]
            properties:
              kids: {type: array, items: {$ref: '#/components/schemas/Node'}}
              next: {nullable: true, allOf: [{$ref: '#/components/schemas/Node'}]}
              parent: {$ref: '#/components/schemas/Node'}
              byName: {type: object, additionalProperties: {$ref: '#/components/schemas/Node'}}
          Endless: {required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}
          And: {type: object, required: [left], properties: {left: {$ref: '#/components/schemas/Term'}}}
          Term: {oneOf: [{$ref: '#/components/schemas/And'}, {type: integer}]}
          Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
          Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [woof]}}}
          Pet:
            oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
            discriminator: {propertyName: kind, mapping: {tom: '#/components/schemas/Cat'}}
          Other:
            properties: {age: {type: integer}}
            anyOf: [{$ref: '#/components/schemas/Dog'}]
            discriminator: {propertyName: kind}
          Named:
            anyOf: [{$ref: '#/components/schemas/Cat'}]
            discriminator: {propertyName: kind}
          Level1: {properties: {b: {$ref: '#/components/schemas/Level2'}}}
          Level2: {properties: {c: {$ref: '#/components/schemas/Level3'}}}
          Level3: {properties: {d: {$ref: '#/components/schemas/Level4'}}}
          Level4: {required: [id], properties: {id: {type: string}, more: {type: string}}}
      """;

  private final SchemaValues values =
      new SchemaValues(
          ApiDocument.parse(new ByteArrayInputStream(DOCUMENT.getBytes(StandardCharsets.UTF_8))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: string}                                       | `\"string\"`",
        "{type: string, maxLength: 3}                         | `\"str\"`",
        "{type: string, minLength: 8}                         | `\"stringst\"`",
        "{type: string, format: date-time}                    | `\"2025-01-01T00:00:00Z\"`",
        "{type: string, format: date}                         | `\"2025-01-01\"`",
        "{type: string, format: uuid}                         | `\"00000000-0000-4000-8000-000000000000\"`",
        "{type: string, format: uri}                          | `\"https://example.com\"`",
        "{type: string, default: a, example: b}               | `\"b\"`",
        "{type: string, enum: [a, b], default: b}             | `\"b\"`",
        "{type: string, enum: [a, b], example: c}             | `\"a\"`",
        "{type: string, example: 12}                          | `\"12\"`",
        "{type: string, format: date-time, example: today}    | `\"2025-01-01T00:00:00Z\"`",
        "{type: string, nullable: true, enum: [null, a]}      | `\"a\"`",
        "{type: integer}                                      | 1",
        "{type: integer, enum: [3, 4]}                        | 3",
        "{type: integer, example: 1.5}                        | 1",
        "{type: integer, minimum: 10, exclusiveMinimum: true} | 11",
        "{type: integer, maximum: -2}                         | -2",
        "{type: integer, minimum: 5, multipleOf: 4}           | 8",
        "{type: integer, maximum: 7, minimum: 5, multipleOf: 3} | 6",
        "{type: number, maximum: 1, exclusiveMaximum: true}   | 0.999",
        "{type: number, example: 1.5}                         | 1.5",
        "{type: string, enum: [3, null]}                      | `\"3\"`",
        "{type: [string, 'null']}                             | `\"string\"`",
        "{type: ['null', integer], exclusiveMinimum: 3}       | 4",
        "{type: [integer, string]}                            | 1",
        "{const: fixed}                                       | `\"fixed\"`",
        "{type: string, examples: [one, two]}                 | `\"one\"`",
        "{anyOf: [{type: 'null'}, {type: boolean}]}           | true",
        "{type: boolean}                                      | true",
        "{type: array, items: {type: boolean}, minItems: 2}   | [true,true]",
        "{type: array, items: {type: boolean}, maxItems: 0}   | []",
        "{items: {type: boolean}, example: [1]}               | [true]",
        "{}                                                   | {}",
        "{type: object}                                       | {}",
        "{type: object, additionalProperties: {type: number}} | {\"key\":1}",
        "{type: object, additionalProperties: true}           | {\"key\":{}}",
        "{additionalProperties: {type: number}, example: {a: b}} | {\"key\":1}",
        "{type: object, example: '{\"a\": 1}'}                | {\"a\":1}",
        "{type: object, example: '{\"a'}                      | {}",
        "{required: [a], properties: {a: {type: string, writeOnly: true}}} | {\"a\":\"string\"}",
        "{properties: {a: {type: string, writeOnly: true}}}   | {}",
        "{$ref: '#/components/schemas/Whole'}                 | {\"id\":\"string\",\"state\":\"open\",\"at\":\"2025-01-01T00:00:00Z\"}",
        "{$ref: '#/components/schemas/Node'}                  | {\"kids\":[],\"next\":null,\"byName\":{}}",
        "{$ref: '#/components/schemas/Endless'}               | {}",
        "{$ref: '#/components/schemas/Term'}                  | 1",
        "{$ref: '#/components/schemas/Pet'}                   | {\"kind\":\"tom\"}",
        "{$ref: '#/components/schemas/Other'}                 | {\"age\":1,\"kind\":\"woof\"}",
        "{$ref: '#/components/schemas/Named'}                 | {\"kind\":\"Cat\"}",
        "{$ref: '#/components/schemas/Level1'}                | {\"b\":{\"c\":{\"d\":{\"id\":\"string\"}}}}",
        "{anyOf: [{type: string}, {type: string, enum: [a]}]} | `\"string\"`",
        "{anyOf: [{type: string}, {type: integer}], example: 3} | 3",
      })
  void valueOfASchema(String schema, String json) {
    assertThat(json(schema, List.of())).isEqualTo(json);
  }

  @Test
  void theFirstExampleThatFits() {
    String schema = "{required: [a], properties: {a: {type: integer}}}";

    assertThat(json(schema, List.of("nothing", "{\"b\": 1}", "{\"a\": 2}", "{\"a\": 3}")))
        .isEqualTo("{\"a\":2}");
    assertThat(json(schema, List.of("{\"a\": \"2\"}"))).isEqualTo("{\"a\":1}");
  }

  private String json(String schema, List<String> examples) {
    return new GsonBuilder()
        .serializeNulls()
        .create()
        .toJson(values.value(ApiDocument.read(schema), examples));
  }
}
