package com.datagrid.client.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that the generator gives to schemas of one document. */
final class JavaTypes {

  private final GeneratorSettings settings;

  JavaTypes(GeneratorSettings settings) {
    this.settings = settings;
  }

  /**
   * The type of a value.
   *
   * @param inline its name if it is an object without one
   */
  String of(@Nullable Object schema, String inline) {
    String reference = Refs.schemaName(schema);
    if (reference != null) {
      return settings.model(reference);
    }
    Map<String, Object> map = Yaml.map(schema);
    if (map.containsKey("enum") && !"array".equals(map.get("type"))) {
      return inline + "Enum";
    }
    String format = String.valueOf(map.get("format"));
    return switch (String.valueOf(map.get("type"))) {
      case "string" ->
          switch (format) {
            case "date-time" -> "OffsetDateTime";
            case "date" -> "LocalDate";
            case "uuid" -> "UUID";
            case "uri" -> "URI";
            case "binary" -> "File";
            default -> "String";
          };
      case "boolean" -> "Boolean";
      case "integer" -> format.equals("int64") ? "Long" : "Integer";
      case "number" ->
          switch (format) {
            case "float" -> "Float";
            case "double" -> "Double";
            default -> "BigDecimal";
          };
      case "array" -> "List<" + of(map.get("items"), inline) + '>';
      default -> object(map, inline);
    };
  }

  private String object(Map<String, Object> map, String inline) {
    if (map.containsKey("properties") || map.containsKey("allOf")) {
      return inline;
    }
    return map.get("additionalProperties") instanceof Map<?, ?> values
        ? "Map<String, " + of(values, inline) + '>'
        : "Object";
  }

  /** The type of a request, or null if it has no body. */
  @Nullable String request(Map<String, Object> document, Operation operation) {
    return body(
        Refs.resolve(document, operation.data().get("requestBody")),
        operation.id().replaceAll("\\W", "_") + "_request",
        JavaNames.requestType(operation.id()));
  }

  /** What the method's call gives. */
  String response(Map<String, Object> document, Operation operation) {
    for (Map.Entry<String, Object> response :
        Yaml.map(operation.data().get("responses")).entrySet()) {
      if (response.getKey().startsWith("2")) {
        String type =
            body(
                Refs.resolve(document, response.getValue()),
                operation.id().replaceAll("\\W", "_") + '_' + response.getKey() + "_response",
                JavaNames.responseType(operation.id()));
        return type == null ? "Void" : type;
      }
    }
    return "Void";
  }

  private @Nullable String body(Map<String, Object> holder, String generated, String wanted) {
    for (Object media : Yaml.map(holder.get("content")).values()) {
      return of(
          Yaml.map(media).get("schema"), settings.inlineSchemas().getOrDefault(generated, wanted));
    }
    return null;
  }
}
