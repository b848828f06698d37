package com.datagrid.client.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which classes of a normalized document lead to which. */
final class Uses {

  /** Where a class is used. */
  record Use(boolean request, boolean response) {}

  private final Map<String, Set<String>> direct = new LinkedHashMap<>();
  private final Set<String> requests = new HashSet<>();
  private final Set<String> responses = new HashSet<>();

  Uses(Map<String, Object> normalized) {
    add(normalized);
  }

  /** Those of two versions of a document together. */
  Uses(Map<String, Object> before, Map<String, Object> after) {
    add(before);
    add(after);
  }

  private void add(Map<String, Object> normalized) {
    Yaml.map(Yaml.map(normalized.get("components")).get("schemas"))
        .forEach(
            (name, schema) ->
                direct.computeIfAbsent(name, any -> new LinkedHashSet<>()).addAll(named(schema)));
    for (Operation operation : Operation.all(normalized)) {
      requests.addAll(from(operation.data().get("requestBody")));
      responses.addAll(from(operation.data().get("responses")));
    }
  }

  /** Whether users send or get a class: a change breaks the one and not the other. */
  Use of(String name) {
    return new Use(requests.contains(name), responses.contains(name));
  }

  /** The classes that something refers to, and those that these refer to. */
  Set<String> from(@Nullable Object data) {
    Set<String> found = new LinkedHashSet<>(named(data));
    Deque<String> open = new ArrayDeque<>(found);
    for (String name = open.poll(); name != null; name = open.poll()) {
      for (String next : direct.getOrDefault(name, Set.of())) {
        if (found.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }

  private static Set<String> named(@Nullable Object data) {
    Set<String> names = new LinkedHashSet<>();
    collect(data, names);
    return names;
  }

  private static void collect(@Nullable Object data, Set<String> names) {
    if (data instanceof List<?> list) {
      list.forEach(element -> collect(element, names));
    }
    String name = Refs.schemaName(data);
    if (name != null) {
      names.add(name);
    }
    Yaml.map(data).values().forEach(value -> collect(value, names));
  }
}
