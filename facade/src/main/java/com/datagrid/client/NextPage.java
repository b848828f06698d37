package com.datagrid.client;

import com.datagrid.client.internal.LinkHeader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says where the page after a page begins. For a list by offset, for instance:
 *
 * <pre>{@code
 * NextPage<ItemList, Item> byOffset =
 *     (page, items) -> {
 *       long next = page.body().getOffset() + items.size();
 *       return next < page.body().getTotal() ? Optional.of("" + next) : Optional.empty();
 *     };
 * }</pre>
 *
 * @param <P> the type of the body of a page
 * @param <T> the type of the items in it
 */
@FunctionalInterface
public interface NextPage<P, T> {

  /**
   * {@return the cursor of the next page, as the next call takes it; empty, or an empty text, after
   * the last page}
   *
   * @param page the response that has the page
   * @param items those of the page
   */
  Optional<String> cursor(ApiResponse<P> page, List<T> items);

  /**
   * The next page begins after the last item of this one, as long as the page says that there is
   * more. A page that says so without an item fails with {@link InvalidResponseException}.
   *
   * @param <P> the type of a page
   * @param <T> the type of an item
   * @param id the id of an item
   * @param hasMore whether there is more; null means no
   * @return what finds the next page in that way
   */
  static <P, T> NextPage<P, T> lastId(
      Function<T, @Nullable String> id, Function<P, @Nullable Boolean> hasMore) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(hasMore, "hasMore");
    return (page, items) -> {
      if (!Boolean.TRUE.equals(hasMore.apply(page.body()))) {
        return Optional.empty();
      }
      String last = items.isEmpty() ? null : id.apply(items.get(items.size() - 1));
      if (last == null || last.isEmpty()) {
        throw new InvalidResponseException(
            "the page says that there is more, but has no item with an id to go on from",
            page.statusCode(),
            "",
            null);
      }
      return Optional.of(last);
    };
  }

  /**
   * The page has the cursor of the next one.
   *
   * @param <P> the type of a page
   * @param <T> the type of an item
   * @param token what to read it from; null and an empty text mean that this is the last page
   * @return what finds the next page in that way
   */
  static <P, T> NextPage<P, T> token(Function<P, @Nullable String> token) {
    Objects.requireNonNull(token, "token");
    return (page, items) -> Optional.ofNullable(token.apply(page.body()));
  }

  /**
   * The header {@code Link} has the URL of the next page with {@code rel="next"} (RFC 8288). A link
   * with an {@code anchor} leads from another page, and is passed over.
   *
   * @param <P> the type of a page
   * @param <T> the type of an item
   * @param parameter the parameter of that URL's query that is the cursor; without it, or if it is
   *     empty, this is the last page
   * @return what finds the next page in that way
   */
  static <P, T> NextPage<P, T> linkHeader(String parameter) {
    Objects.requireNonNull(parameter, "parameter");
    return (page, items) -> LinkHeader.next(page.headers().all("Link"), parameter);
  }
}
