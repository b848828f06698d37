package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.PagedList.Page;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of a list is, by the names that requests and bodies have for it. */
class PagedListTest {

  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private static Operation list(String... parameters) {
    StringBuilder query = new StringBuilder();
    for (String parameter : parameters) {
      query.append("{in: query, name: ").append(parameter).append("}, ");
    }
    String document =
        "servers: [{url: https://a.example}]\npaths: {/a: {get: {operationId: a, parameters: ["
            + query
            + "], responses: {'200': {}}}}}";
    return ApiDocument.parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
        .operation("a")
        .orElseThrow();
  }

  private static Optional<Page> page(Operation list, String body, Map<String, String> query) {
    return PagedList.page(
        new PagedList.Request(list, query::get, PagedList.PAGE),
        ApiDocument.read(body),
        any -> true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cursor     |   | {data: [{id: a}], next_cursor: x}          | {\"data\":[{\"id\":\"a\"},{\"id\":\"a_2\"}],\"next_cursor\":\"2\"}",
        "cursor     | 4 | {data: [{id: a}], next_cursor: x}          | {\"data\":[{\"id\":\"a_5\"}]}",
        "page_token | 4 | {list: [x], meta: {nextPageToken: x, total: 1}} | {\"list\":[\"x_5\"],\"meta\":{\"total\":5}}",
        "offset     | 2 | {results: [{id: 7}], total: 1, offset: 0} | {\"results\":[{\"id\":9},{\"id\":10}],\"total\":5,\"offset\":2}",
        "offset     |   | {data: [1], next_page: {offset: x}}        | {\"data\":[1,1],\"next_page\":{\"offset\":\"2\"}}",
        "offset     | 4 | {data: [1], next_page: {offset: x}}        | {\"data\":[1]}",
        "page       | 3 | {items: [{id: a}], has_next: true, next_page: 1} | {\"items\":[{\"id\":\"a_5\"}],\"has_next\":false}",
        "page       |   | {items: [{id: a}], next_page: true}        | {\"items\":[{\"id\":\"a\"},{\"id\":\"a_2\"}],\"next_page\":true}",
        "after      | a_2 | {data: [{id: a}], has_more: true, last_id: x, count: 1} | {\"data\":[{\"id\":\"a_3\"},{\"id\":\"a_4\"}],\"has_more\":true,\"last_id\":\"a_4\",\"count\":2}",
        "after      | b | {data: [{id: a}], has_more: true, next: 1} | {\"data\":[],\"has_more\":false}",
        "after      |   | {data: [{id: a}], next: 1}                 | {\"data\":[{\"id\":\"a\"},{\"id\":\"a_2\"}],\"next\":1}",
        "after      | 00000000-0000-4000-8000-000000000003 | [{id: 00000000-0000-4000-8000-000000000000}] | [{\"id\":\"00000000-0000-4000-8000-000000000004\"}]",
      })
  void saysWhereItIs(String parameter, String value, String body, String expected) {
    Map<String, String> query = value == null ? Map.of() : Map.of(parameter, value);

    assertThat(page(list(parameter), body, query).map(Page::body).map(GSON::toJson))
        .hasValue(expected);
  }

  @Test
  void theNextPageIsThatOfTheParameter() {
    assertThat(page(list("page", "per_page"), "[1]", Map.of("page", "2", "per_page", "1")))
        .hasValueSatisfying(
            page -> {
              assertThat(page.parameter()).isEqualTo("page");
              assertThat(page.next()).isEqualTo("3");
            });
    assertThat(page(list("page"), "[1]", Map.of("page", "3")).map(Page::next)).isEmpty();
  }

  @Test
  void itsEndIsSaidAsTheDocumentHasIt() {
    for (String end : new String[] {"null", "\"\""}) {
      String expected = "{\"data\":[\"x_5\"],\"next_cursor\":" + end + "}";
      assertThat(
              PagedList.page(
                      new PagedList.Request(list("cursor"), name -> "4", PagedList.PAGE),
                      ApiDocument.read("{data: [x], next_cursor: x}"),
                      body -> GSON.toJson(body).equals(expected))
                  .map(Page::body)
                  .map(GSON::toJson))
          .hasValue(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{data: []}", "{a: [1], b: [1]}", "text", "{data: {id: 1}}"})
  void whatHasNoListIsNoPage(String body) {
    assertThat(page(list("cursor"), body, Map.of())).isEmpty();
  }

  @Test
  void otherOperationsDoNotList() {
    assertThat(PagedList.isListedBy(list("name", "sort"))).isFalse();
    assertThat(PagedList.isListedBy(list("limit", "starting_after"))).isTrue();
    assertThat(PagedList.isListedBy(list("pageToken"))).isTrue();
  }
}
