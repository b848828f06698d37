package com.datagrid.client.spec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses what is no complete OpenAPI document. */
final class Validation {

  /** What the {@link Normalizer} makes good. */
  private static final Pattern TOLERATED =
      Pattern.compile(
          "needs to be defined as a path parameter|is not of expected type PathItem"
              + "|^attribute paths\\..*\\.responses is missing$"
              + "|^components\\..* name .* doesn't adhere to regular expression");

  private Validation() {}

  /**
   * The document as swagger-parser reads it.
   *
   * @throws SpecException that lists everything that is wrong
   */
  static OpenAPI validate(String name, Map<String, Object> data) {
    if (!String.valueOf(data.get("openapi")).matches("3\\.[01]\\..*")) {
      throw new SpecException(
          name + " is no OpenAPI 3.0 or 3.1: it says openapi: " + data.get("openapi"));
    }
    List<String> problems = new ArrayList<>();
    unresolved("", data, data, problems);
    SwaggerParseResult result = Swagger.parse(data);
    if (result.getMessages() != null) {
      result.getMessages().stream()
          .filter(message -> !TOLERATED.matcher(message).find())
          .forEach(problems::add);
    }
    if (!problems.isEmpty() || result.getOpenAPI() == null) {
      throw new SpecException(
          name + " is no complete OpenAPI document:\n  " + String.join("\n  ", problems));
    }
    return result.getOpenAPI();
  }

  private static void unresolved(
      String at, @Nullable Object data, Map<String, Object> document, List<String> problems) {
    if (data instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        unresolved(at + '/' + i, list.get(i), document, problems);
      }
    }
    Yaml.map(data)
        .forEach(
            (key, value) -> {
              if (key.equals("$ref") && value instanceof String reference) {
                if (Refs.find(document, reference) == null) {
                  problems.add("unresolved reference " + reference + " at " + at);
                }
              } else if (!key.startsWith("x-")
                  && !key.equals("example")
                  && !key.equals("examples")) {
                unresolved(at + '/' + key, value, document, problems);
              }
            });
  }
}
