package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names that things get in Java. */
class NormalizerTest {

  private static final JavaNames NAMES = new JavaNames();

  @ParameterizedTest
  @CsvSource({
    "Connection.updateConnection, updateConnection",
    "Item.list, callList",
    "update_connection, updateConnection",
    "A.b.c, bC",
    "Item.2nd, call2nd",
    "Item.file, callFile",
    "Item.apiClient, callApiClient"
  })
  void methods(String operationId, String method) {
    assertThat(NAMES.method(operationId)).isEqualTo(method);
  }

  @ParameterizedTest
  @CsvSource({
    "get, /things/{id}, getThingsById",
    "post, /v1/things:search, postV1ThingsSearch",
    "get, /, getRoot"
  })
  void methodsWithoutAnId(String method, String path, String name) {
    assertThat(NAMES.method(method, path)).isEqualTo(name);
  }

  /** The module growth-tests holds them against the generated classes. */
  @ParameterizedTest
  @CsvSource({
    "rate_limit_error, RateLimitError",
    "Record, Record",
    "File, ModelFile",
    "UUID, ModelUUID",
    "Void, ModelVoid",
    "Class, ModelClass",
    "3d, Model3d",
    "com.example.User, ComExampleUser",
    "一覧, Schema"
  })
  void classes(String schema, String name) {
    assertThat(NAMES.type(schema)).isEqualTo(name);
  }

  @Test
  void longNamesFitTheFileSystem() {
    assertThat(NAMES.type("VeryLongName".repeat(30))).hasSize(100);
  }

  @Test
  void twoMethodsOfOneName() {
    assertThat(
            methods(
                """
                paths:
                  /a: {get: {operationId: A.list, tags: [X], responses: {}}}
                  /b: {get: {operationId: B.list, tags: [X], responses: {}}}
                  /c: {get: {operationId: B.list, tags: [Y], responses: {}}}
                  /d: {get: {operationId: list, tags: [Y], responses: {}}}
                """,
                Map.of()))
        .containsExactly("XApi.callList", "XApi.callListB", "YApi.callList", "YApi.callList2");
  }

  @Test
  void methodThatWasThereKeepsItsName() {
    String before = "paths: {/b: {get: {operationId: B.list, tags: [X], responses: {}}}}";
    String after =
        """
        paths:
          /a: {get: {operationId: A.list, tags: [X], responses: {}}}
          /b: {get: {operationId: B.list, tags: [X], responses: {}}}
        """;

    assertThat(methods(after, pins(before, after)))
        .containsExactly("XApi.callListA", "XApi.callList");
  }

  @Test
  void inlineBodies() {
    assertThat(
            classes(
                """
                paths:
                  /a:
                    post:
                      operationId: Book.lend
                      requestBody:
                        content: {application/json: {schema: {properties: {to: {properties: {name: {}}}}}}}
                      responses:
                        '200':
                          content: {application/json: {schema: {type: array, items: {properties: {a: {}}}}}}
                """))
        .containsExactly("LendRequest", "LendRequestTo", "LendResponseItem");
  }

  @Test
  void inlineBodiesOfOneName() {
    assertThat(
            classes(
                """
                paths:
                  /a:
                    get:
                      operationId: A.list
                      responses: {'200': {content: {application/json: {schema: {properties: {a: {}}}}}}}
                  /b:
                    get:
                      operationId: B.list
                      responses: {'200': {content: {application/json: {schema: {properties: {a: {}}}}}}}
                """))
        .containsExactly("BListResponse", "ListResponse");
  }

  @Test
  void classesOfOneName() {
    assertThat(
            classes(
                "components: {schemas: {BookList: {properties: {a: {}}}, book_list: {properties: {a: {}}}, booklist: {properties: {a: {}}}}}"))
        .containsExactly("BookList", "BookList2", "Booklist3");
  }

  @Test
  void classWithoutANameGivesWayToOneWithAName() {
    assertThat(names(TWINS, Map.of()))
        .containsEntry("class #/components/schemas/ThingPart", "ThingPart")
        .containsEntry("class #/components/schemas/Thing/properties/part", "ThingPart2");
  }

  @Test
  void classWithoutANameThatWasThereKeepsItsName() {
    String before = "components: {schemas: {Thing: {properties: {part: {properties: {a: {}}}}}}}";

    assertThat(names(TWINS, pins(before, TWINS)))
        .containsEntry("class #/components/schemas/ThingPart", "ThingPart2")
        .containsEntry("class #/components/schemas/Thing/properties/part", "ThingPart");
  }

  private static final String TWINS =
      """
      components:
        schemas:
          Thing: {properties: {part: {properties: {a: {}}}}}
          ThingPart: {properties: {b: {}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status_code: {}, statusCode: {}                     | statusCode=status_code, legacyStatusCode=statusCode
          _id: {deprecated: true}, id: {}                     | legacyId=_id, id=id
          id: {}, Id: {}, ID: {}, _id: {}                     | id=id, id2=Id, legacyID=ID, id3=_id
          object: {}, class: {}, default: {}, '@type': {}     | objectType=object, propertyClass=class, _default=default, atType=@type
          '日本': {}, '+': {}, a.b: {}, a-b: {}               | property=日本, plus=+, aB=a.b, aB2=a-b
          """)
  void properties(String properties, String names) {
    assertThat(properties("components: {schemas: {A: {properties: {" + properties + "}}}}"))
        .isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [asc, ASC, a-b, a_b, '', class]  | [ASC, ASC2, A_B, A_B2, EMPTY, CLASS]
          ['1', '1.0', '+1', '-1']         | [_1, _1_0, _1_2, _1_3]
          [日本, 中国, UNRECOGNIZED]        | [VALUE, VALUE2, UNRECOGNIZED2]
          [-1, 0, 9007199254740993]        | [NUMBER_MINUS_1, NUMBER_0, NUMBER_9007199254740993]
          """)
  void constants(String values, String names) {
    Object schema = schema("components: {schemas: {E: {enum: " + values + "}}}", "E");
    assertThat(Yaml.map(schema).get("x-enum-varnames")).hasToString(names);
  }

  private static @Nullable Object schema(String document, String name) {
    Map<String, Object> components =
        Yaml.map(
            Normalizer.normalize(Yaml.load("test", document), Map.of())
                .document()
                .get("components"));
    return Yaml.map(components.get("schemas")).get(name);
  }

  private static String properties(String document) {
    Map<String, Object> schema = Yaml.map(schema(document, "A"));
    Map<String, Object> more = Yaml.map(schema.get("x-properties"));
    List<String> names =
        Yaml.map(schema.get("properties")).keySet().stream()
            .map(name -> name + '=' + Yaml.map(more.get(name)).getOrDefault("name", name))
            .toList();
    return String.join(", ", names);
  }

  private static List<String> classes(String document) {
    Map<String, Object> components =
        Yaml.map(
            Normalizer.normalize(Yaml.load("test", document), Map.of())
                .document()
                .get("components"));
    return List.copyOf(Yaml.map(components.get("schemas")).keySet());
  }

  private static List<String> methods(String document, Map<String, String> pins) {
    return Method.all(Normalizer.normalize(Yaml.load("test", document), pins).document()).stream()
        .map(Method::qualifiedName)
        .toList();
  }

  private static Map<String, String> names(String document, Map<String, String> pins) {
    Map<String, String> names = new LinkedHashMap<>();
    Normalizer.normalize(Yaml.load("test", document), pins)
        .names()
        .forEach((key, name) -> names.put(key, name.name()));
    return names;
  }

  private static Map<String, String> pins(String before, String after) {
    return new Pins(Map.of())
        .keeping(
            Normalizer.normalize(Yaml.load("before", before), Map.of()).names(),
            Normalizer.normalize(Yaml.load("after", after), Map.of()).names())
        .names();
  }
}
