package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    Uses uses = new Uses(normalized);
    Map<String, Set<String>> classes = new LinkedHashMap<>();
    Yaml.map(Yaml.map(normalized.get("components")).get("schemas"))
        .forEach((name, schema) -> classes.put(name, reasons(schema)));
    List<String> lines = new ArrayList<>();
    for (Method method : Method.ofOperations(normalized)) {
      Set<String> all = reasons(method.operation().data());
      uses.from(method.operation().data()).stream()
          .sorted()
          .forEach(name -> all.addAll(classes.getOrDefault(name, Set.of())));
      if (!all.isEmpty()) {
        lines.add("unsupported: " + method.publishedId() + ": " + String.join("; ", all));
      }
    }
    return lines;
  }

  private static Set<String> reasons(@Nullable Object data) {
    Set<String> reasons = new LinkedHashSet<>();
    collect(data, reasons);
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
