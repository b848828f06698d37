package com.datagrid.client.stubs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of OpenAPI 3.1 in the words of 3.0. */
final class Dialect {

  private Dialect() {}

  /** The schema itself if it is in those words already. */
  static Map<String, Object> plain(Map<String, Object> schema) {
    Map<String, Object> plain = new LinkedHashMap<>(schema);
    if (schema.get("type") instanceof List<?> types) {
      plain.remove("type");
      setTypes(plain, types);
    }
    if (schema.containsKey("const")) {
      plain.put("enum", List.of(schema.get("const")));
    }
    if (schema.get("examples") instanceof List<?> examples && !examples.isEmpty()) {
      plain.putIfAbsent("example", examples.get(0));
    }
    setBound(plain, "minimum", "exclusiveMinimum");
    setBound(plain, "maximum", "exclusiveMaximum");
    setNullable(plain, "oneOf");
    setNullable(plain, "anyOf");
    return plain.equals(schema) ? schema : plain;
  }

  private static void setTypes(Map<String, Object> schema, List<?> types) {
    List<Object> others = new ArrayList<>(types);
    if (others.remove("null")) {
      schema.put("nullable", true);
    }
    if (others.size() == 1) {
      schema.put("type", others.get(0));
    } else if (!schema.containsKey("enum") && !others.isEmpty()) {
      schema.put("anyOf", others.stream().map(type -> Map.of("type", type)).toList());
    }
  }

  private static void setBound(Map<String, Object> schema, String bound, String exclusive) {
    if (schema.get(exclusive) instanceof Number number) {
      schema.put(bound, number);
      schema.put(exclusive, true);
    }
  }

  /** That null is one of the choices. */
  private static void setNullable(Map<String, Object> schema, String choice) {
    if (schema.get(choice) instanceof List<?> options) {
      List<?> others =
          options.stream()
              .filter(option -> !"null".equals(ApiDocument.map(option).get("type")))
              .toList();
      if (others.size() < options.size()) {
        schema.put("nullable", true);
        schema.put(choice, others);
      }
    }
  }
}
