package com.datagrid.client.spec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed in the generated models. */
final class ModelComparison {

  private final Set<Change> changes;

  /** Adds what it finds to {@code changes}. */
  ModelComparison(Set<Change> changes) {
    this.changes = changes;
  }

  void classes(Map<String, Object> before, Map<String, Object> after) {
    Uses uses = new Uses(before, after);
    Map<String, Object> old = schemas(before);
    Map<String, Object> current = schemas(after);
    old.forEach(
        (name, schema) -> {
          if (current.containsKey(name)) {
            model(name, uses.of(name), Yaml.map(schema), Yaml.map(current.get(name)));
          } else {
            changes.add(Change.breaking(name, "is gone"));
          }
        });
    current.keySet().stream()
        .filter(name -> !old.containsKey(name))
        .forEach(name -> changes.add(Change.compatible(name, "is new")));
  }

  private static Map<String, Object> schemas(Map<String, Object> document) {
    return Yaml.map(Yaml.map(document.get("components")).get("schemas"));
  }

  private void model(
      String name, Uses.Use use, Map<String, Object> before, Map<String, Object> after) {
    if (!kind(before).equals(kind(after))) {
      changes.add(Change.breaking(name, "is " + kind(after) + " instead of " + kind(before)));
      return;
    }
    values(name, before, after);
    variants(name, before, after);
    deprecated(name, before, after);
    Map<String, Object> old = Yaml.map(before.get("properties"));
    Map<String, Object> current = Yaml.map(after.get("properties"));
    old.keySet().stream()
        .filter(property -> !current.containsKey(property))
        .forEach(property -> changes.add(Change.breaking(getter(name, property), "is gone")));
    current.forEach(
        (property, schema) -> {
          if (old.containsKey(property)) {
            property(name, use, property, before, after);
          } else {
            added(name, use, property, after);
          }
        });
  }

  private static String kind(Map<String, Object> schema) {
    if (schema.containsKey("enum")) {
      return "an enum of " + JavaTypes.of(Map.of("type", schema.getOrDefault("type", "")), "");
    }
    return schema.containsKey(Extensions.UNION) ? "a choice" : "a class";
  }

  private void variants(String name, Map<String, Object> before, Map<String, Object> after) {
    List<String> was = variants(before);
    List<String> is = variants(after);
    is.stream()
        .filter(variant -> !was.contains(variant))
        .forEach(variant -> changes.add(Change.compatible(name, "may be " + variant + " now")));
    was.stream()
        .filter(variant -> !is.contains(variant))
        .forEach(variant -> changes.add(Change.breaking(name, "is never " + variant + " now")));
  }

  private static List<String> variants(Map<String, Object> schema) {
    return Yaml.list(Yaml.map(schema.get(Extensions.UNION)).get("variants")).stream()
        .map(variant -> JavaTypes.of(variant, "String"))
        .toList();
  }

  private void added(String name, Uses.Use use, String property, Map<String, Object> after) {
    boolean demanded = use.request() && isRequired(after, property) && !isReadOnly(after, property);
    changes.add(
        new Change(
            demanded,
            getter(name, property),
            demanded ? "is new, and requests must set it" : "is new"));
  }

  private static boolean isReadOnly(Map<String, Object> schema, String property) {
    return flag(schema, property, "readOnly");
  }

  private void property(
      String name,
      Uses.Use use,
      String property,
      Map<String, Object> before,
      Map<String, Object> after) {
    Object old = Yaml.map(before.get("properties")).get(property);
    Object current = Yaml.map(after.get("properties")).get(property);
    String constants = name + '.' + JavaTypes.constants(property);
    String was = JavaTypes.of(old, constants);
    String is = JavaTypes.of(current, constants);
    String wire = wire(after, property);
    if (!was.equals(is)) {
      changes.add(Change.breaking(getter(name, property), "returns " + is + " instead of " + was));
      return;
    }
    if (!wire(before, property).equals(wire)) {
      changes.add(Change.breaking(getter(name, property), "is " + wire + " on the wire now"));
    }
    values(constants, innermost(old), innermost(current));
    if (use.request()) {
      Constraints.added(old, current)
          .forEach(
              demand ->
                  changes.add(
                      Change.breaking(
                          getter(name, property), "must have " + demand + " in requests now")));
    }
    deprecated(getter(name, property), of(before, property), of(after, property));
    required(name, use, property, before, after);
  }

  private static String wire(Map<String, Object> schema, String property) {
    Object more = Yaml.map(schema.get(Extensions.PROPERTIES)).get(property);
    return String.valueOf(Yaml.map(more).getOrDefault("name", property));
  }

  /** What is said of a property, wherever it is said. */
  private static Map<String, Object> of(Map<String, Object> schema, String property) {
    Map<String, Object> own = Yaml.map(Yaml.map(schema.get("properties")).get(property));
    return own.containsKey("$ref")
        ? Yaml.map(Yaml.map(schema.get(Extensions.PROPERTIES)).get(property))
        : own;
  }

  private static boolean flag(Map<String, Object> schema, String property, String flag) {
    return Boolean.TRUE.equals(of(schema, property).get(flag));
  }

  private void deprecated(String subject, Map<String, Object> before, Map<String, Object> after) {
    if (Boolean.TRUE.equals(after.get("deprecated"))
        && !Boolean.TRUE.equals(before.get("deprecated"))) {
      changes.add(Change.compatible(subject, "is deprecated"));
    }
  }

  private static Map<String, Object> innermost(@Nullable Object schema) {
    Map<String, Object> map = Yaml.map(schema);
    if (map.get("items") instanceof Map<?, ?> items) {
      return innermost(items);
    }
    return map.get("additionalProperties") instanceof Map<?, ?> values ? innermost(values) : map;
  }

  private static boolean isRequired(Map<String, Object> schema, String property) {
    return Yaml.list(schema.get("required")).contains(property);
  }

  private void required(
      String name,
      Uses.Use use,
      String property,
      Map<String, Object> before,
      Map<String, Object> after) {
    boolean was = isRequired(before, property);
    boolean is = isRequired(after, property);
    boolean couldBeNull = !was || flag(before, property, "nullable");
    boolean canBeNull = !is || flag(after, property, "nullable");
    String getter = getter(name, property);
    if (is && !was && use.request() && !isReadOnly(after, property)) {
      changes.add(Change.breaking(getter, "must be set in requests now"));
    } else if (canBeNull && !couldBeNull) {
      changes.add(
          new Change(
              use.response(),
              getter,
              use.response() ? "may be null now" : "need not be set any more"));
    } else if (couldBeNull && !canBeNull) {
      changes.add(Change.compatible(getter, "is never null now"));
    }
  }

  private void values(String name, Map<String, Object> before, Map<String, Object> after) {
    List<?> old = Yaml.list(before.get("enum"));
    List<?> current = Yaml.list(after.get("enum"));
    if (old.isEmpty() || current.isEmpty()) {
      return;
    }
    old.stream()
        .filter(value -> !current.contains(value))
        .forEach(
            value -> changes.add(Change.breaking(name, "has no value '" + value + "' any more")));
    current.stream()
        .filter(value -> !old.contains(value))
        .forEach(value -> changes.add(Change.compatible(name, "has a new value '" + value + "'")));
  }

  private static String getter(String model, String property) {
    return model + '.' + JavaTypes.getter(property);
  }
}
