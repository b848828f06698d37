package com.datagrid.client.stubs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes up values that fit the document's schemas, always the same ones: what a schema gives as
 * example or default if that fits it, else its first enum value, else something of its type, format
 * and size. A {@code pattern} is not looked at.
 */
final class SchemaValues {
  /** Objects further down have only what is required: the rest would grow with every level. */
  private static final int FULL_LEVELS = 3;

  private static final int MOST_LEVELS = 20;

  private static final Map<String, String> TEXTS =
      Map.of(
          "date-time", "2025-01-01T00:00:00Z",
          "date", "2025-01-01",
          "time", "00:00:00Z",
          "uuid", "00000000-0000-4000-8000-000000000000",
          "uri", "https://example.com",
          "url", "https://example.com",
          "email", "user@example.com",
          "hostname", "example.com",
          "ipv4", "192.0.2.1",
          "byte", "c3R1Yg==");

  private final ApiDocument document;
  private final Schemas schemas;
  private final SchemaCheck check;

  SchemaValues(ApiDocument document) {
    this.document = document;
    this.schemas = new Schemas(document);
    this.check = SchemaCheck.ofKinds(schemas);
  }

  /**
   * A value of the schema.
   *
   * @param examples to take the first of that fits
   * @return an empty object if the schema has no value that ends
   */
  Object value(@Nullable Object schema, List<?> examples) {
    return examples.stream()
        .flatMap(example -> fitting(flat(schema), example).stream())
        .findFirst()
        .or(() -> make(schema, Set.of(), 1))
        .orElse(Map.of());
  }

  /** Empty where a schema comes back to itself: whatever holds it does without. */
  private Optional<Object> make(@Nullable Object data, Set<String> above, int level) {
    Set<String> references = new HashSet<>(above);
    if (!addReferences(data, references)) {
      return Optional.empty();
    }
    Map<String, Object> schema = flat(data);
    Optional<Object> given =
        Stream.of(
                Stream.ofNullable(schema.get("example")),
                Stream.ofNullable(schema.get("default")),
                Schemas.list(schema.get("enum")).stream())
            .flatMap(values -> values)
            .flatMap(value -> fitting(schema, value).stream())
            .findFirst();
    if (given.isPresent()) {
      return given;
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.containsKey(choice)) {
        return Schemas.list(schema.get(choice)).stream()
            .flatMap(option -> chosen(schema, choice, option, references, level).stream())
            .findFirst();
      }
    }
    return switch (type(schema)) {
      case "string" -> Optional.of(text(schema));
      case "integer", "number" -> Optional.of(number(schema));
      case "boolean" -> Optional.of(true);
      case "array" -> array(schema, references, level);
      default -> object(schema, references, level);
    };
  }

  /** False if one of them is there already. */
  private boolean addReferences(@Nullable Object data, Set<String> references) {
    Map<String, Object> schema = ApiDocument.map(data);
    if (schema.get("$ref") instanceof String reference) {
      return references.add(reference) && addReferences(document.target(reference), references);
    }
    // The usual way to say something more of a reference.
    List<?> parts = Schemas.list(schema.get("allOf"));
    return parts.size() != 1 || addReferences(parts.get(0), references);
  }

  private static String type(Map<String, Object> schema) {
    if (schema.get("type") instanceof String type) {
      return type;
    }
    return schema.containsKey("items") ? "array" : "object";
  }

  private Optional<Object> chosen(
      Map<String, Object> schema, String choice, Object option, Set<String> references, int level) {
    Map<String, Object> common = new LinkedHashMap<>(schema);
    common.remove(choice);
    Object whole =
        common.containsKey("properties") ? Map.of("allOf", List.of(common, option)) : option;
    return make(whole, references, level)
        .map(value -> discriminated(ApiDocument.map(schema.get("discriminator")), option, value));
  }

  /** With the name of the chosen schema where the discriminator wants it. */
  private Object discriminated(Map<String, Object> discriminator, Object option, Object value) {
    if (!(discriminator.get("propertyName") instanceof String property)
        || !(ApiDocument.map(option).get("$ref") instanceof String reference)
        || !(value instanceof Map)) {
      return value;
    }
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    Optional<String> mapped =
        ApiDocument.map(discriminator.get("mapping")).entrySet().stream()
            .filter(entry -> Set.of(reference, name).contains(entry.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
    Object declared = ApiDocument.map(flat(option).get("properties")).get(property);
    if (mapped.isEmpty() && flat(declared).containsKey("enum")) {
      return value;
    }
    Map<String, Object> result = new LinkedHashMap<>(ApiDocument.map(value));
    result.put(property, mapped.orElse(name));
    return result;
  }

  private static String text(Map<String, Object> schema) {
    String known = TEXTS.get(String.valueOf(schema.get("format")));
    if (known != null) {
      return known;
    }
    String text = "string";
    int least = size(schema, "minLength", 0);
    if (text.length() < least) {
      text = text.repeat(least / text.length() + 1).substring(0, least);
    }
    return text.substring(0, Math.min(text.length(), size(schema, "maxLength", text.length())));
  }

  private static Number number(Map<String, Object> schema) {
    boolean integer = "integer".equals(schema.get("type"));
    BigDecimal step = integer ? BigDecimal.ONE : new BigDecimal("0.001");
    BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", step);
    BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", step.negate());
    BigDecimal value = least == null ? BigDecimal.ONE : BigDecimal.ONE.max(least);
    value = most == null ? value : value.min(most);
    if (schema.get("multipleOf") instanceof Number multiple) {
      BigDecimal unit = new BigDecimal(multiple.toString());
      value = value.divide(unit, 0, RoundingMode.CEILING).multiply(unit);
      value = most == null || value.compareTo(most) <= 0 ? value : value.subtract(unit);
    }
    return integer ? value.setScale(0, RoundingMode.CEILING).toBigInteger() : value;
  }

  private static @Nullable BigDecimal bound(
      Map<String, Object> schema, String name, String exclusive, BigDecimal step) {
    if (!(schema.get(name) instanceof Number bound)) {
      return null;
    }
    BigDecimal value = new BigDecimal(bound.toString());
    return Boolean.TRUE.equals(schema.get(exclusive)) ? value.add(step) : value;
  }

  private Optional<Object> array(Map<String, Object> schema, Set<String> references, int level) {
    int least = size(schema, "minItems", 0);
    int count = Math.min(Math.max(1, least), size(schema, "maxItems", Integer.MAX_VALUE));
    Optional<Object> item = make(schema.get("items"), references, level);
    if (item.isEmpty()) {
      return least == 0 ? Optional.of(List.of()) : item;
    }
    return item.map(value -> Collections.nCopies(count, value));
  }

  private static int size(Map<String, Object> schema, String name, int otherwise) {
    return schema.get(name) instanceof Integer size ? size : otherwise;
  }

  private Optional<Object> object(Map<String, Object> schema, Set<String> references, int level) {
    if (level > MOST_LEVELS) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    Map<String, Object> properties = ApiDocument.map(schema.get("properties"));
    List<?> required = Schemas.list(schema.get("required"));
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      Map<String, Object> declared = flat(property.getValue());
      boolean optional = !required.contains(property.getKey());
      if (optional && (level > FULL_LEVELS || Schemas.isTrue(declared.get("writeOnly")))) {
        continue;
      }
      Optional<Object> value = make(property.getValue(), references, level + 1);
      if (value.isPresent() || (!optional && Schemas.isTrue(declared.get("nullable")))) {
        object.put(property.getKey(), value.orElse(null));
      } else if (!optional) {
        return Optional.empty();
      }
    }
    if (properties.isEmpty()) {
      Object others = schema.get("additionalProperties");
      if (others instanceof Map || Schemas.isTrue(others)) {
        make(others, references, level + 1).ifPresent(value -> object.put("key", value));
      }
    }
    return Optional.of(object);
  }

  // What the document gives.

  /** The value, read as what the schema is: documents often have a number where a text is due. */
  private Optional<Object> fitting(Map<String, Object> schema, Object given) {
    Object value = given;
    if ("string".equals(schema.get("type"))) {
      value = given instanceof Number || given instanceof Boolean ? given.toString() : given;
    } else if (given instanceof String text && !fits(schema, given)) {
      try {
        value = ApiDocument.read(text);
      } catch (YamlEngineException e) {
        return Optional.empty();
      }
    }
    return fits(schema, value) ? Optional.ofNullable(value) : Optional.empty();
  }

  boolean fits(@Nullable Object schema, @Nullable Object value) {
    return check.problems(schema, value).isEmpty();
  }

  private Map<String, Object> flat(@Nullable Object schema) {
    return schemas.flat(schema);
  }
}
