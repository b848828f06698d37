package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Choices that are choices of each other, which interfaces in Java cannot be: in place of the other
 * choice each has the variants of it.
 */
final class Circles {

  private final Map<String, Object> components;

  /** By name of the choice, as the document has them. */
  private final Map<String, List<?>> variants = new LinkedHashMap<>();

  Circles(Map<String, Object> components) {
    this.components = components;
    components.forEach(
        (name, body) -> {
          if (Yaml.map(body).get(Extensions.UNION) instanceof Map<?, ?> union) {
            variants.put(name, Yaml.list(union.get("variants")));
          }
        });
  }

  /** Changes the components. */
  void open() {
    variants.forEach(
        (name, all) -> {
          if (all.stream().anyMatch(variant -> reaches(variant, name, new HashSet<>()))) {
            Set<Object> found = new LinkedHashSet<>();
            collect(name, name, found, new HashSet<>());
            Map<String, Object> body = new LinkedHashMap<>(Yaml.map(components.get(name)));
            Map<String, Object> union = new LinkedHashMap<>(Yaml.map(body.get(Extensions.UNION)));
            union.put("variants", new ArrayList<>(found));
            body.put(Extensions.UNION, union);
            components.put(name, body);
          }
        });
  }

  private void collect(String from, String name, Set<Object> found, Set<String> seen) {
    seen.add(from);
    for (Object variant : variants.getOrDefault(from, List.of())) {
      String inner = String.valueOf(Refs.schemaName(variant));
      if (!reaches(variant, name, new HashSet<>())) {
        found.add(variant);
      } else if (!seen.contains(inner)) {
        collect(inner, name, found, seen);
      }
    }
  }

  private boolean reaches(Object variant, String name, Set<String> seen) {
    String inner = String.valueOf(Refs.schemaName(variant));
    return inner.equals(name)
        || (seen.add(inner)
            && variants.getOrDefault(inner, List.of()).stream()
                .anyMatch(further -> reaches(further, name, seen)));
  }
}
