package com.datagrid.client;

import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that comes in pages. Each page is a call of its own, made when its first item is asked
 * for, with a turn of its own in the rate limit; it fails as {@link DatagridClient#execute} does,
 * and can then be asked for once more. Every iteration begins with the first page. Immutable;
 * iterators and streams are not thread-safe.
 *
 * @param <T> the type of the items
 */
public final class Paginated<T> implements Iterable<T> {

  private final Supplier<Iterator<List<T>>> pages;

  private Paginated(Supplier<Iterator<List<T>>> pages) {
    this.pages = pages;
  }

  static <P, T> Paginated<T> of(
      Function<@Nullable String, ApiResponse<P>> page,
      Function<P, List<T>> items,
      NextPage<P, T> next) {
    return new Paginated<>(() -> new Pages<>(page, items, next));
  }

  /**
   * The items of all pages in order. {@code next()} and {@code hasNext()} may make a call.
   *
   * <p>A cursor that the server gives a second time ends the iteration, after the items of that
   * page, with {@link InvalidResponseException}.
   */
  @Override
  public Iterator<T> iterator() {
    return new Items<>(pages.get());
  }

  /**
   * As {@link #iterator}.
   *
   * @return the items
   */
  public Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false);
  }

  /**
   * Page by page in place of item by item; a page may be empty.
   *
   * @return the pages
   */
  public Paginated<List<T>> pages() {
    return new Paginated<>(() -> new Singly<>(pages.get()));
  }

  private static final class Pages<P, T> implements Iterator<List<T>> {
    private final Function<@Nullable String, ApiResponse<P>> page;
    private final Function<P, List<T>> items;
    private final NextPage<P, T> next;
    private final Set<String> cursors = new HashSet<>();
    private Optional<String> cursor = Optional.empty();
    private boolean ended;
    private @Nullable DatagridException failure;

    Pages(
        Function<@Nullable String, ApiResponse<P>> page,
        Function<P, List<T>> items,
        NextPage<P, T> next) {
      this.page = page;
      this.items = items;
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      return !ended;
    }

    @Override
    public List<T> next() {
      if (failure != null) {
        throw failure;
      }
      if (ended) {
        throw new NoSuchElementException();
      }
      ApiResponse<P> response = page.apply(cursor.orElse(null));
      List<T> found = found(response);
      cursor = response.body() == null ? Optional.empty() : next.cursor(response, found);
      cursor = cursor.filter(text -> !text.isEmpty()); // it would be the first page again
      ended = cursor.isEmpty();
      if (!ended && !cursors.add(cursor.get())) {
        failure =
            new InvalidResponseException(
                "the server gives the cursor " + cursor.get() + " once more: pages would not end",
                response.statusCode(),
                "",
                null);
      }
      return found;
    }

    /** A response without a body, or a body without the list, has no items. */
    private List<T> found(ApiResponse<P> response) {
      @Nullable List<T> found = response.body() == null ? null : items.apply(response.body());
      return found == null ? List.of() : Collections.unmodifiableList(found);
    }
  }

  private static final class Items<T> implements Iterator<T> {
    private final Iterator<List<T>> pages;
    private Iterator<T> page = Collections.emptyIterator();

    Items(Iterator<List<T>> pages) {
      this.pages = pages;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && pages.hasNext()) {
        page = pages.next().iterator();
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }
  }

  private record Singly<T>(Iterator<T> all) implements Iterator<List<T>> {
    @Override
    public boolean hasNext() {
      return all.hasNext();
    }

    @Override
    public List<T> next() {
      return List.of(all.next());
    }
  }
}
