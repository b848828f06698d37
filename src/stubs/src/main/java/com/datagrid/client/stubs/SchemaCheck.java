package com.datagrid.client.stubs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against schemas of the document, and tells where they differ. Unknown properties fit
 * unless a schema forbids them.
 */
final class SchemaCheck {

  private static final int MOST_LEVELS = 50;

  private final Schemas schemas;
  private final boolean constraints;

  /**
   * One way in which a value does not fit.
   *
   * @param field where, such as {@code filter.ids[2]}; empty for the value itself
   * @param expected such as "a string"
   * @param actual such as "the number 12", or "nothing" where something is missing
   */
  record Problem(String field, String expected, String actual) {

    /** The same, somewhere below. */
    Problem in(String parent) {
      String separator = field.isEmpty() || field.startsWith("[") ? "" : ".";
      return new Problem(parent + separator + field, expected, actual);
    }

    @Override
    public String toString() {
      return field + ": expected " + expected + ", got " + actual;
    }
  }

  private SchemaCheck(Schemas schemas, boolean constraints) {
    this.schemas = schemas;
    this.constraints = constraints;
  }

  /** Types, formats, enums and what is required. */
  static SchemaCheck ofKinds(Schemas schemas) {
    return new SchemaCheck(schemas, false);
  }

  /** That and sizes, bounds and patterns, for what a client sends. */
  static SchemaCheck ofRequests(Schemas schemas) {
    return new SchemaCheck(schemas, true);
  }

  /** Empty if the value fits. */
  List<Problem> problems(@Nullable Object schema, @Nullable Object value) {
    return problems(schema, value, 1);
  }

  private List<Problem> problems(@Nullable Object data, @Nullable Object value, int level) {
    Map<String, Object> schema = schemas.flat(data);
    if (level > MOST_LEVELS) {
      return List.of(); // a schema may be one of its own choices
    } else if (value == null) {
      return isNullable(schema)
          ? List.of()
          : List.of(new Problem("", Kinds.expected(schema), "null"));
    } else if (!Kinds.isOf(schema, value)) {
      return List.of(new Problem("", Kinds.expected(schema), Kinds.describe(value)));
    }
    Optional<String> violated =
        constraints ? Constraints.violated(schema, value) : Optional.empty();
    if (violated.isPresent()) {
      return List.of(new Problem("", violated.get(), Kinds.describe(value)));
    }
    List<Problem> problems = new ArrayList<>();
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.get(choice) instanceof List<?> options) {
        problems.addAll(ofChoice(options, schema, value, level + 1));
      }
    }
    if (value instanceof List<?> list && schema.containsKey("items")) {
      for (int i = 0; i < list.size(); i++) {
        String index = "[" + i + "]";
        problems(schema.get("items"), list.get(i), level + 1)
            .forEach(it -> problems.add(it.in(index)));
      }
    } else if (value instanceof Map) {
      problems.addAll(ofProperties(schema, ApiDocument.map(value), level + 1));
    }
    return problems;
  }

  private static boolean isNullable(Map<String, Object> schema) {
    return schema.isEmpty()
        || Schemas.isTrue(schema.get("nullable"))
        || Schemas.list(schema.get("enum")).stream().anyMatch(Objects::isNull);
  }

  /** None if one fits; else those of the one that is meant, if that is clear. */
  private List<Problem> ofChoice(
      List<?> options, Map<String, Object> schema, Object value, int level) {
    List<?> meant = discriminated(options, schema, value).map(List::<Object>of).orElse(null);
    List<List<Problem>> all = new ArrayList<>();
    for (Object option : meant == null ? options : meant) {
      List<Problem> problems = problems(option, value, level);
      if (problems.isEmpty()) {
        return problems;
      }
      if (problems.stream().noneMatch(problem -> problem.field().isEmpty())) {
        all.add(problems); // at least of its kind
      }
    }
    return all.size() == 1
        ? all.get(0)
        : List.of(
            new Problem(
                "",
                "one of the " + options.size() + " forms in the document",
                Kinds.describe(value)));
  }

  private Optional<Object> discriminated(
      List<?> options, Map<String, Object> schema, Object value) {
    Map<String, Object> discriminator = ApiDocument.map(schema.get("discriminator"));
    Object name = ApiDocument.map(value).get(String.valueOf(discriminator.get("propertyName")));
    if (!(name instanceof String text)) {
      return Optional.empty();
    }
    String reference =
        String.valueOf(ApiDocument.map(discriminator.get("mapping")).getOrDefault(text, text));
    return options.stream()
        .filter(
            option ->
                ApiDocument.map(option).get("$ref") instanceof String target
                    && (target.equals(reference) || target.endsWith('/' + reference)))
        .map(Object.class::cast)
        .findFirst();
  }

  private List<Problem> ofProperties(
      Map<String, Object> schema, Map<String, Object> object, int level) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Object> properties = ApiDocument.map(schema.get("properties"));
    for (Object required : Schemas.list(schema.get("required"))) {
      Map<String, Object> declared = schemas.flat(properties.get(String.valueOf(required)));
      if (!object.containsKey(String.valueOf(required))
          && !(constraints && Schemas.isTrue(declared.get("readOnly")))) {
        problems.add(new Problem(String.valueOf(required), Kinds.expected(declared), "nothing"));
      }
    }
    Object others = schema.getOrDefault("additionalProperties", true);
    object.forEach(
        (name, value) -> {
          if (!properties.containsKey(name) && Boolean.FALSE.equals(others)) {
            String known = properties.isEmpty() ? "no property" : "one of " + properties.keySet();
            problems.add(new Problem(name, known, "an unknown property"));
          } else {
            problems(properties.getOrDefault(name, others), value, level)
                .forEach(problem -> problems.add(problem.in(name)));
          }
        });
    return problems;
  }
}
