package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in one way what OpenAPI 3.0 and 3.1 say of a schema in several: one {@code type}, {@code
 * nullable}, {@code enum} without null, choices as {@code oneOf}, and no siblings of {@code $ref}
 * that change the type.
 */
final class Dialect {

  private static final Set<String> TYPE_WORDS =
      Set.of(
          "type",
          "properties",
          "required",
          "allOf",
          "oneOf",
          "anyOf",
          "items",
          "enum",
          "additionalProperties");

  private Dialect() {}

  /** The same schema; what is no schema is one that says nothing. */
  static Map<String, Object> plain(@Nullable Object data) {
    Map<String, Object> schema = new LinkedHashMap<>(Yaml.map(data));
    if (schema.get("$ref") instanceof String) {
      return reference(schema);
    }
    types(schema);
    values(schema);
    choices(schema);
    content(schema);
    schema.computeIfAbsent("type", type -> impliedType(schema));
    return schema;
  }

  private static Map<String, Object> reference(Map<String, Object> schema) {
    Map<String, Object> rest = new LinkedHashMap<>(schema);
    Object reference = rest.remove("$ref");
    rest.keySet().retainAll(TYPE_WORDS);
    if (rest.isEmpty()) {
      return schema;
    }
    Map<String, Object> result = new LinkedHashMap<>(schema);
    result.keySet().removeAll(TYPE_WORDS);
    result.remove("$ref");
    result.put("allOf", List.of(Map.of("$ref", Objects.requireNonNull(reference)), rest));
    return result;
  }

  private static void types(Map<String, Object> schema) {
    if (!(schema.get("type") instanceof List<?> types)) {
      return;
    }
    List<?> others = types.stream().filter(type -> !"null".equals(type)).toList();
    if (others.size() < types.size()) {
      schema.put("nullable", true);
    }
    schema.remove("type");
    if (others.size() == 1) {
      schema.put("type", others.get(0));
    } else if (others.size() > 1) {
      List<Map<String, Object>> choices = new ArrayList<>();
      for (Object type : others) {
        Map<String, Object> choice = new LinkedHashMap<>(schema);
        choice.keySet().removeAll(Set.of("nullable", "description", "title", "enum"));
        choice.put("type", type);
        choices.add(choice);
      }
      schema.keySet().removeAll(Set.of("items", "properties", "required", "additionalProperties"));
      schema.put("oneOf", choices);
    }
  }

  private static void values(Map<String, Object> schema) {
    if (schema.containsKey("const") && !schema.containsKey("enum")) {
      List<@Nullable Object> only = new ArrayList<>();
      only.add(schema.get("const"));
      schema.put("enum", only);
    }
    if (schema.get("enum") instanceof List<?> values) {
      List<?> others = values.stream().filter(Objects::nonNull).toList();
      if (others.size() < values.size()) {
        schema.put("nullable", true);
      }
      schema.put("enum", others);
      if (others.isEmpty()) {
        schema.remove("enum");
      }
    }
    if ("null".equals(schema.get("type"))) {
      schema.remove("type");
      schema.put("nullable", true);
    }
  }

  private static void choices(Map<String, Object> schema) {
    for (String word : List.of("anyOf", "oneOf")) {
      if (!(schema.remove(word) instanceof List<?> choices)) {
        continue;
      }
      List<?> others = choices.stream().filter(choice -> !isNull(choice)).toList();
      if (others.size() < choices.size()) {
        schema.put("nullable", true);
      }
      List<?> typed = others.stream().filter(Dialect::saysType).toList();
      if (typed.size() == 1 && !schema.containsKey("properties")) {
        List<Object> all = new ArrayList<>(Yaml.list(schema.get("allOf")));
        all.add(typed.get(0));
        schema.put("allOf", all);
      } else if (!typed.isEmpty()) {
        schema.put("oneOf", typed);
      }
    }
  }

  private static boolean isNull(@Nullable Object choice) {
    Map<String, Object> schema = Yaml.map(choice);
    return "null".equals(schema.get("type"))
        || (schema.keySet().stream().noneMatch(key -> !key.equals("type") && isTypeWord(key))
            && !schema.containsKey("type")
            && Boolean.TRUE.equals(schema.get("nullable")));
  }

  private static boolean isTypeWord(String key) {
    return TYPE_WORDS.contains(key) || key.equals("$ref") || key.equals("const");
  }

  /** Not if it only says which properties go together. */
  private static boolean saysType(@Nullable Object choice) {
    Map<String, Object> schema = Yaml.map(choice);
    return schema.keySet().stream().anyMatch(key -> !key.equals("required") && isTypeWord(key))
        || !schema.containsKey("required");
  }

  private static void content(Map<String, Object> schema) {
    if ("base64".equals(schema.get("contentEncoding"))) {
      schema.put("format", "byte");
    } else if (schema.get("contentMediaType") instanceof String type
        && !schema.containsKey("contentEncoding")
        && !type.contains("json")
        && !type.startsWith("text/")) {
      schema.put("format", "binary");
      schema.put("type", "string");
    }
  }

  private static @Nullable Object impliedType(Map<String, Object> schema) {
    if (schema.containsKey("properties") || schema.containsKey("additionalProperties")) {
      return "object";
    }
    if (schema.containsKey("items")) {
      return "array";
    }
    List<?> values = Yaml.list(schema.get("enum"));
    if (values.isEmpty()) {
      return null;
    }
    if (values.stream().allMatch(String.class::isInstance)) {
      return "string";
    }
    if (values.stream().allMatch(Boolean.class::isInstance)) {
      return "boolean";
    }
    return values.stream().allMatch(value -> value instanceof Integer || value instanceof Long)
        ? "integer"
        : null;
  }
}
