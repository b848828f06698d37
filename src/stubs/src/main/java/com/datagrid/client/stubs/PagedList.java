package com.datagrid.client.stubs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list that comes in pages, in the ways that are common: after or before an id, by a token, by an
 * offset or a number of a page. What a body tells of its page is known by its name.
 */
final class PagedList {

  /** How many items there are, if the document's example has no more. */
  private static final int ITEMS = 5;

  /** Without a word of the request. */
  static final int PAGE = 2;

  private static final Set<String> LISTS =
      Set.of("data", "items", "results", "entries", "records", "values", "list");
  private static final Set<String> AFTER =
      Set.of("after", "startingafter", "afterid", "sinceid", "lastid");
  private static final Set<String> BEFORE = Set.of("before", "endingbefore", "beforeid", "maxid");
  private static final Set<String> TOKENS =
      Set.of("cursor", "pagetoken", "nexttoken", "nextcursor", "token", "pagecursor", "marker");
  private static final Set<String> OFFSETS = Set.of("offset", "skip", "startat", "startindex");
  private static final Set<String> PAGES = Set.of("page", "pagenumber");
  private static final Set<String> SIZES =
      Set.of("limit", "pagesize", "perpage", "maxresults", "size", "top", "pagelimit");
  private static final Set<String> NEXT =
      Set.of("nextcursor", "nextpagetoken", "nexttoken", "nextpage", "next", "nextpagecursor");
  private static final Set<String> MORE = Set.of("hasmore", "hasnextpage", "hasnext", "more");
  private static final Set<String> TOTALS =
      Set.of("total", "totalcount", "totalitems", "totalresults");

  private static final Object LEFT_OUT = new Object();

  private final List<Object> items;
  private final Request request;

  private PagedList(List<?> list, Request request) {
    this.items = grown(list);
    this.request = request;
  }

  /**
   * What is asked for.
   *
   * @param operation which lists
   * @param query the value of a parameter of its query, or null
   * @param size of a page, if the query does not say
   */
  record Request(Operation operation, Function<String, @Nullable String> query, int size) {

    /** The whole list as one page. */
    static Request all(Operation operation) {
      return new Request(operation, name -> null, Integer.MAX_VALUE);
    }
  }

  /** Whether an operation lists, by what its query takes. */
  static boolean isListedBy(Operation operation) {
    return operation.method().equals("GET")
        && operation.query().stream().anyMatch(PagedList::saysWhere);
  }

  private static boolean saysWhere(String parameter) {
    String name = plain(parameter);
    return List.of(AFTER, BEFORE, TOKENS, OFFSETS, PAGES).stream()
        .anyMatch(names -> names.contains(name));
  }

  /** {@code next_page_token} and {@code nextPageToken} are the same. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * A page of a list.
   *
   * @param body of the response to a request for it
   * @param next the value of {@code parameter} in the request for the next page, or null at the end
   */
  record Page(Object body, @Nullable String parameter, @Nullable String next) {}

  /**
   * The page that is asked for.
   *
   * @param body of a response that has the list
   * @param fits whether a body is as the document has it
   * @return empty if the body has no list
   */
  static Optional<Page> page(Request request, @Nullable Object body, Predicate<Object> fits) {
    if (body instanceof List<?> list && !list.isEmpty()) {
      Part part = new PagedList(list, request).part();
      return Optional.of(new Page(part.items(), part.parameter(), part.next()));
    }
    Map<String, Object> object = ApiDocument.map(body);
    Optional<String> name = listName(object);
    return name.map(
        list -> {
          Part part = new PagedList((List<?>) object.getOrDefault(list, List.of()), request).part();
          Map<String, @Nullable Object> page = Map.of();
          for (Object end : Arrays.asList(LEFT_OUT, null, "")) {
            page = part.tell(object, end);
            page.put(list, part.items());
            if (fits.test(page)) {
              break;
            }
          }
          return new Page(page, part.parameter(), part.next());
        });
  }

  private static Optional<String> listName(Map<String, Object> body) {
    List<String> lists =
        body.keySet().stream()
            .filter(name -> body.get(name) instanceof List<?> list && !list.isEmpty())
            .toList();
    return lists.stream()
        .filter(LISTS::contains)
        .findFirst()
        .or(() -> lists.size() == 1 ? lists.stream().findFirst() : Optional.empty());
  }

  /** Enough for some pages, each item with an id of its own. */
  private static List<Object> grown(List<?> list) {
    List<Object> items = new ArrayList<>(list);
    for (int i = items.size(); i < ITEMS; i++) {
      Object first = list.get(0);
      Object id = ApiDocument.map(first).get("id");
      if (id != null) {
        Map<String, Object> item = new LinkedHashMap<>(ApiDocument.map(first));
        item.put("id", another(id, i));
        items.add(item);
      } else {
        items.add(first instanceof String text ? another(text, i) : first);
      }
    }
    return items;
  }

  private static Object another(Object id, int i) {
    if (id instanceof Number number) {
      return number.longValue() + i;
    }
    String text = id.toString();
    try {
      UUID uuid = UUID.fromString(text);
      return new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits() + i).toString();
    } catch (IllegalArgumentException e) {
      return text + '_' + (i + 1);
    }
  }

  /** Items one after the other, and where those behind them begin. */
  private record Part(
      List<Object> items, int from, int total, @Nullable String parameter, @Nullable String next) {

    /**
     * The rest of the body.
     *
     * @param end in place of the next page's token behind the last page
     */
    Map<String, @Nullable Object> tell(Map<String, Object> body, @Nullable Object end) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      body.forEach((name, value) -> told.put(name, tell(name, value, end)));
      told.values().removeIf(value -> value == LEFT_OUT);
      return told;
    }

    private @Nullable Object tell(String property, Object value, @Nullable Object end) {
      String name = plain(property);
      boolean saysNext = NEXT.contains(name);
      if (value instanceof Map) {
        return saysNext && next == null ? end : tell(ApiDocument.map(value), end);
      } else if (value instanceof Boolean) {
        return MORE.contains(name) || saysNext ? next != null : value;
      } else if (value instanceof Number number) {
        return number(name, number, end);
      } else if (saysNext || name.equals("cursor") || OFFSETS.contains(name)) {
        return next == null ? end : next;
      } else if (name.equals("firstid") || name.equals("lastid")) {
        return items.isEmpty() ? value : id(items.get(name.startsWith("f") ? 0 : items.size() - 1));
      }
      return value;
    }

    private @Nullable Object number(String name, Number value, @Nullable Object end) {
      if (NEXT.contains(name)) {
        return next == null
            ? end
            : next.matches("\\d{1,9}") ? (Object) Integer.valueOf(next) : value;
      } else if (TOTALS.contains(name)) {
        return total;
      } else if (OFFSETS.contains(name)) {
        return from;
      }
      return name.equals("count") ? items.size() : value;
    }
  }

  private static String id(Object item) {
    return String.valueOf(ApiDocument.map(item).getOrDefault("id", item));
  }

  private Part part() {
    int size = Math.max(1, number(SIZES).orElse(request.size()));
    Optional<String> before = value(BEFORE);
    if (before.isPresent() && has(AFTER)) {
      int to = Math.max(0, indexOf(before.get()));
      int from = Math.max(0, to - size);
      String next = from == 0 ? null : id(items.get(from));
      return new Part(items.subList(from, to), from, items.size(), name(BEFORE), next);
    }
    int from = Math.min(items.size(), from(size));
    int to = (int) Math.min(items.size(), (long) from + size);
    boolean ended = to == items.size();
    String parameter = "";
    String next = "";
    for (Set<String> names : List.of(TOKENS, OFFSETS, PAGES, AFTER, BEFORE)) {
      if (has(names) && parameter.isEmpty()) {
        parameter = name(names);
        next =
            names == PAGES
                ? "" + (to / size + 1)
                : names == AFTER || names == BEFORE
                    ? to == 0 ? "" : id(items.get(to - 1))
                    : "" + to;
      }
    }
    return new Part(items.subList(from, to), from, items.size(), parameter, ended ? null : next);
  }

  /** Behind the id, also of a list of which only those before one can be had: the newest first. */
  private int from(int size) {
    Optional<String> id = value(AFTER).or(() -> value(BEFORE));
    if (id.isPresent()) {
      int index = indexOf(id.get());
      return index < 0 ? items.size() : index + 1;
    }
    Optional<Integer> page = number(PAGES);
    if (page.isPresent()) {
      return Math.max(0, page.get() - 1) * size;
    }
    Optional<String> token = value(TOKENS);
    if (token.isPresent() && indexOf(token.get()) >= 0) {
      return indexOf(token.get()) + 1;
    }
    Optional<Integer> offset = number(TOKENS).or(() -> number(OFFSETS));
    return Math.max(0, offset.orElse(token.isPresent() ? items.size() : 0));
  }

  private int indexOf(String id) {
    for (int i = 0; i < items.size(); i++) {
      if (id(items.get(i)).equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private boolean has(Set<String> names) {
    return request.operation().query().stream()
        .anyMatch(parameter -> names.contains(plain(parameter)));
  }

  private String name(Set<String> names) {
    return request.operation().query().stream()
        .filter(it -> names.contains(plain(it)))
        .findFirst()
        .orElseThrow();
  }

  private Optional<String> value(Set<String> names) {
    return request.operation().query().stream()
        .filter(parameter -> names.contains(plain(parameter)))
        .flatMap(parameter -> Optional.ofNullable(request.query().apply(parameter)).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private Optional<Integer> number(Set<String> names) {
    return value(names).filter(text -> text.matches("\\d{1,6}")).map(Integer::valueOf);
  }
}
