package com.datagrid.client.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** References within a document. */
final class Refs {
  private static final String SCHEMAS = "#/components/schemas/";

  private Refs() {}

  /** What {@code #/a/b} points to, or null: nothing, or another file. */
  static @Nullable Object find(Map<String, Object> document, String reference) {
    if (!reference.startsWith("#/")) {
      return null;
    }
    Object found = document;
    for (String part : reference.substring(2).split("/", -1)) {
      found = Yaml.map(found).get(part.replace("~1", "/").replace("~0", "~"));
    }
    return found;
  }

  /** The mapping itself, or the one that it refers to. */
  static Map<String, Object> resolve(Map<String, Object> document, @Nullable Object data) {
    Map<String, Object> found = Yaml.map(data);
    for (int depth = 0; found.get("$ref") instanceof String reference && depth < 20; depth++) {
      found = Yaml.map(find(document, reference));
    }
    return found;
  }

  /** The name of the schema that it refers to, or null. */
  static @Nullable String schemaName(@Nullable Object data) {
    return Yaml.map(data).get("$ref") instanceof String reference && reference.startsWith(SCHEMAS)
        ? reference.substring(SCHEMAS.length())
        : null;
  }
}
