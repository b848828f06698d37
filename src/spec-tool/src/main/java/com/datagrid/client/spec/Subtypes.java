package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which schemas are put together from one that has a discriminator, and by which values. */
final class Subtypes {

  private final Map<String, List<String>> children = new HashMap<>();

  Subtypes(Map<String, Object> document) {
    Yaml.map(Yaml.map(document.get("components")).get("schemas"))
        .forEach(
            (name, schema) -> {
              for (Object part : Yaml.list(Yaml.map(schema).get("allOf"))) {
                if (Yaml.map(part).get("$ref") instanceof String parent) {
                  children
                      .computeIfAbsent(parent, any -> new ArrayList<>())
                      .add(Refs.SCHEMAS + Refs.escaped(name));
                }
              }
            });
  }

  /** Those of a schema and of its children, the leaves alone. */
  List<String> of(String at) {
    List<String> leaves = new ArrayList<>();
    collect(at, leaves, 0);
    return leaves;
  }

  private void collect(String at, List<String> leaves, int depth) {
    for (String child : children.getOrDefault(at, List.of())) {
      if (depth < 20 && children.containsKey(child)) {
        collect(child, leaves, depth + 1);
      } else if (!leaves.contains(child)) {
        leaves.add(child);
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
