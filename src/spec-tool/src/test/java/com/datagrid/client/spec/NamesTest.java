package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  private static final GeneratorSettings NO_NAMES =
      new GeneratorSettings(Map.of(), Map.of(), Map.of(), Map.of());

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
    assertThat(JavaNames.method(operationId)).isEqualTo(method);
  }

  /** The module growth-tests holds them against the generated classes. */
  @ParameterizedTest
  @CsvSource({
    "rate_limit_error, RateLimitError",
    "Record, Record",
    "File, ModelFile",
    "Class, ModelClass",
    "3d, Model3d"
  })
  void classes(String schema, String name) {
    assertThat(NO_NAMES.model(schema)).isEqualTo(name);
  }

  @Test
  void twoMethodsOfOneName() {
    refused(
        """
        paths:
          /a: {get: {operationId: A.list, tags: [X], responses: {}}}
          /b: {get: {operationId: B.list, tags: [X], responses: {}}}
        """,
        "B.list (GET /b) would have the same method as A.list (GET /a), below <operationIdNameMappings>:",
        "<operationIdNameMapping>B.list=callListB</operationIdNameMapping>");
  }

  @Test
  void sameMethodInOtherInterfaces() {
    assertThatCode(
            () ->
                check(
                    """
                    paths:
                      /a: {get: {operationId: A.list, tags: [X], responses: {}}}
                      /b: {get: {operationId: B.list, tags: [Y], responses: {}}}
                    """,
                    NO_NAMES))
        .doesNotThrowAnyException();
  }

  @Test
  void sameOperationId() {
    refused(
        """
        paths:
          /a: {get: {operationId: A.a, responses: {}}}
          /b: {get: {operationId: A.a, responses: {}}}
        """,
        "A.a (GET /b) and A.a (GET /a) have the same operationId");
  }

  @Test
  void inlineBodies() {
    String document =
        """
        paths:
          /a:
            post:
              operationId: Book.lend
              requestBody:
                content: {application/json: {schema: {type: object, properties: {to: {type: string}}}}}
              responses:
                '200':
                  content: {application/json: {schema: {type: array, items: {properties: {}}}}}
        """;
    refused(
        document,
        "<inlineSchemaNameMapping>Book_lend_request=LendRequest</inlineSchemaNameMapping>",
        "<inlineSchemaNameMapping>Book_lend_200_response_inner=LendResponseItem<");

    check(
        document,
        new GeneratorSettings(
            Map.of(),
            Map.of("Book_lend_request", "A", "Book_lend_200_response_inner", "B"),
            Map.of(),
            Map.of()));
  }

  @Test
  void inlineBodiesOfOneName() {
    String document =
        """
        paths:
          /a:
            get:
              operationId: A.list
              responses: {'200': {content: {application/json: {schema: {properties: {}}}}}}
          /b:
            get:
              tags: [B]
              operationId: B.list
              responses: {'200': {content: {application/json: {schema: {properties: {}}}}}}
        """;
    refused(
        document,
        "<inlineSchemaNameMapping>A_list_200_response=ListResponse<",
        "<inlineSchemaNameMapping>B_list_200_response=BListResponse<");

    assertThatThrownBy(
            () ->
                check(
                    document,
                    new GeneratorSettings(
                        Map.of(),
                        Map.of("A_list_200_response", "Same", "B_list_200_response", "Same"),
                        Map.of(),
                        Map.of())))
        .hasMessageContaining("B.list (GET /b) has a body without a name of its own");
  }

  @Test
  void properties() {
    String document = "components: {schemas: {A: {properties: {status_code: {}, statusCode: {}}}}}";
    refused(
        document,
        "components.schemas.A: status_code and statusCode would be the same property",
        "<nameMapping>statusCode=legacyStatusCode</nameMapping>");

    check(
        document, new GeneratorSettings(Map.of("statusCode", "old"), Map.of(), Map.of(), Map.of()));
  }

  @Test
  void models() {
    refused(
        "components: {schemas: {BookList: {}, book_list: {}}}",
        "BookList and book_list would be the same class",
        "<modelNameMapping>book_list=BookList2</modelNameMapping>");
    refused(
        "components: {schemas: {ModelFile: {}, File: {}}}",
        "<modelNameMapping>File=ModelFile2</modelNameMapping>");
  }

  private static void check(String document, GeneratorSettings settings) {
    Names.check(Yaml.load("test", document), settings);
  }

  private static void refused(String document, String... messages) {
    assertThatThrownBy(() -> check(document, NO_NAMES))
        .isInstanceOf(SpecException.class)
        .hasMessageContainingAll(messages);
  }
}
