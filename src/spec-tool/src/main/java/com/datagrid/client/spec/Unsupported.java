package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what the generator would compile, and then lose data of: named by operation. */
final class Unsupported {

  private static final Set<String> STREAMS =
      Set.of(
          "text/event-stream",
          "application/x-ndjson",
          "application/jsonl",
          "application/json-seq",
          "application/stream+json");

  /** Names of schemas that the generator takes for types of its own, whatever the settings say. */
  private static final Set<String> TYPES =
      Set.of(
          """
          AnyType ByteArray DateTime URI UUID array binary boolean char date decimal double file
          float int integer long map number object set short string
          """
              .strip()
              .split("\\s+"));

  private final Map<String, Object> document;
  private final List<String> findings = new ArrayList<>();

  private Unsupported(Map<String, Object> document) {
    this.document = document;
  }

  /** One line for each thing in each operation. */
  static List<String> findings(Map<String, Object> document) {
    Unsupported unsupported = new Unsupported(document);
    Operation.all(document).forEach(unsupported::operation);
    return List.copyOf(unsupported.findings);
  }

  private void operation(Operation operation) {
    Set<String> lines = new LinkedHashSet<>();
    for (Object parameter : parameters(operation)) {
      parameter(Refs.resolve(document, parameter), lines);
    }
    Map<String, Object> body =
        Yaml.map(Refs.resolve(document, operation.data().get("requestBody")).get("content"));
    if (body.size() > 1) {
      lines.add("only one of its request's content types can be sent: " + body.keySet());
    }
    body.forEach((type, media) -> content("request", type, media, true, lines));
    Set<Object> successes = new HashSet<>();
    Yaml.map(operation.data().get("responses"))
        .forEach(
            (status, response) -> {
              if (status.startsWith("2")) {
                Yaml.map(Refs.resolve(document, response).get("content"))
                    .forEach(
                        (type, media) -> {
                          successes.add(Yaml.map(media).getOrDefault("schema", Map.of()));
                          content("response", type, media, false, lines);
                        });
              }
            });
    if (successes.size() > 1) {
      lines.add("its successes have different bodies, of which only the first has a type");
    }
    lines.forEach(line -> findings.add("unsupported: " + operation.name() + ": " + line));
  }

  /** Its own, and those of all methods of its path. */
  private List<Object> parameters(Operation operation) {
    Map<String, Object> item = Yaml.map(Yaml.map(document.get("paths")).get(operation.path()));
    List<Object> parameters = new ArrayList<>(Yaml.list(item.get("parameters")));
    parameters.addAll(Yaml.list(operation.data().get("parameters")));
    return parameters;
  }

  private void parameter(Map<String, Object> parameter, Set<String> lines) {
    String name = "parameter " + parameter.get("name");
    Map<String, Object> schema = Refs.resolve(document, parameter.get("schema"));
    if ("cookie".equals(parameter.get("in"))) {
      lines.add(name + " is a cookie, and is not sent");
    } else if (parameter.containsKey("content")
        || schema.containsKey("properties")
        || "object".equals(schema.get("type"))) {
      lines.add(
          name
              + " is an object (style "
              + parameter.getOrDefault("style", "form")
              + "), which is sent as its toString()");
    } else if ("array".equals(schema.get("type")) && !"query".equals(parameter.get("in"))) {
      lines.add(name + " is a list outside of the query, which is sent as its toString()");
    } else if ("array".equals(schema.get("type"))
        && Boolean.FALSE.equals(parameter.get("explode"))) {
      lines.add(name + " is one text (explode: false): the caller joins the values");
    }
    schema(name, parameter.get("schema"), false, new HashSet<>(), lines);
  }

  private void content(
      String where, String type, @Nullable Object media, boolean request, Set<String> lines) {
    if (STREAMS.contains(type)) {
      lines.add(where + " is a stream (" + type + "), of which the client reads one JSON value");
    } else if (type.contains("xml")) {
      lines.add(where + " is XML (" + type + "), which the client does not read or write");
    } else if (type.startsWith("text/")) {
      lines.add(where + " is plain text (" + type + "), which the client takes for JSON");
    }
    schema(where, Yaml.map(media).get("schema"), request, new HashSet<>(), lines);
  }

  private void schema(
      String at, @Nullable Object data, boolean request, Set<Object> seen, Set<String> lines) {
    String name = Refs.schemaName(data);
    String where = name == null ? at : name;
    if (!(data instanceof Map) || (name != null && !seen.add(name))) {
      return;
    }
    if (name != null && TYPES.contains(name)) {
      lines.add("the schema " + name + " is taken for a type of that name, not for what it says");
      return;
    }
    Map<String, Object> schema = Refs.resolve(document, data);
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.containsKey(choice)) {
        lines.add(
            where
                + (schema.containsKey("discriminator")
                    ? " is a choice (" + choice + " with discriminator)"
                    : " is a choice (" + choice + ')')
                + ", which becomes one class that may lack values of its parts");
        return;
      }
    }
    if (schema.containsKey("properties")
        && schema.containsKey("additionalProperties")
        && !Boolean.FALSE.equals(schema.get("additionalProperties"))) {
      lines.add(
          where
              + " has additionalProperties next to properties: its class is a map, whose getters"
              + " find nothing");
    }
    Yaml.map(schema.get("properties"))
        .forEach(
            (property, value) -> {
              if (request
                  && Yaml.list(schema.get("required")).contains(property)
                  && Boolean.TRUE.equals(Refs.resolve(document, value).get("nullable"))) {
                lines.add(where + '.' + property + " is required and nullable: null is not sent");
              }
              schema(where + '.' + property, value, request, seen, lines);
            });
    schema(where + "[]", schema.get("items"), request, seen, lines);
    schema(where + "{}", schema.get("additionalProperties"), request, seen, lines);
    Yaml.list(schema.get("allOf")).forEach(part -> schema(where, part, request, seen, lines));
  }
}
