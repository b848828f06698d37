package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the parameters of an operation into those of a method. */
final class Parameters {

  /** What OpenAPI says elsewhere. */
  private static final Set<String> HEADERS = Set.of("accept", "authorization", "content-type");

  private final Map<String, Object> document;
  private final Schemas schemas;

  Parameters(Map<String, Object> document, Schemas schemas) {
    this.document = document;
    this.schemas = schemas;
  }

  List<Object> of(Signature signature) {
    Operation operation = signature.operation();
    Map<String, Map<String, Object>> published = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    collect(operation.item().get("parameters"), operation.path(), published, places);
    collect(operation.data().get("parameters"), operation.request(), published, places);
    List<String> variables = Paths.variables(operation.path());
    for (String variable : variables) {
      published.putIfAbsent("path " + variable, undeclared(variable));
    }
    List<Object> result = new ArrayList<>();
    published.forEach(
        (key, parameter) -> {
          String in = String.valueOf(parameter.get("in"));
          String name = String.valueOf(parameter.get("name"));
          if (in.equals("cookie")) {
            signature.finding("parameter " + name + " is a cookie, and is not sent");
          } else if (!in.equals("path") || variables.contains(name)) {
            if (!in.equals("header") || !HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
              result.add(parameter(signature, in, name, parameter, places.getOrDefault(key, key)));
            }
          }
        });
    return result;
  }

  private void collect(
      @Nullable Object list,
      String at,
      Map<String, Map<String, Object>> published,
      Map<String, String> places) {
    for (Object reference : Yaml.list(list)) {
      Map<String, Object> parameter = Refs.resolve(document, reference);
      String key = parameter.get("in") + " " + parameter.get("name");
      published.put(key, parameter);
      places.put(
          key,
          Yaml.map(reference).get("$ref") instanceof String target
              ? target + "/schema"
              : at + ' ' + key);
    }
  }

  private static Map<String, Object> undeclared(String variable) {
    return Map.of(
        "name", variable, "in", "path", "required", true, "schema", Map.of("type", "string"));
  }

  private Map<String, Object> parameter(
      Signature signature, String in, String name, Map<String, Object> published, String at) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", signature.parameter(in, name));
    result.put("in", in);
    result.put("required", in.equals("path") || Boolean.TRUE.equals(published.get("required")));
    for (String key : List.of("description", "deprecated", "style", "explode")) {
      if (published.containsKey(key)) {
        result.put(key, published.get(key));
      }
    }
    if (published.containsKey("content")) {
      result.put("schema", Map.of("type", "string")); // the caller writes it
      return result;
    }
    Map<String, Object> type = type(published.get("schema"), at, signature.type(name));
    String what = "parameter " + name;
    boolean list = "array".equals(type.get("type"));
    if (list && "deepObject".equals(published.get("style"))) {
      signature.finding(what + " is a list in the style of objects, which is refused");
    } else if (list && schemas.isObject(Yaml.map(type.get("items")))) {
      signature.finding(what + " is a list of objects, which is refused");
    } else if (in.equals("query") && (list || schemas.isObject(type))) {
      style(published, list).ifPresent(style -> result.put(Extensions.STYLE, style));
    } else if (schemas.isObject(type)) {
      signature.finding(what + " is an object outside of the query, which is refused");
    }
    if (String.valueOf(published.get("style")).matches("label|matrix")) {
      signature.finding(what + " has the style " + published.get("style") + ", and is sent plain");
    }
    result.put("schema", type);
    return result;
  }

  /** Empty if Retrofit writes it so. */
  private static Optional<String> style(Map<String, Object> published, boolean list) {
    String style = String.valueOf(published.getOrDefault("style", "form"));
    Object explode = published.getOrDefault("explode", style.equals("form"));
    if (style.equals("deepObject")) {
      return Optional.of("DEEP_OBJECT");
    }
    if (explode.equals(true)) {
      return list ? Optional.empty() : Optional.of("PROPERTIES");
    }
    return Optional.of(
        switch (style) {
          case "spaceDelimited" -> "SPACES";
          case "pipeDelimited" -> "PIPES";
          default -> "COMMAS";
        });
  }

  private Map<String, Object> type(@Nullable Object data, String at, String wanted) {
    Map<String, Object> schema = Dialect.plain(Refs.resolve(document, Dialect.plain(data)));
    List<?> choices = Yaml.list(schema.get("oneOf"));
    if (!choices.isEmpty() && Scalars.common(document, choices) == null) {
      return texts(choices);
    }
    Map<String, Object> type =
        new LinkedHashMap<>(Constraints.insteadOfEnum(schemas.type(data, at, wanted)));
    if (type.get("items") instanceof Map) {
      type.put("items", Constraints.insteadOfEnum(Yaml.map(type.get("items"))));
    }
    if (type.get("$ref") instanceof String reference) {
      return new LinkedHashMap<>(Map.of("$ref", reference));
    }
    type.remove("description");
    return type;
  }

  /** One text is a list of one. */
  private Map<String, Object> texts(List<?> choices) {
    boolean list =
        choices.stream()
            .anyMatch(
                choice ->
                    Dialect.plain(Refs.resolve(document, choice)).get("type") instanceof String type
                        && type.equals("array"));
    Map<String, Object> text = Map.of("type", "string");
    return list ? Yaml.mapping("type", "array", "items", text) : new LinkedHashMap<>(text);
  }
}
