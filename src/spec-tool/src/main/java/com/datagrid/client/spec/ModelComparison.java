package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed in the generated models. */
final class ModelComparison {

  private final GeneratorSettings settings;
  private final JavaTypes types;
  private final Set<Change> changes;

  /** Adds what it finds to {@code changes}. */
  ModelComparison(GeneratorSettings settings, Set<Change> changes) {
    this.settings = settings;
    this.types = new JavaTypes(settings);
    this.changes = changes;
  }

  void components(Map<String, Object> before, Map<String, Object> after) {
    Uses uses = Uses.of(before, after);
    Map<String, Object> old = schemas(before);
    Map<String, Object> current = schemas(after);
    old.forEach(
        (name, schema) -> {
          if (!current.containsKey(name)) {
            changes.add(Change.breaking(settings.model(name), "is gone"));
          } else {
            model(settings.model(name), uses.of(name), schema, current.get(name));
          }
        });
    current.forEach(
        (name, schema) -> {
          if (!old.containsKey(name)) {
            changes.add(Change.compatible(settings.model(name), "is new"));
          }
        });
  }

  private static Map<String, Object> schemas(Map<String, Object> document) {
    return Yaml.map(Yaml.map(document.get("components")).get("schemas"));
  }

  /** Compares two versions of a class. */
  void model(String name, Uses.Use use, @Nullable Object before, @Nullable Object after) {
    values(name, before, after);
    Map<String, Object> old = new LinkedHashMap<>();
    Map<String, Object> current = new LinkedHashMap<>();
    List<String> wasRequired = new ArrayList<>();
    List<String> isRequired = new ArrayList<>();
    flatten(before, old, wasRequired);
    flatten(after, current, isRequired);
    old.forEach(
        (property, schema) -> {
          if (current.containsKey(property)) {
            property(name, use, property, schema, current.get(property));
            required(
                name, use, property, wasRequired.contains(property), isRequired.contains(property));
          } else {
            changes.add(Change.breaking(getter(name, property), "is gone"));
          }
        });
    current.forEach(
        (property, schema) -> {
          if (!old.containsKey(property)) {
            boolean demanded = use.request() && isRequired.contains(property);
            changes.add(
                new Change(
                    demanded,
                    getter(name, property),
                    demanded ? "is new, and requests must set it" : "is new"));
          }
        });
  }

  /** Its own properties, and those that it is put together from. */
  private static void flatten(
      @Nullable Object schema, Map<String, Object> properties, List<String> required) {
    Map<String, Object> map = Yaml.map(schema);
    properties.putAll(Yaml.map(map.get("properties")));
    Yaml.list(map.get("required")).forEach(name -> required.add(String.valueOf(name)));
    for (Object part : Yaml.list(map.get("allOf"))) {
      String parent = Refs.schemaName(part);
      if (parent == null) {
        flatten(part, properties, required);
      } else { // its own changes are told once, but it may come or go
        properties.put("all of " + parent, Map.of("$ref", "#/components/schemas/" + parent));
      }
    }
  }

  private void property(
      String model,
      Uses.Use use,
      String property,
      @Nullable Object before,
      @Nullable Object after) {
    String inline = model + JavaNames.upper(settings.property(property));
    String was = types.of(before, inline);
    String is = types.of(after, inline);
    if (!was.equals(is)) {
      changes.add(Change.breaking(getter(model, property), "returns " + is + " instead of " + was));
      return;
    }
    if (Refs.schemaName(before) == null && is.contains(inline)) {
      model(inline, use, innermost(before), innermost(after));
    }
  }

  private static @Nullable Object innermost(@Nullable Object schema) {
    Map<String, Object> map = Yaml.map(schema);
    return map.get("items") instanceof Map<?, ?> items
        ? innermost(items)
        : map.get("additionalProperties") instanceof Map<?, ?> values ? innermost(values) : schema;
  }

  private void required(String model, Uses.Use use, String property, boolean was, boolean is) {
    if (is && !was) {
      changes.add(
          new Change(
              use.request(),
              getter(model, property),
              use.request() ? "must be set in requests now" : "is never null now"));
    } else if (was && !is) {
      changes.add(
          new Change(
              use.response(),
              getter(model, property),
              use.response() ? "may be null now" : "need not be set any more"));
    }
  }

  private void values(String name, @Nullable Object before, @Nullable Object after) {
    List<?> old = Yaml.list(Yaml.map(before).get("enum"));
    List<?> current = Yaml.list(Yaml.map(after).get("enum"));
    old.stream()
        .filter(value -> !current.contains(value))
        .forEach(
            value -> changes.add(Change.breaking(name, "has no value '" + value + "' any more")));
    current.stream()
        .filter(value -> !old.contains(value))
        .forEach(value -> changes.add(Change.compatible(name, "has a new value '" + value + "'")));
    if (!Objects.equals(Yaml.map(before).get("type"), Yaml.map(after).get("type"))) {
      changes.add(
          Change.breaking(
              name,
              "is " + Yaml.map(after).get("type") + " instead of " + Yaml.map(before).get("type")));
    }
  }

  private String getter(String model, String property) {
    return model + '.' + JavaNames.getter(settings.property(property));
  }
}
