package com.datagrid.client.stubs;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schemas of a document, each as one mapping in the words of OpenAPI 3.0. */
final class Schemas {

  private final ApiDocument document;

  Schemas(ApiDocument document) {
    this.document = document;
  }

  /** The schema with all that it refers to and consists of. */
  Map<String, Object> flat(@Nullable Object data) {
    Map<String, Object> schema = Dialect.plain(document.resolve(data));
    if (!schema.containsKey("allOf")) {
      return schema;
    }
    Map<String, Object> own = new LinkedHashMap<>(schema);
    own.remove("allOf");
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    Set<Object> required = new LinkedHashSet<>();
    Stream.concat(list(schema.get("allOf")).stream().map(this::flat), Stream.of(own))
        .forEach(
            part -> {
              all.putAll(part);
              properties.putAll(ApiDocument.map(part.get("properties")));
              required.addAll(list(part.get("required")));
            });
    if (!properties.isEmpty()) {
      all.put("properties", properties);
    }
    if (!required.isEmpty()) {
      all.put("required", List.copyOf(required));
    }
    return all;
  }

  static List<?> list(@Nullable Object data) {
    return data instanceof List<?> list ? list : List.of();
  }

  static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }
}
