package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which schemas are put together from one that has a discriminator, and by which values. */
final class Subtypes {

  private final Map<String, List<String>> children = new HashMap<>();

  /** Those with a discriminator, which are no classes if they have children. */
  private final Set<String> told = new HashSet<>();

  Subtypes(Map<String, Object> document) {
    Yaml.map(Yaml.map(document.get("components")).get("schemas"))
        .forEach(
            (name, schema) -> {
              if (Yaml.map(schema).containsKey("discriminator")) {
                told.add(Refs.SCHEMAS + Refs.escaped(name));
              }
              for (Object part : Yaml.list(Yaml.map(schema).get("allOf"))) {
                if (Yaml.map(part).get("$ref") instanceof String parent) {
                  children
                      .computeIfAbsent(parent, any -> new ArrayList<>())
                      .add(Refs.SCHEMAS + Refs.escaped(name));
                }
              }
            });
  }

  /** Those of a schema and of its children, as far as they are classes. */
  List<String> of(String at) {
    Set<String> found = new LinkedHashSet<>();
    collect(at, found, 0);
    found.remove(at);
    return List.copyOf(found);
  }

  private void collect(String at, Set<String> found, int depth) {
    for (String child : children.getOrDefault(at, List.of())) {
      if (!told.contains(child) || !children.containsKey(child)) {
        found.add(child);
      }
      if (depth < 20) {
        collect(child, found, depth + 1);
      }
    }
  }

  /** The class of each value of the discriminator. */
  Map<String, Object> mapping(
      Map<String, Object> discriminator, List<?> choices, Map<String, String> classes) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (Object choice : choices) {
      String name = Refs.schemaName(choice);
      if (name != null) {
        put(result, name, Refs.SCHEMAS + Refs.escaped(name), classes);
      }
    }
    Yaml.map(discriminator.get("mapping"))
        .forEach(
            (value, target) -> {
              String to = String.valueOf(target);
              put(result, value, to.startsWith("#/") ? to : Refs.SCHEMAS + to, classes);
            });
    return result;
  }

  private static void put(
      Map<String, Object> result, String value, String at, Map<String, String> classes) {
    String type = classes.get(at);
    if (type != null) {
      result.put(value, type);
    }
  }
}
