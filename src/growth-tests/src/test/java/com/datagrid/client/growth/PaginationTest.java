package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.NextPage;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.Paginated;
import com.datagrid.client.api.AgentsApi;
import com.datagrid.client.api.ItemsApi;
import com.datagrid.client.model.Item;
import com.datagrid.client.model.ItemList;
import com.datagrid.client.model.Thing;
import com.datagrid.client.model.ThingList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lists that come in pages. */
class PaginationTest {

  @RegisterExtension private final Server server = new Server();

  private static String things(@Nullable String next, String... ids) {
    StringBuilder data = new StringBuilder();
    for (String id : ids) {
      data.append(data.isEmpty() ? "" : ",").append("{\"id\":\"" + id + "\",\"name\":\"n\"}");
    }
    return "{\"data\":["
        + data
        + "],\"next_cursor\":"
        + (next == null ? null : '"' + next + '"')
        + '}';
  }

  private Paginated<Thing> byToken() {
    AgentsApi api = server.client().api(AgentsApi.class);
    return server
        .client()
        .paginate(
            cursor -> api.listAgents(cursor),
            ThingList::getData,
            NextPage.token(ThingList::getNextCursor));
  }

  private Paginated<Item> byLastId() {
    ItemsApi api = server.client().api(ItemsApi.class);
    return server
        .client()
        .paginate(
            cursor -> api.callList(null, null, null, null, null, null, cursor, null),
            ItemList::getData,
            NextPage.lastId(Item::getId, ItemList::getHasMore));
  }

  private static String items(boolean more, String... ids) {
    StringBuilder data = new StringBuilder();
    for (String id : ids) {
      data.append(data.isEmpty() ? "" : ",")
          .append("{\"id\":\"" + id + "\",\"name\":\"n\",\"owner\":null,")
          .append("\"created_at\":\"2026-01-02T12:00:00Z\"}");
    }
    return "{\"object\":\"list\",\"data\":[" + data + "],\"has_more\":" + more + '}';
  }

  @Test
  void byTokenAndLazily() throws Exception {
    server.respond(200, things("c&1", "1", "2"));
    server.respond(200, things("c2"));
    server.respond(200, things(null, "3"));
    Paginated<Thing> all = byToken();
    assertThat(server.http().getRequestCount()).isZero();

    Iterator<Thing> things = all.iterator();
    assertThat(things.next().getId()).isEqualTo("1");
    assertThat(things.next().getId()).isEqualTo("2");
    assertThat(server.http().getRequestCount()).isEqualTo(1);
    assertThat(things.next().getId()).isEqualTo("3");
    assertThat(things).isExhausted();

    assertThat(server.request().getTarget()).isEqualTo("/v1/agents");
    assertThat(server.request().getUrl().queryParameter("cursor")).isEqualTo("c&1");
    assertThat(server.request().getUrl().queryParameter("cursor")).isEqualTo("c2");
    assertThat(server.client().rateLimits().values())
        .singleElement()
        .satisfies(status -> assertThat(status.used()).isEqualTo(3));
  }

  @Test
  void byLastIdAndPageByPage() throws Exception {
    server.respond(200, items(true, "i_1", "i_2"));
    server.respond(200, items(false, "i_3"));

    assertThat(byLastId().pages().stream().map(List::size)).containsExactly(2, 1);

    server.request();
    assertThat(server.request().getUrl().queryParameter("starting_after")).isEqualTo("i_2");
  }

  @Test
  void byLinkHeader() throws Exception {
    for (String link :
        List.of(
            "<https://x.example/v1/agents?cursor=1>; rel=\"prev\", "
                + "</v1/agents?limit=2&cursor=a%2Fb>; title=\"a, b\"; rel=\"last next\"",
            "<?cursor=c>; rel=next", "<?cursor=d>; rel=nextish, <?cursor=e>; rel=\"prev\"")) {
      server
          .http()
          .enqueue(
              new MockResponse.Builder()
                  .addHeader("X-RateLimit-Limit", "1000")
                  .addHeader("Link", link)
                  .body(things(null, "1"))
                  .build());
    }
    AgentsApi api = server.client().api(AgentsApi.class);

    assertThat(
            server
                .client()
                .paginate(api::listAgents, ThingList::getData, NextPage.linkHeader("cursor"))
                .stream()
                .count())
        .isEqualTo(3);

    server.request();
    assertThat(server.request().getUrl().queryParameter("cursor")).isEqualTo("a/b");
    assertThat(server.request().getUrl().queryParameter("cursor")).isEqualTo("c");
  }

  @Test
  void byARuleOfOnesOwn() {
    server.respond(200, things(null, "1", "2"));
    server.respond(200, things(null));
    AgentsApi api = server.client().api(AgentsApi.class);
    NextPage<ThingList, Thing> untilEmpty =
        (page, found) -> found.isEmpty() ? Optional.empty() : Optional.of("" + found.size());

    assertThat(server.client().paginate(api::listAgents, ThingList::getData, untilEmpty))
        .hasSize(2);
  }

  @Test
  void aServerThatGoesInCirclesIsLeft() {
    server.respond(200, things("a", "1"));
    server.respond(200, things("b", "2"));
    server.respond(200, things("a", "3"));
    Iterator<Thing> things = byToken().iterator();

    assertThat(things.next().getId()).isEqualTo("1");
    assertThat(things.next().getId()).isEqualTo("2");
    assertThat(things.next().getId()).isEqualTo("3");
    assertThatExceptionOfType(InvalidResponseException.class)
        .isThrownBy(things::hasNext)
        .withMessageContaining("cursor a once more");
    assertThat(server.http().getRequestCount()).isEqualTo(3);
  }

  @Test
  void moreWithoutAnItemToGoOnFrom() {
    server.respond(200, items(true));

    assertThatExceptionOfType(InvalidResponseException.class)
        .isThrownBy(() -> byLastId().iterator().hasNext())
        .withMessageContaining("no item with an id");
  }

  @Test
  void aPageThatFailsCanBeAskedForOnceMore() throws Exception {
    server.respond(200, things("a", "1"));
    server.respond(404, "{}");
    server.respond(200, things(null, "2"));
    Iterator<Thing> things = byToken().iterator();

    assertThat(things.next().getId()).isEqualTo("1");
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(things::next);
    assertThat(things.next().getId()).isEqualTo("2");
    assertThat(things).isExhausted();
  }
}
