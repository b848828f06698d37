package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SchemaCheck.Problem;
import com.github.tomakehurst.wiremock.http.FormParameter;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the bodies of requests against the document: JSON and forms; others only by their type. */
final class BodyCheck {

  private final Schemas schemas;
  private final TextValues texts;
  private final SchemaCheck check;

  BodyCheck(Schemas schemas, TextValues texts) {
    this.schemas = schemas;
    this.texts = texts;
    this.check = SchemaCheck.ofRequests(schemas);
  }

  /** If the body is of a type that the document does not have: 415 if that has it, else 400. */
  Optional<Refusal> wrongType(Operation operation, Request request) {
    Map<String, Object> content = content(operation);
    if (content.isEmpty() || isEmpty(request) || media(operation, request).isPresent()) {
      return Optional.empty();
    }
    String type = Objects.requireNonNullElse(request.getHeader("Content-Type"), "nothing");
    Problem problem =
        new Problem("header Content-Type", String.join(" or ", content.keySet()), type);
    return Optional.of(
        operation.responses().containsKey("415")
            ? new Refusal(415, "unsupported_media_type", problem.toString(), List.of(problem))
            : Refusal.invalid(List.of(problem)));
  }

  List<Problem> problems(Operation operation, Request request) {
    Map<String, Object> content = content(operation);
    if (isEmpty(request)) {
      return Schemas.isTrue(operation.requestBody().get("required")) && !content.isEmpty()
          ? List.of(
              new Problem(
                  "body", "a body of type " + String.join(" or ", content.keySet()), "nothing"))
          : List.of();
    }
    return media(operation, request)
        .map(media -> problems(type(request), ApiDocument.map(media).get("schema"), request))
        .orElse(List.of());
  }

  private List<Problem> problems(String type, @Nullable Object schema, Request request) {
    if (isJson(type)) {
      return ofJson(schema == null ? Map.of() : schema, request);
    } else if (type.equals("application/x-www-form-urlencoded")) {
      return ofForm(schemas.flat(schema), request);
    } else if (type.equals("multipart/form-data")) {
      return ofParts(schemas.flat(schema), request);
    }
    return List.of();
  }

  private List<Problem> ofJson(Object schema, Request request) {
    Object value;
    try {
      value = StrictJson.read(request.getBodyAsString());
    } catch (StrictJson.NotJsonException e) {
      return List.of(new Problem("body", "JSON", "what is none: " + e.getMessage()));
    }
    return check.problems(schema, value).stream()
        .map(problem -> problem.field().isEmpty() ? problem.in("body") : problem)
        .toList();
  }

  private List<Problem> ofForm(Map<String, Object> schema, Request request) {
    Map<String, FormParameter> form = request.formParameters();
    List<Problem> problems = missing(schema, form.keySet());
    ApiDocument.map(schema.get("properties"))
        .forEach(
            (name, declared) -> {
              Map<String, Object> flat = schemas.flat(declared);
              FormParameter field = form.get(name);
              if (field != null && field.isPresent() && !Kinds.expected(flat).equals("an object")) {
                List<Problem> found =
                    "array".equals(flat.get("type"))
                        ? texts.problems(declared, field.values())
                        : texts.problems(declared, field.firstValue());
                found.forEach(problem -> problems.add(problem.in(name)));
              }
            });
    return problems;
  }

  private List<Problem> ofParts(Map<String, Object> schema, Request request) {
    return missing(
        schema,
        request.getParts().stream()
            .map(Request.Part::getName)
            .map(name -> name.replaceFirst("\\[.*", "")) // of several parts in some styles
            .collect(Collectors.toSet()));
  }

  /** An array without items has neither field nor part. */
  private List<Problem> missing(Map<String, Object> schema, Set<String> names) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Object> properties = ApiDocument.map(schema.get("properties"));
    for (Object required : new TreeSet<>(Schemas.list(schema.get("required")))) {
      String name = String.valueOf(required);
      Map<String, Object> declared = schemas.flat(properties.get(name));
      if (!names.contains(name)
          && (!"array".equals(declared.get("type"))
              || Constraints.violated(declared, List.of()).isPresent())) {
        problems.add(new Problem(name, Kinds.expected(declared), "nothing"));
      }
    }
    return problems;
  }

  private static Map<String, Object> content(Operation operation) {
    return ApiDocument.map(operation.requestBody().get("content"));
  }

  private static boolean isEmpty(Request request) {
    return request.getBody() == null || request.getBody().length == 0;
  }

  /** What the document says of the request's media type. */
  private static Optional<Object> media(Operation operation, Request request) {
    String type = type(request);
    Map<String, Object> content = content(operation);
    return content.entrySet().stream()
        .filter(media -> matches(base(media.getKey()), type))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean matches(String documented, String type) {
    return documented.equals(type)
        || documented.equals("*/*")
        || (documented.endsWith("/*")
            && type.startsWith(documented.substring(0, documented.length() - 1)));
  }

  private static String type(Request request) {
    return base(Objects.requireNonNullElse(request.getHeader("Content-Type"), ""));
  }

  private static String base(String type) {
    return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String type) {
    return type.equals("application/json") || type.endsWith("+json");
  }
}
