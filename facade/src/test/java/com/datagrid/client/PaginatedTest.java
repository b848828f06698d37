package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.http.GET;
import retrofit2.http.Query;

/** Lists that come in pages, and where the next page begins. */
class PaginatedTest {

  interface Things {
    @GET("things")
    Call<List<String>> list(@Query("cursor") @Nullable String cursor);
  }

  record Page(@Nullable List<String> items, @Nullable String next, @Nullable Boolean more) {}

  private final NextPage<Page, String> byToken = NextPage.token(Page::next);
  private final NextPage<Page, String> byLastId =
      NextPage.lastId(item -> item.equals("none") ? null : "id-" + item, Page::more);

  private final Deque<ApiResponse<Page>> server = new ArrayDeque<>();
  private final List<@Nullable String> asked = new ArrayList<>();

  private void page(@Nullable String next, String... items) {
    server.add(ApiResponse.of(new Page(List.of(items), next, null)));
  }

  private void page(@Nullable Boolean more, String... items) {
    server.add(ApiResponse.builder(new Page(List.of(items), null, more)).statusCode(203).build());
  }

  @SuppressWarnings("NullAway") // a page without a list is what one test is about
  private Paginated<String> list(NextPage<Page, String> next) {
    return Paginated.of(
        cursor -> {
          asked.add(cursor);
          return server.remove();
        },
        Page::items,
        next);
  }

  @Test
  void noPageBeforeItIsNeeded() {
    page("p2", "a", "b");
    page("p3", "c");
    page((String) null, "d");
    Iterator<String> items = list(byToken).iterator();

    assertThat(asked).isEmpty();
    assertThat(items.next()).isEqualTo("a");
    assertThat(items.hasNext()).isTrue();
    assertThat(items.next()).isEqualTo("b");
    assertThat(asked).containsExactly((String) null);
    assertThat(items.hasNext()).isTrue();
    assertThat(asked).containsExactly(null, "p2");
    assertThat(items.next()).isEqualTo("c");
    assertThat(items.next()).isEqualTo("d");
    assertThat(items).isExhausted();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(items::next);
    assertThat(asked).containsExactly(null, "p2", "p3");
  }

  @Test
  void aStreamAsksForNoMoreThanItNeeds() {
    page("p2", "a", "b");
    assertThat(list(byToken).stream().limit(2)).containsExactly("a", "b");
    assertThat(asked).hasSize(1);
  }

  @Test
  void everyIterationBeginsWithTheFirstPage() {
    Paginated<String> list = list(byToken);
    for (int i = 0; i < 2; i++) {
      page("p2", "a");
      page("", "b");
      assertThat(list).containsExactly("a", "b");
    }
    assertThat(asked).containsExactly(null, "p2", null, "p2");
  }

  @Test
  void emptyPagesHaveNoItemsButAreNotTheEnd() {
    page("p2");
    page("p3");
    page("p4", "a");
    page("");
    assertThat(list(byToken)).containsExactly("a");
    assertThat(asked).containsExactly(null, "p2", "p3", "p4");
  }

  @Test
  void pageByPage() {
    page("p2", "a", "b");
    page("p3");
    page("", "c");
    Paginated<List<String>> pages = list(byToken).pages();
    assertThat(asked).isEmpty();

    Iterator<List<String>> each = pages.iterator();
    assertThat(each.next()).containsExactly("a", "b").isUnmodifiable();
    assertThat(asked).hasSize(1);
    assertThat(each.next()).isEmpty();
    assertThat(each.next()).containsExactly("c");
    assertThat(each).isExhausted();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(each::next);
    assertThat(asked).hasSize(3);
  }

  @Test
  void pagesOfPagesHaveOnePageEach() {
    page("p2", "a", "b");
    page("", "c");
    Iterator<List<List<String>>> singly = list(byToken).pages().pages().iterator();

    assertThat(singly.hasNext()).isTrue();
    assertThat(singly.next()).containsExactly(List.of("a", "b"));
    assertThat(singly.next()).containsExactly(List.of("c"));
    assertThat(singly.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(singly::next);
  }

  @Test
  void aCursorThatComesAgainIsAnErrorAfterTheItems() {
    page("x", "a");
    page("y", "b");
    page("x", "c");
    Iterator<String> items = list(byToken).iterator();

    assertThat(List.of(items.next(), items.next(), items.next())).containsExactly("a", "b", "c");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(InvalidResponseException.class)
          .isThrownBy(items::next)
          .withMessage("the server gives the cursor x once more: pages would not end")
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(200));
    }
    assertThat(asked).containsExactly(null, "x", "y");
  }

  /** Sent, it would be the first page again. */
  @Test
  void anEmptyCursorIsTheEnd() {
    page("", "a");
    assertThat(list(byToken)).containsExactly("a");
    page("p2", "a");
    assertThat(list((page, items) -> Optional.of(""))).containsExactly("a");
    assertThat(asked).containsExactly(null, (String) null);
  }

  @Test
  void aPageWithoutAListHasNoItems() {
    server.add(ApiResponse.of(new Page(null, "p2", null)));
    page("", "a");
    assertThat(list(byToken)).containsExactly("a");
  }

  @Test
  @SuppressWarnings("NullAway") // what a 204 gives
  void aResponseWithoutABodyIsTheEnd() {
    page("p2", "a");
    server.add(ApiResponse.<Page>builder(null).statusCode(204).build());
    assertThat(list(byToken)).containsExactly("a");
    assertThat(asked).containsExactly(null, "p2");
  }

  @Test
  void theLastIdIsTheCursorWhileThereIsMore() {
    page(true, "a", "b");
    page(true, "c");
    page(false, "d");
    assertThat(list(byLastId)).containsExactly("a", "b", "c", "d");
    assertThat(asked).containsExactly(null, "id-b", "id-c");

    page((Boolean) null, "e");
    assertThat(list(byLastId)).containsExactly("e");
  }

  @Test
  void moreWithoutAnIdToGoOnFromIsInvalid() {
    for (String[] items : new String[][] {{}, {"a", "none"}}) {
      page(true, items);
      assertThatExceptionOfType(InvalidResponseException.class)
          .isThrownBy(() -> list(byLastId).iterator().hasNext())
          .withMessageContaining("has no item with an id to go on from")
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(203));
    }
    page(false);
    assertThat(list(byLastId)).isEmpty();
  }

  @Test
  void aRuleSeesThePageAndItsItems() {
    page("", "a", "b");
    page("");
    assertThat(
            list(
                (page, items) -> {
                  assertThat(items).isEqualTo(page.body().items());
                  return items.isEmpty() ? Optional.empty() : Optional.of("" + items.size());
                }))
        .containsExactly("a", "b");
    assertThat(asked).containsExactly(null, "2");
  }

  @Test
  void byLinkHeaderThroughAClient() {
    VirtualTime time = new VirtualTime();
    FakeHttp http = new FakeHttp(time);
    http.then(
        Reply.of(200, "[\"a\", \"b\"]", "Link", "</v1/things?cursor=x%26y>; rel=\"next\""),
        Reply.of(404, "{}"),
        Reply.of(200, "[\"c\"]", "Link", "<?cursor=0>; rel=prev", "Link", "<?cursor=z>; rel=next"),
        Reply.of(200, "[\"d\"]", "Link", "<?cursor=0>; rel=prev"));
    try (DatagridClient client = http.client().build()) {
      Iterator<String> items =
          client
              .paginate(client.api(Things.class)::list, page -> page, NextPage.linkHeader("cursor"))
              .iterator();
      assertThat(http.requests()).isEmpty();

      assertThat(items.next()).isEqualTo("a");
      assertThat(items.next()).isEqualTo("b");
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(items::next);
      assertThat(items.next()).as("asked for once more").isEqualTo("c");
      assertThat(items.next()).isEqualTo("d");
      assertThat(items).isExhausted();
    }
    assertThat(http.requests())
        .extracting(request -> request.url().queryParameter("cursor"))
        .containsExactly(null, "x&y", "x&y", "z");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsRefusedAtOnce() {
    assertThatNullPointerException()
        .isThrownBy(() -> NextPage.lastId(null, Page::more))
        .withMessage("id");
    assertThatNullPointerException()
        .isThrownBy(() -> NextPage.lastId((String item) -> item, null))
        .withMessage("hasMore");
    assertThatNullPointerException().isThrownBy(() -> NextPage.token(null)).withMessage("token");
    assertThatNullPointerException()
        .isThrownBy(() -> NextPage.linkHeader(null))
        .withMessage("parameter");
  }
}
