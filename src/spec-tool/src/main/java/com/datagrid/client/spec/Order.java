package com.datagrid.client.spec;

import java.util.Comparator;
import java.util.List;

/** Where a new key goes. */
final class Order {

  /** As OpenAPI documents have it. */
  static final Comparator<String> TOP =
      order(List.of("openapi", "info", "servers", "security", "tags", "paths", "components"));

  /** What holds for all methods of a path, then the methods. */
  static final Comparator<String> PATH_ITEM =
      order(
          List.of(
              "summary",
              "description",
              "servers",
              "parameters",
              "get",
              "post",
              "put",
              "patch",
              "delete",
              "head",
              "options",
              "trace"));

  static final Comparator<String> ALPHABET = Comparator.naturalOrder();

  private Order() {}

  private static Comparator<String> order(List<String> known) {
    return Comparator.<String>comparingInt(
            key -> known.contains(key) ? known.indexOf(key) : known.size())
        .thenComparing(Comparator.naturalOrder());
  }
}
