package com.datagrid.client.spec;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The properties of a schema: its own, and those of the parts that it is put together from. */
final class Flattened {

  /**
   * A property.
   *
   * @param schema what the document says of it
   * @param at where it says so
   * @param owner where the schema is that it is first named in
   */
  record Member(Object schema, String at, String owner) {}

  private final Map<String, Object> document;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final Map<String, Object> rest = new LinkedHashMap<>();

  private Flattened(Map<String, Object> document) {
    this.document = document;
  }

  static Flattened of(Map<String, Object> document, Object schema, String at) {
    Flattened flattened = new Flattened(document);
    flattened.collect(Dialect.plain(schema), at, at, false);
    return flattened;
  }

  /** With the properties of all choices, none of which is required. */
  static Flattened ofChoices(
      Map<String, Object> document, Map<String, Object> schema, List<?> choices, String at) {
    Flattened flattened = new Flattened(document);
    flattened.collect(schema, at, at, false);
    Set<String> required = Set.copyOf(flattened.required);
    for (int i = 0; i < choices.size(); i++) {
      String part = at + "/oneOf/" + i;
      flattened.collect(Dialect.plain(choices.get(i)), part, part, true);
    }
    flattened.required.retainAll(required);
    return flattened;
  }

  private void collect(Map<String, Object> schema, String at, String owner, boolean keep) {
    if (schema.get("$ref") instanceof String reference) {
      if (seen.add(reference)) {
        collect(Dialect.plain(Refs.find(document, reference)), reference, reference, keep);
      }
      return;
    }
    List<?> parts = Yaml.list(schema.get("allOf"));
    for (int i = 0; i < parts.size(); i++) {
      collect(Dialect.plain(parts.get(i)), at + "/allOf/" + i, owner, keep);
    }
    Yaml.map(schema.get("properties"))
        .forEach(
            (name, property) -> {
              Member member = new Member(property, at + "/properties/" + Refs.escaped(name), owner);
              if (keep) {
                members.putIfAbsent(name, member);
              } else {
                members.put(name, member);
              }
            });
    Yaml.list(schema.get("required")).forEach(name -> required.add(String.valueOf(name)));
    schema.forEach(
        (key, value) -> {
          if (!Set.of("properties", "required", "allOf", "oneOf").contains(key)) {
            rest.put(key, value);
          }
        });
  }

  /** By name on the wire. */
  Map<String, Member> members() {
    return members;
  }

  boolean isRequired(String name) {
    return required.contains(name);
  }

  /** What is said of it besides, the last part's word. */
  Map<String, Object> rest() {
    return rest;
  }

  /** The schema of properties without a name, or null if there are none. */
  @Nullable Object additional() {
    Object additional = rest.get("additionalProperties");
    return Boolean.FALSE.equals(additional) ? null : additional;
  }
}
