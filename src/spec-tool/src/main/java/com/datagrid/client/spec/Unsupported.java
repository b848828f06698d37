package com.datagrid.client.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operations cannot do, or would lose, told by operation. */
final class Unsupported {

  private Unsupported() {}

  /** One line for each operation that something is wrong with. */
  static List<String> findings(Map<String, Object> normalized) {
    return Method.all(normalized).stream()
        .filter(method -> !reasons(normalized, method).isEmpty())
        .map(
            method ->
                "unsupported: "
                    + method.publishedId()
                    + ": "
                    + String.join("; ", reasons(normalized, method)))
        .toList();
  }

  private static Set<String> reasons(Map<String, Object> normalized, Method method) {
    Set<String> reasons = new LinkedHashSet<>();
    collect(method.operation().data(), reasons);
    Uses.of(normalized, method.operation()).stream()
        .sorted()
        .forEach(name -> collect(Comparison.component(normalized, name), reasons));
    return reasons;
  }

  private static void collect(@Nullable Object data, Set<String> reasons) {
    if (data instanceof List<?> list) {
      list.forEach(element -> collect(element, reasons));
    }
    Yaml.map(data)
        .forEach(
            (key, value) -> {
              if (key.equals(Extensions.UNSUPPORTED)) {
                Yaml.list(value).forEach(reason -> reasons.add(String.valueOf(reason)));
              } else {
                collect(value, reasons);
              }
            });
  }
}
