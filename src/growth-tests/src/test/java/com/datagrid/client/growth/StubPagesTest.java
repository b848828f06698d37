package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.NextPage;
import com.datagrid.client.Paginated;
import com.datagrid.client.api.ItemsApi;
import com.datagrid.client.api.ListsApi;
import com.datagrid.client.model.Item;
import com.datagrid.client.model.ItemList;
import com.datagrid.client.model.RowsResponse;
import com.datagrid.client.model.RunsResponse;
import com.datagrid.client.model.Thing;
import com.datagrid.client.model.ThingPage;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stub server pages to an end, in each of the ways that lists come in. */
class StubPagesTest {

  private final DatagridStubServer server = DatagridStubServer.builder().start();
  private final DatagridClient client =
      DatagridClient.builder().apiKey("key").baseUrl(server.baseUrl()).build();
  private final ListsApi lists = client.api(ListsApi.class);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** Five, in pages of two. */
  private void assertPaged(Paginated<Thing> all) {
    assertThat(all.stream().map(Thing::getId))
        .hasSize(5)
        .doesNotHaveDuplicates()
        .startsWith("string");
    assertThat(all.pages().stream().map(List::size)).containsExactly(2, 2, 1);
    assertThat(server.counts().accepted()).isEqualTo(6);
  }

  @Test
  void afterAnId() {
    assertPaged(
        client.paginate(
            after -> lists.conversations(2L, after, null),
            ThingPage::getData,
            NextPage.lastId(Thing::getId, ThingPage::getHasMore)));
  }

  @Test
  void beforeAnIdTheNewestFirst() {
    assertPaged(
        client.paginate(
            lists::messages,
            ThingPage::getData,
            NextPage.lastId(Thing::getId, ThingPage::getHasMore)));
  }

  /** And back again, page by page. */
  @Test
  void beforeAnIdInAListThatGoesBothWays() {
    ThingPage last = client.execute(lists.conversations(2L, "string_4", null)).body();
    assertThat(last.getData()).extracting(Thing::getId).containsExactly("string_5");
    assertThat(last.getHasMore()).isFalse();

    ThingPage middle = client.execute(lists.conversations(2L, null, "string_5")).body();
    assertThat(middle.getData()).extracting(Thing::getId).containsExactly("string_3", "string_4");
    assertThat(middle.getHasMore()).isTrue();
    assertThat(middle.getFirstId()).isEqualTo("string_3");

    ThingPage first = client.execute(lists.conversations(2L, null, "string_3")).body();
    assertThat(first.getData()).extracting(Thing::getId).containsExactly("string", "string_2");
    assertThat(first.getHasMore()).isFalse();
  }

  @Test
  void byAToken() {
    assertPaged(
        client.paginate(
            token -> lists.runs(null, token),
            RunsResponse::getRuns,
            NextPage.token(RunsResponse::getNextPageToken)));
  }

  @Test
  void byAnOffset() {
    NextPage<RowsResponse, Thing> byOffset =
        (page, found) -> {
          long next = page.body().getOffset() + found.size();
          return next < page.body().getTotal() ? Optional.of("" + next) : Optional.empty();
        };
    assertPaged(
        client.paginate(offset -> lists.rows(number(offset), 2L), RowsResponse::getRows, byOffset));
  }

  @Test
  void byLinkHeader() {
    assertPaged(
        client.paginate(
            page -> lists.logs("a b", number(page)), page -> page, NextPage.linkHeader("page")));
  }

  private static @Nullable Long number(@Nullable String cursor) {
    return cursor == null ? null : Long.valueOf(cursor);
  }

  @Test
  void startingAfterAnItem() {
    ItemsApi items = client.api(ItemsApi.class);
    Paginated<Item> all =
        client.paginate(
            cursor -> items.callList(null, null, null, null, null, 3L, cursor, null),
            ItemList::getData,
            NextPage.lastId(Item::getId, ItemList::getHasMore));

    assertThat(all.pages().stream().map(List::size)).containsExactly(3, 2);
  }

  @Test
  void anIdThatIsNotThereHasNothingBehindIt() {
    ThingPage none = client.execute(lists.conversations(null, "other", null)).body();

    assertThat(none.getData()).isEmpty();
    assertThat(none.getHasMore()).isFalse();
  }

  /** On any other server a list is one page, which says that it is the last. */
  @Test
  void elsewhereAListIsOnePage() {
    WireMockServer other = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    other.start();
    try (DatagridClient another =
        DatagridClient.builder().apiKey("key").baseUrl(other.baseUrl() + "/v1").build()) {
      other.addStubMapping(DatagridStubs.response("List.runs", 200));
      other.addStubMapping(DatagridStubs.response("List.messages", 200));
      ListsApi api = another.api(ListsApi.class);

      RunsResponse runs = another.execute(api.runs(null, null)).body();
      assertThat(runs.getRuns()).hasSize(5);
      assertThat(runs.getNextPageToken()).isEmpty();
      ThingPage messages = another.execute(api.messages(null)).body();
      assertThat(messages.getHasMore()).isFalse();
    } finally {
      other.stop();
    }
  }
}
