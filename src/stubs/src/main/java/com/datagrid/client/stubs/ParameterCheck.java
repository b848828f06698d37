package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SchemaCheck.Problem;
import com.github.tomakehurst.wiremock.http.Cookie;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the parameters of requests against the document. An object in a query is only looked for,
 * but for those of the style {@code deepObject}.
 */
final class ParameterCheck {

  /** What OpenAPI says is described elsewhere. */
  private static final Set<String> OTHERS = Set.of("accept", "content-type", "authorization");

  private final Schemas schemas;
  private final TextValues texts;
  private final SchemaCheck check;

  ParameterCheck(Schemas schemas, TextValues texts) {
    this.schemas = schemas;
    this.texts = texts;
    this.check = SchemaCheck.ofRequests(schemas);
  }

  List<Problem> problems(Operation operation, Request request) {
    List<Problem> problems = new ArrayList<>();
    for (Map<String, Object> parameter : operation.parameters()) {
      String in = String.valueOf(parameter.get("in"));
      String name = String.valueOf(parameter.get("name"));
      if (!in.equals("header") || !OTHERS.contains(name.toLowerCase(Locale.ROOT))) {
        problems(parameter, values(operation, request, in, name), request)
            .forEach(problem -> problems.add(problem.in(in + " parameter " + name)));
      }
    }
    return problems;
  }

  private static List<String> values(Operation operation, Request request, String in, String name) {
    switch (in) {
      case "path" -> {
        return Stream.ofNullable(operation.pathParameters(request.getUrl()).get(name)).toList();
      }
      case "query" -> {
        QueryParameter parameter = request.queryParameter(name);
        return parameter.isPresent() ? parameter.values() : List.of();
      }
      case "header" -> {
        HttpHeader header = request.header(name);
        return header.isPresent() ? header.values() : List.of();
      }
      default -> {
        Cookie cookie = request.getCookies().get(name);
        return cookie == null ? List.of() : cookie.getValues();
      }
    }
  }

  private List<Problem> problems(
      Map<String, Object> parameter, List<String> values, Request request) {
    Object schema = parameter.getOrDefault("schema", Map.of());
    Map<String, Object> flat = schemas.flat(schema);
    boolean isObject = "object".equals(flat.get("type")) || flat.containsKey("properties");
    if (isObject && "query".equals(parameter.get("in")) && !parameter.containsKey("content")) {
      return ofObject(parameter, flat, request);
    }
    if (values.isEmpty()) {
      // Part of the path's template, but in a way that only the service knows.
      boolean missing =
          Schemas.isTrue(parameter.get("required")) && !"path".equals(parameter.get("in"));
      return missing ? List.of(new Problem("", Kinds.expected(flat), "nothing")) : List.of();
    }
    if (parameter.containsKey("content")) {
      return ofContent(parameter, values.get(0));
    }
    if ("array".equals(flat.get("type"))) {
      return texts.problems(schema, split(parameter, values));
    }
    return isObject ? List.of() : ofText(parameter, schema, values);
  }

  private List<Problem> ofText(Map<String, Object> parameter, Object schema, List<String> values) {
    if (values.get(0).isEmpty() && Schemas.isTrue(parameter.get("allowEmptyValue"))) {
      return List.of();
    }
    return texts.problems(schema, values.get(0));
  }

  private List<Problem> ofContent(Map<String, Object> parameter, String value) {
    return ApiDocument.map(parameter.get("content")).entrySet().stream()
        .filter(media -> media.getKey().contains("json"))
        .flatMap(media -> ofJson(ApiDocument.map(media.getValue()).get("schema"), value).stream())
        .toList();
  }

  private List<Problem> ofJson(@Nullable Object schema, String value) {
    try {
      return check.problems(schema, StrictJson.read(value));
    } catch (StrictJson.NotJsonException e) {
      return List.of(new Problem("", "JSON", Kinds.describe(value)));
    }
  }

  private static List<String> split(Map<String, Object> parameter, List<String> values) {
    String in = String.valueOf(parameter.get("in"));
    boolean isForm = in.equals("query") || in.equals("cookie");
    String style = String.valueOf(parameter.getOrDefault("style", isForm ? "form" : "simple"));
    boolean explode = Schemas.isTrue(parameter.getOrDefault("explode", style.equals("form")));
    if (isForm && explode) {
      return values;
    }
    String separator =
        switch (style) {
          case "spaceDelimited" -> " ";
          case "pipeDelimited" -> "\\|";
          default -> ",";
        };
    return values.stream().flatMap(value -> Arrays.stream(value.split(separator, -1))).toList();
  }

  private List<Problem> ofObject(
      Map<String, Object> parameter, Map<String, Object> schema, Request request) {
    if (!"deepObject".equals(parameter.get("style"))) {
      return List.of();
    }
    String name = String.valueOf(parameter.get("name"));
    List<?> required = Schemas.list(schema.get("required"));
    boolean isThere = request.getUrl().matches(".*[?&]" + name + "(\\[|%5B).*");
    if (!isThere && !Schemas.isTrue(parameter.get("required"))) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    ApiDocument.map(schema.get("properties"))
        .forEach(
            (property, declared) -> {
              QueryParameter value = request.queryParameter(name + '[' + property + ']');
              List<Problem> found =
                  value.isPresent()
                      ? texts.problems(declared, value.firstValue())
                      : required.contains(property)
                          ? List.of(
                              new Problem("", Kinds.expected(schemas.flat(declared)), "nothing"))
                          : List.of();
              found.forEach(problem -> problems.add(problem.in('[' + property + ']')));
            });
    return problems;
  }
}
