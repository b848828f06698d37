package com.datagrid.client.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that the generator gives to schemas of a normalized document. */
final class JavaTypes {

  private JavaTypes() {}

  /**
   * The type of a value.
   *
   * @param constants the enum's name if it is one without a name in the document
   */
  static String of(@Nullable Object schema, String constants) {
    String reference = Refs.schemaName(schema);
    if (reference != null) {
      return reference;
    }
    Map<String, Object> map = Yaml.map(schema);
    if (map.containsKey("enum")) {
      return constants;
    }
    String format = String.valueOf(map.get("format"));
    return switch (String.valueOf(map.get("type"))) {
      case "string" -> text(format);
      case "boolean" -> "Boolean";
      case "integer" -> format.equals("int64") ? "Long" : "Integer";
      case "number" ->
          switch (format) {
            case "float" -> "Float";
            case "double" -> "Double";
            default -> "BigDecimal";
          };
      case "array" ->
          (Boolean.TRUE.equals(map.get("uniqueItems")) ? "Set<" : "List<")
              + of(map.get("items"), constants)
              + '>';
      case "object" -> object(map.get("additionalProperties"), constants);
      default -> "Object";
    };
  }

  private static String text(String format) {
    return switch (format) {
      case "date-time" -> "OffsetDateTime";
      case "date" -> "LocalDate";
      case "uuid" -> "UUID";
      case "uri" -> "URI";
      case "binary" -> "File";
      default -> "String";
    };
  }

  private static String object(@Nullable Object values, String constants) {
    if (values == null) {
      return "Object";
    }
    return "Map<String, " + (values instanceof Map ? of(values, constants) : "Object") + '>';
  }

  /** {@code statusCode} gives {@code getStatusCode}. */
  static String getter(String property) {
    return "get" + JavaNames.upper(property);
  }

  /** {@code genre} gives {@code GenreEnum}. */
  static String constants(String property) {
    return JavaNames.upper(property) + "Enum";
  }
}
