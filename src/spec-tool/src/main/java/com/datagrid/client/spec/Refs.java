package com.datagrid.client.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** References within a document. */
final class Refs {
  static final String SCHEMAS = "#/components/schemas/";

  private Refs() {}

  /** What {@code #/a/b} points to, or null: nothing, or another file. */
  static @Nullable Object find(Map<String, Object> document, String reference) {
    if (!reference.startsWith("#/")) {
      return null;
    }
    Object found = document;
    for (String part : reference.substring(2).split("/", -1)) {
      found = child(found, unescaped(part));
    }
    return found;
  }

  private static @Nullable Object child(@Nullable Object data, String key) {
    if (data instanceof List<?> list) {
      return key.matches("\\d{1,6}") && Integer.parseInt(key) < list.size()
          ? list.get(Integer.parseInt(key))
          : null;
    }
    return Yaml.map(data).get(key);
  }

  private static String unescaped(String part) {
    String decoded = part.contains("%") ? URLDecoder.decode(part.replace("+", "%2B"), UTF_8) : part;
    return decoded.replace("~1", "/").replace("~0", "~");
  }

  /** A key as a part of a reference. */
  static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** The mapping itself, or the one that it refers to. */
  static Map<String, Object> resolve(Map<String, Object> document, @Nullable Object data) {
    Map<String, Object> found = Yaml.map(data);
    for (int depth = 0; found.get("$ref") instanceof String reference && depth < 20; depth++) {
      found = Yaml.map(find(document, reference));
    }
    return found;
  }

  static Map<String, Object> to(String schema) {
    return Map.of("$ref", SCHEMAS + schema);
  }

  /** The name of the schema that it refers to, or null. */
  static @Nullable String schemaName(@Nullable Object data) {
    return Yaml.map(data).get("$ref") instanceof String reference
            && reference.startsWith(SCHEMAS)
            && reference.indexOf('/', SCHEMAS.length()) < 0
        ? unescaped(reference.substring(SCHEMAS.length()))
        : null;
  }
}
