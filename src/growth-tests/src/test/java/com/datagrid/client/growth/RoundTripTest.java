package com.datagrid.client.growth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.api.ItemsApi;
import com.datagrid.client.api.NamesApi;
import com.datagrid.client.api.RecordsApi;
import com.datagrid.client.api.SettingsApi;
import com.datagrid.client.api.TokensApi;
import com.datagrid.client.model.Change;
import com.datagrid.client.model.Item;
import com.datagrid.client.model.ItemInput;
import com.datagrid.client.model.ItemList;
import com.datagrid.client.model.ModelList;
import com.datagrid.client.model.Path;
import com.datagrid.client.model.Record;
import com.datagrid.client.model.State;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RoundTripTest {

  private static final String ITEM =
      """
      {"id": "i_1", "name": "one", "owner": null, "created_at": "2026-01-02T12:00:00Z",
       "due": null, "size": 9007199254740993, "ratio": 0.5, "level": 9, "state": "melted",
       "states": ["open", "melted"], "history": {"a": {"by": "me", "state": "on-hold"}},
       "prices": {"eur": 1.10}, "grid": [[1, 2], [3]], "anything": [1, "two"], "meta": {"k": true}}
      """;

  @RegisterExtension private final Server server = new Server();

  @Test
  void queryArraysAndEnums() throws Exception {
    server.respond(200, "{\"object\": \"list\", \"data\": [], \"has_more\": false}");

    ItemList list =
        server
            .client()
            .execute(
                server
                    .client()
                    .api(ItemsApi.class)
                    .callList(
                        List.of("a b", "c&d"),
                        List.of(1L, 2L),
                        List.of(State.OPEN, State.ON_HOLD),
                        "asc",
                        OffsetDateTime.parse("2026-01-02T12:00:00Z"),
                        null,
                        null,
                        "trace"))
            .body();

    var request = server.request();
    var url = request.getUrl();
    assertThat(url.queryParameterValues("tag")).containsExactly("a b", "c&d");
    assertThat(url.queryParameter("id")).isEqualTo("1,2");
    assertThat(url.queryParameterValues("state")).containsExactly("open", "on-hold");
    assertThat(url.queryParameter("since")).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(url.queryParameterNames()).doesNotContain("limit", "starting_after");
    assertThat(request.getHeaders().get("X-Trace")).isEqualTo("trace");
    assertThat(list.getData()).isEmpty();
    assertThat(list.getHasMore()).isFalse();
    assertThat(list.getNextCursor()).isNull();
  }

  @Test
  void unknownEnumValueIsNotSentInQueries() {
    ItemsApi api = server.client().api(ItemsApi.class);

    assertThatThrownBy(
            () ->
                server
                    .client()
                    .execute(
                        api.callList(
                            null, null, List.of(State.UNRECOGNIZED), null, null, null, null, null)))
        .hasStackTraceContaining("UNRECOGNIZED stands for");
  }

  /** The generator has it stand for 11184809. */
  @Test
  void unknownNumberIsNotSentInBodies() {
    ItemsApi api = server.client().api(ItemsApi.class);
    ItemInput input = new ItemInput().name("one").level(ItemInput.LevelEnum.UNRECOGNIZED);

    assertThatThrownBy(() -> server.client().execute(api.createItem(input)))
        .hasStackTraceContaining("LevelEnum.UNRECOGNIZED stands for");
  }

  @Test
  void pagesByCursor() throws Exception {
    ItemsApi api = server.client().api(ItemsApi.class);
    server.respond(
        200,
        "{\"object\": \"list\", \"data\": ["
            + ITEM
            + "], \"has_more\": true, \"next_cursor\": \"c\"}");
    server.respond(200, "{\"object\": \"list\", \"data\": [], \"has_more\": false}");

    ItemList first = page(api, null);
    ItemList second = page(api, first.getNextCursor());

    assertThat(first.getHasMore()).isTrue();
    assertThat(first.getData()).extracting(Item::getId).containsExactly("i_1");
    assertThat(second.getHasMore()).isFalse();
    assertThat(server.request().getTarget()).isEqualTo("/v1/items");
    assertThat(server.request().getTarget()).isEqualTo("/v1/items?starting_after=c");
  }

  private ItemList page(ItemsApi api, @Nullable String after) {
    return server
        .client()
        .execute(api.callList(null, null, null, null, null, null, after, null))
        .body();
  }

  @Test
  void allKindsOfProperties() {
    server.respond(200, ITEM);

    Item item = server.client().execute(server.client().api(ItemsApi.class).getItem("i_1")).body();

    assertThat(item.getOwner()).isNull();
    assertThat(item.getDue()).isNull();
    assertThat(item.getNote()).isNull();
    assertThat(item.getSize()).isEqualTo(9007199254740993L);
    assertThat(item.getState()).isEqualTo(State.UNRECOGNIZED);
    assertThat(item.getLevel()).isEqualTo(Item.LevelEnum.UNRECOGNIZED);
    assertThat(item.getStates()).containsExactly(State.OPEN, State.UNRECOGNIZED);
    assertThat(item.getHistory()).containsOnlyKeys("a");
    assertThat(requireNonNull(item.getHistory()).get("a"))
        .isEqualTo(new Change().by("me").state(State.ON_HOLD));
    assertThat(item.getPrices()).containsEntry("eur", new BigDecimal("1.10"));
    assertThat(requireNonNull(item.getGrid()).get(0))
        .containsExactly(BigDecimal.ONE, new BigDecimal(2));
    assertThat(item.getAnything()).isEqualTo(List.of(1L, "two"));
    assertThat(item.getMeta()).isEqualTo(Map.of("k", true));
  }

  @Test
  void missingRequiredPropertyOfAPartOfAllOf() {
    server.respond(200, "{\"id\": \"i_1\", \"created_at\": \"2026-01-02T12:00:00Z\"}");

    assertThatThrownBy(
            () -> server.client().execute(server.client().api(ItemsApi.class).latestItem()))
        .isInstanceOf(InvalidResponseException.class)
        .hasMessageContaining("name");
  }

  @Test
  void unsetPropertiesAreNotSentAndDefaultsNeither() throws Exception {
    server.respond(201, ITEM);

    server
        .client()
        .execute(
            server
                .client()
                .api(ItemsApi.class)
                .createItem(
                    new ItemInput()
                        .name("one")
                        .extra(Map.of("a", List.of(1)))
                        .putPricesItem("eur", new BigDecimal("1.10"))
                        .addLabelsItem("x")));

    assertThat(Server.body(server.request()))
        .isEqualTo(
            "{\"name\":\"one\",\"owner\":null,\"labels\":[\"x\"],\"extra\":{\"a\":[1]},\"prices\":{\"eur\":1.10}}");
  }

  @Test
  void noContent() {
    server.http().enqueue(new mockwebserver3.MockResponse.Builder().code(204).build());

    ApiResponse<Void> response =
        server.client().execute(server.client().api(ItemsApi.class).deleteItem("i_1"));

    assertThat(response.statusCode()).isEqualTo(204);
  }

  @Test
  void overlappingPathsHaveLimitsOfTheirOwn() {
    ItemsApi api = server.client().api(ItemsApi.class);
    server.respond(200, ITEM);
    server.respond(200, ITEM);
    server.respond(200, "{\"any\": [1]}");

    server.client().execute(api.latestItem());
    server.client().execute(api.getItem("latest"));
    assertThat(server.client().execute(api.getItemPart("i_1", "p")).body())
        .isEqualTo(Map.of("any", List.of(1L)));

    assertThat(server.client().rateLimits().keySet())
        .extracting(key -> key.method() + ' ' + key.path())
        .containsExactlyInAnyOrder(
            "GET /items/latest", "GET /items/{item_id}", "GET /items/{item_id}/{part}");
  }

  @Test
  void namesThatCollide() throws Exception {
    server.respond(
        200,
        "{\"status_code\": 1, \"statusCode\": 2, \"object\": \"record\", \"class\": \"c\","
            + " \"default\": \"d\", \"3d\": true, \"@type\": \"t\","
            + " \"file\": {\"id\": \"f\", \"size\": 3, \"checksum\": \"AQI=\"}}");
    Record data =
        server.client().execute(server.client().api(RecordsApi.class).getRecord("r")).body();
    assertThat(data.getStatusCode()).isEqualTo(1);
    assertThat(data.getLegacyStatusCode()).isEqualTo(2);
    assertThat(data.getPropertyClass()).isEqualTo("c");
    assertThat(requireNonNull(data.getFile()).getChecksum()).isEqualTo("AQI=");

    server.respond(
        200, "{\"body\": {\"string\": {\"value\": \"v\"}}, \"object\": {\"value\": \"w\"}}");
    var response =
        server
            .client()
            .execute(
                server
                    .client()
                    .api(NamesApi.class)
                    .exchangeNames(
                        "p", new Path()._list(new ModelList().addValuesItem("a")), "k", null, "n"))
            .body();
    assertThat(requireNonNull(response.getBody().getString()).getValue()).isEqualTo("v");
    assertThat(requireNonNull(response.getObjectType()).getValue()).isEqualTo("w");
    server.request();
    var request = server.request();
    assertThat(Server.body(request)).isEqualTo("{\"list\":{\"values\":[\"a\"]}}");
    assertThat(request.getUrl().queryParameter("filter[name]")).isEqualTo("n");
  }

  @Test
  void freeFormAndForms() throws Exception {
    server.respond(200, "{\"a\": {\"b\": 1}}");
    Map<String, Object> settings =
        server
            .client()
            .execute(server.client().api(SettingsApi.class).replaceSettings(Map.of("x", Map.of())))
            .body();
    assertThat(settings).isEqualTo(Map.of("a", Map.of("b", 1L)));
    assertThat(Server.body(server.request())).isEqualTo("{\"x\":{}}");

    server.respond(200, "{\"token\": \"t\"}");
    Map<String, String> token =
        server
            .client()
            .execute(server.client().api(TokensApi.class).createToken("a b", null))
            .body();
    assertThat(token).isEqualTo(Map.of("token", "t"));
    assertThat(Server.body(server.request())).isEqualTo("grant_type=a+b");
  }

  @Test
  void datesAreDates() {
    server.respond(200, ITEM.replace("\"due\": null", "\"due\": \"2026-02-03\""));

    Item item = server.client().execute(server.client().api(ItemsApi.class).getItem("i_1")).body();

    assertThat(item.getDue()).isEqualTo(LocalDate.of(2026, 2, 3));
  }
}
