package com.datagrid.client.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which schemas users send, and which they get: a change breaks the one and not the other. */
final class Uses {

  /** Where a schema is used. */
  record Use(boolean request, boolean response) {}

  private final Set<String> requests = new HashSet<>();
  private final Set<String> responses = new HashSet<>();

  private Uses() {}

  /** Those of two versions of a document together. */
  @SafeVarargs
  static Uses of(Map<String, Object>... documents) {
    Uses uses = new Uses();
    for (Map<String, Object> document : documents) {
      for (Operation operation : Operation.all(document)) {
        collect(document, operation.data().get("requestBody"), uses.requests);
        collect(document, operation.data().get("responses"), uses.responses);
      }
    }
    return uses;
  }

  /** The schemas that an operation sends or gets. */
  static Set<String> of(Map<String, Object> document, Operation operation) {
    Set<String> names = new HashSet<>();
    collect(document, operation.data(), names);
    return names;
  }

  Use of(String schema) {
    return new Use(requests.contains(schema), responses.contains(schema));
  }

  private static void collect(
      Map<String, Object> document, @Nullable Object data, Set<String> names) {
    if (data instanceof List<?> list) {
      list.forEach(element -> collect(document, element, names));
      return;
    }
    String name = Refs.schemaName(data);
    if (name != null && !names.add(name)) {
      return;
    }
    Map<String, Object> map = Yaml.map(data);
    if (map.get("$ref") instanceof String reference) {
      collect(document, Refs.find(document, reference), names);
    }
    map.values().forEach(value -> collect(document, value, names));
  }
}
