package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds names that the rules do not give or give twice: the generator would invent others. */
final class Names {

  private final Map<String, Object> document;
  private final GeneratorSettings settings;

  /** By name, what has it. */
  private final Map<String, String> classes = new LinkedHashMap<>();

  private final List<String> problems = new ArrayList<>();

  private Names(Map<String, Object> document, GeneratorSettings settings) {
    this.document = document;
    this.settings = settings;
  }

  /**
   * Checks all names.
   *
   * @throws SpecException with the lines to add to the parent pom.xml
   */
  static void check(Map<String, Object> document, GeneratorSettings settings) {
    Names names = new Names(document, settings);
    names.models();
    names.operations();
    if (!names.problems.isEmpty()) {
      throw new SpecException(
          "Names are missing or taken. Add to the generator's configuration in the parent pom.xml,"
              + " or with names of your own, and to the test of the generated names:\n"
              + String.join("\n", names.problems));
    }
  }

  private void operations() {
    Map<String, String> taken = new LinkedHashMap<>();
    Map<String, String> ids = new LinkedHashMap<>();
    for (Operation operation : Operation.all(document)) {
      String twin = ids.putIfAbsent(operation.id(), operation.name());
      if (twin != null) {
        problems.add("  " + operation.name() + " and " + twin + " have the same operationId");
        continue;
      }
      for (String type : operation.interfaces()) {
        String other = taken.putIfAbsent(type + '.' + settings.method(operation), operation.name());
        if (other != null) {
          problem(
              operation.name() + " would have the same method as " + other,
              "operationIdNameMapping",
              operation.id(),
              settings.method(operation)
                  + JavaNames.type(operation.id().replaceFirst("\\..*", "")));
        }
      }
      inline(operation);
    }
  }

  private void inline(Operation operation) {
    String base = operation.id().replaceAll("\\W", "_");
    Object body = Refs.resolve(document, operation.data().get("requestBody")).get("content");
    contents(operation, body, base + "_request", JavaNames.requestType(operation.id()));
    Yaml.map(operation.data().get("responses"))
        .forEach(
            (status, response) ->
                contents(
                    operation,
                    Refs.resolve(document, response).get("content"),
                    base + '_' + status + "_response",
                    JavaNames.responseType(operation.id())
                        + (status.equals("200") ? "" : JavaNames.upper(status))));
  }

  private void contents(
      Operation operation, @Nullable Object content, String generated, String wanted) {
    for (Map.Entry<String, Object> type : Yaml.map(content).entrySet()) {
      if (type.getKey().startsWith("multipart/") || type.getKey().contains("urlencoded")) {
        continue; // its properties become parameters
      }
      Map<String, Object> schema = Yaml.map(Yaml.map(type.getValue()).get("schema"));
      Map<String, Object> items = Yaml.map(schema.get("items"));
      if (needsClass(schema)) {
        inline(operation, generated, wanted);
      } else if (needsClass(items)) {
        inline(operation, generated + "_inner", wanted + "Item");
      }
    }
  }

  private void inline(Operation operation, String generated, String wanted) {
    String mapped = settings.inlineSchemas().get(generated);
    String twin = classes.putIfAbsent(mapped == null ? wanted : mapped, operation.name());
    if (mapped == null || (twin != null && !twin.equals(operation.name()))) {
      problem(
          operation.name() + " has a body without a name" + (twin == null ? "" : " of its own"),
          "inlineSchemaNameMapping",
          generated,
          twin == null
              ? wanted
              : JavaNames.type(operation.id().replaceFirst("\\..*", "")) + wanted);
    }
  }

  /** Whether the generator makes a class of it, for which it needs a name. */
  private static boolean needsClass(Map<String, Object> schema) {
    return schema.containsKey("properties")
        || schema.containsKey("allOf")
        || schema.containsKey("oneOf")
        || schema.containsKey("anyOf");
  }

  private void models() {
    Yaml.map(Yaml.map(document.get("components")).get("schemas"))
        .forEach(
            (name, schema) -> {
              String other = classes.putIfAbsent(settings.model(name), name);
              if (other != null) {
                problem(
                    "The schemas " + other + " and " + name + " would be the same class",
                    "modelNameMapping",
                    name,
                    settings.model(name) + "2");
              }
            });
    properties("", document);
  }

  /** Wherever they are: in schemas, bodies and nested ones. */
  private void properties(String at, @Nullable Object data) {
    if (data instanceof List<?> list) {
      list.forEach(element -> properties(at, element));
    }
    Map<String, Object> map = Yaml.map(data);
    if (map.get("properties") instanceof Map<?, ?> properties && !at.endsWith(".properties")) {
      Map<String, String> taken = new LinkedHashMap<>();
      for (Object key : properties.keySet()) {
        String name = String.valueOf(key);
        String other = taken.putIfAbsent(settings.property(name), name);
        if (other != null) {
          String old = name.equals(settings.property(name)) ? name : other;
          problem(
              at.substring(1) + ": " + other + " and " + name + " would be the same property",
              "nameMapping",
              old,
              "legacy" + JavaNames.type(old));
        }
      }
    }
    map.forEach(
        (key, value) -> {
          if (!key.startsWith("x-") && !key.startsWith("example")) {
            properties(at + '.' + key, value);
          }
        });
  }

  private void problem(String what, String element, String from, String to) {
    String line = "    <" + element + '>' + from + '=' + to + "</" + element + '>';
    problems.add("  " + what + ", below <" + element + "s>:\n" + line);
  }
}
