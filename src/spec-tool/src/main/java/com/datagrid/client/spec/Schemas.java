package com.datagrid.client.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns schemas into such as have one Java type each: classes, enums and choices become components
 * under the names of their Java classes, everything else is said where it is used.
 */
final class Schemas {

  private static final String CLASSES = "classes";

  /** What is said of a value rather than of its type. */
  private static final List<String> BESIDE =
      List.of("description", "deprecated", "nullable", "readOnly", "writeOnly");

  /** Without these, a schema of one part is that part. */
  private static final List<String> BESIDE_PARTS =
      List.of("properties", "required", "additionalProperties");

  private final Map<String, Object> document;
  private final JavaNames java;
  private final NameTable names;
  private final PropertyNames propertyNames;
  private final Subtypes subtypes;

  /** By name of the class. */
  private final Map<String, Object> components = new LinkedHashMap<>();

  /** By place in the document. */
  private final Map<String, String> classes = new HashMap<>();

  private final Deque<Runnable> bodies = new ArrayDeque<>();
  private final Set<String> open = new HashSet<>();

  Schemas(Map<String, Object> document, JavaNames java, NameTable names) {
    this.document = document;
    this.java = java;
    this.names = names;
    this.propertyNames = new PropertyNames(java, names);
    this.subtypes = new Subtypes(document);
    names.reservePins(CLASSES, "class ");
  }

  /** Those with a name in the document come before all others. */
  void components() {
    Map<String, Object> published = Yaml.map(Yaml.map(document.get("components")).get("schemas"));
    List<Runnable> aliases = new ArrayList<>();
    published.forEach(
        (name, schema) -> {
          String at = Refs.SCHEMAS + Refs.escaped(name);
          Runnable type = () -> type(schema, at, java.type(name));
          if (isAlias(Dialect.plain(schema))) {
            aliases.add(type);
          } else {
            type.run();
          }
        });
    aliases.forEach(Runnable::run);
    finish();
  }

  private static boolean isAlias(Map<String, Object> schema) {
    return schema.containsKey("$ref")
        || schema.containsKey("items")
        || (schema.containsKey("additionalProperties") && !schema.containsKey("properties"));
  }

  /** Says of all classes what they have. */
  void finish() {
    for (Runnable body = bodies.poll(); body != null; body = bodies.poll()) {
      body.run();
    }
  }

  /** The classes, each with the choices that it is a variant of. */
  Map<String, Object> result() {
    new Circles(components).open();
    Map<String, List<Object>> unions = new LinkedHashMap<>();
    components.forEach(
        (name, body) -> {
          Map<String, Object> union = Yaml.map(Yaml.map(body).get(Extensions.UNION));
          for (Object variant : Yaml.list(union.get("variants"))) {
            unions
                .computeIfAbsent(String.valueOf(Refs.schemaName(variant)), any -> new ArrayList<>())
                .add(name);
          }
        });
    Map<String, Object> result = new TreeMap<>();
    components.forEach(
        (name, body) -> {
          Map<String, Object> complete = new LinkedHashMap<>(Yaml.map(body));
          if (unions.containsKey(name)) {
            complete.put(Extensions.IMPLEMENTS, unions.get(name).stream().distinct().toList());
          }
          result.put(name, complete);
        });
    return result;
  }

  /**
   * A schema that says the type of another: a reference to a class, or one without names.
   *
   * @param at where the other one is
   * @param wanted the name of its class if it needs one and has none
   */
  Map<String, Object> type(@Nullable Object data, String at, String wanted) {
    Map<String, Object> schema = Dialect.plain(data);
    Map<String, Object> type =
        new LinkedHashMap<>(
            schema.get("$ref") instanceof String reference
                ? referred(reference, wanted)
                : own(schema, at, wanted));
    for (String key : BESIDE) {
      if (schema.containsKey(key)) {
        type.put(key, schema.get(key));
      }
    }
    return type;
  }

  private Map<String, Object> referred(String reference, String wanted) {
    Object target = Refs.find(document, reference);
    String name = Refs.schemaName(Map.of("$ref", reference));
    if (!open.add(reference)) {
      return unsupported(Map.of(), reference + " is made of itself, and becomes any JSON");
    }
    try {
      Map<String, Object> type =
          new LinkedHashMap<>(type(target, reference, name == null ? wanted : java.type(name)));
      if (type.containsKey("$ref")) {
        type.keySet().retainAll(Set.of("$ref", "nullable"));
      }
      return type;
    } finally {
      open.remove(reference);
    }
  }

  private Map<String, Object> own(Map<String, Object> schema, String at, String wanted) {
    String known = classes.get(at);
    if (known != null) {
      return Refs.to(known);
    }
    List<?> choices = Yaml.list(schema.get("oneOf"));
    if (!choices.isEmpty()) {
      return choice(schema, choices, at, wanted);
    }
    List<?> parts = Yaml.list(schema.get("allOf"));
    if (parts.size() == 1 && BESIDE_PARTS.stream().noneMatch(schema::containsKey)) {
      return type(parts.get(0), at + "/allOf/0", wanted);
    }
    List<String> children = subtypes.of(at);
    if (!children.isEmpty() && schema.containsKey("discriminator")) {
      return union(schema, children.stream().map(Schemas::reference).toList(), at, wanted);
    }
    Flattened flat = Flattened.of(document, schema, at);
    if (!flat.members().isEmpty()) {
      return structure(schema, flat, at, wanted);
    }
    return simple(parts.isEmpty() ? schema : Dialect.plain(flat.rest()), at, wanted);
  }

  private static Object reference(String at) {
    return Map.of("$ref", at);
  }

  // What has no class.

  private Map<String, Object> simple(Map<String, Object> schema, String at, String wanted) {
    if (!Yaml.list(schema.get("enum")).isEmpty()) {
      return values(schema, at, wanted);
    }
    String type = String.valueOf(schema.get("type"));
    Map<String, Object> result = new LinkedHashMap<>();
    switch (type) {
      case "array" -> {
        result.put("type", type);
        result.put("items", inner(schema.get("items"), at + "/items", wanted + "Item"));
        if (Boolean.TRUE.equals(schema.get("uniqueItems"))) {
          result.put("uniqueItems", true);
        }
      }
      case "object" -> {
        result.put("type", type);
        Object values = schema.get("additionalProperties");
        if (values instanceof Map) {
          String place = at + "/additionalProperties";
          result.put("additionalProperties", inner(values, place, wanted + "Value"));
        } else if (Boolean.TRUE.equals(values)) {
          result.put("additionalProperties", true);
        }
      }
      default -> result.putAll(Scalars.type(type, schema, at));
    }
    Constraints.keep(schema, result);
    return result;
  }

  /** References stand alone. */
  private Map<String, Object> inner(@Nullable Object data, String at, String wanted) {
    Map<String, Object> type = type(data, at, wanted);
    return type.get("$ref") instanceof String reference ? Map.of("$ref", reference) : type;
  }

  private Map<String, Object> values(Map<String, Object> schema, String at, String wanted) {
    Map<String, Object> result =
        Scalars.values(schema, at, (value, type) -> constant(at, value, type));
    if (!result.containsKey("enum") || Refs.schemaName(Map.of("$ref", at)) == null) {
      return result;
    }
    String name = register(at, wanted);
    document(schema, result);
    components.put(name, result);
    return Refs.to(name);
  }

  private String constant(String at, Object value, String type) {
    String scope = "constants " + at;
    names.reserve(scope, Generator.UNKNOWN_CONSTANT);
    return names.give("constant " + at + ' ' + value, scope, java.constant(value, type));
  }

  private String register(String at, String wanted) {
    String name = names.give("class " + at, CLASSES, wanted);
    classes.put(at, name);
    components.put(name, Map.of());
    return name;
  }

  private static void document(Map<String, Object> schema, Map<String, Object> body) {
    for (String key : List.of("description", "deprecated")) {
      if (schema.containsKey(key)) {
        body.put(key, schema.get(key));
      }
    }
  }

  static Map<String, Object> unsupported(Map<String, Object> schema, String why) {
    Map<String, Object> result = new LinkedHashMap<>(schema);
    List<Object> all = new ArrayList<>(Yaml.list(schema.get(Extensions.UNSUPPORTED)));
    all.add(why);
    result.put(Extensions.UNSUPPORTED, all);
    return result;
  }

  // Classes.

  private Map<String, Object> structure(
      Map<String, Object> schema, Flattened flat, String at, String wanted) {
    String name = register(at, wanted);
    bodies.add(() -> components.put(name, body(schema, flat, at, name)));
    return Refs.to(name);
  }

  private Map<String, Object> body(
      Map<String, Object> schema, Flattened flat, String at, String name) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "object");
    document(schema, body);
    putMembers(body, flat, at, name);
    if (flat.additional() != null) {
      String place = at + "/additionalProperties";
      body.put(Extensions.ADDITIONAL, inner(flat.additional(), place, name + "Value"));
    }
    return body;
  }

  private void putMembers(Map<String, Object> body, Flattened flat, String at, String name) {
    Map<String, String> javaNames = propertyNames.of(flat, at);
    Map<String, Object> properties = new LinkedHashMap<>();
    Map<String, Object> more = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    flat.members()
        .forEach(
            (wire, member) -> {
              String javaName = javaNames.get(wire);
              String owner = classes.getOrDefault(member.owner(), name);
              String wanted = owner + JavaNames.upper(java.property(wire));
              Map<String, Object> type = type(member.schema(), member.at(), wanted);
              Map<String, Object> beside = new LinkedHashMap<>();
              if (!wire.equals(javaName)) {
                beside.put("name", wire);
              }
              if (type.containsKey("$ref")) {
                type.forEach((key, value) -> beside.put(key, value));
                beside.remove("$ref");
                type.keySet().retainAll(Set.of("$ref"));
              }
              properties.put(javaName, type);
              if (!beside.isEmpty()) {
                more.put(javaName, beside);
              }
              if (flat.isRequired(wire)) {
                required.add(javaName);
              }
            });
    if (!required.isEmpty()) {
      body.put("required", required);
    }
    body.put("properties", properties);
    if (!more.isEmpty()) {
      body.put(Extensions.PROPERTIES, more);
    }
  }

  /** Whether it is written in JSON in braces, or may be. */
  boolean isObject(Map<String, Object> type) {
    String name = Refs.schemaName(type);
    return name == null
        ? "object".equals(type.get("type"))
        : !Yaml.map(components.get(name)).containsKey("enum");
  }

  // Choices.

  private Map<String, Object> choice(
      Map<String, Object> schema, List<?> choices, String at, String wanted) {
    Map<String, Object> common = Scalars.common(document, choices);
    if (common != null) {
      return common;
    }
    Map<String, Object> others = new LinkedHashMap<>(schema);
    others.remove("oneOf");
    if (!Flattened.of(document, others, at).members().isEmpty()) {
      return structure(others, Flattened.ofChoices(document, others, choices, at), at, wanted);
    }
    return union(schema, choices, at, wanted);
  }

  private Map<String, Object> union(
      Map<String, Object> schema, List<?> choices, String at, String wanted) {
    String name = register(at, wanted);
    bodies.add(
        () -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("type", "object");
          document(schema, body);
          body.put(Extensions.UNION, variants(schema, choices, at, name));
          components.put(name, body);
        });
    return Refs.to(name);
  }

  private Map<String, Object> variants(
      Map<String, Object> schema, List<?> choices, String at, String name) {
    List<Object> variants = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      String wanted = name + Scalars.variantName(choices.get(i), i);
      variants.add(inner(choices.get(i), at + "/oneOf/" + i, wanted));
    }
    Map<String, Object> union = new LinkedHashMap<>();
    union.put("variants", variants);
    Map<String, Object> discriminator = Yaml.map(schema.get("discriminator"));
    if (discriminator.get("propertyName") instanceof String property) {
      Map<String, Object> mapping = subtypes.mapping(discriminator, choices, classes);
      mapping.values().removeIf(name::equals); // it has no class but its variants
      mapping.values().stream()
          .map(type -> Refs.to(String.valueOf(type)))
          .filter(type -> !variants.contains(type))
          .distinct()
          .forEach(variants::add);
      union.put("discriminator", property);
      union.put("mapping", mapping);
    }
    return union;
  }
}
