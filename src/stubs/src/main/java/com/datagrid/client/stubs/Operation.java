package com.datagrid.client.stubs;

import static com.datagrid.client.stubs.ApiDocument.map;

import com.github.tomakehurst.wiremock.common.url.PathTemplate;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the document.
 *
 * @param id its {@code operationId}, else its method and path
 * @param method in upper case
 * @param path its template, with the base path in front
 * @param parameters what the document says of each
 * @param requestBody what the document says of it; empty if nothing
 * @param responses what the document says of each status, in order
 */
record Operation(
    String id,
    String method,
    PathTemplate path,
    List<Map<String, Object>> parameters,
    Map<String, Object> requestBody,
    SortedMap<String, Map<String, Object>> responses) {

  private static final String DEFAULT = "default";

  /** The names of the parameters of its query. */
  Set<String> query() {
    return parameters.stream()
        .filter(parameter -> "query".equals(parameter.get("in")))
        .map(parameter -> String.valueOf(parameter.get("name")))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The parameters of a path that matches, decoded, in the order of the template. */
  Map<String, String> pathParameters(String url) {
    Map<String, String> decoded = new LinkedHashMap<>();
    path.parse(url.replaceFirst("[?].*", ""))
        .forEach((name, value) -> decoded.put(name, decoded(value)));
    return decoded;
  }

  /** A plus sign is itself in a path. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // it only looks encoded
    }
  }

  Set<String> statuses() {
    return responses.keySet();
  }

  /** The lowest 2xx, else a redirect, else {@code default}, as in the generated code. */
  Optional<String> success() {
    return statuses().stream()
        .filter(status -> status.matches("[23].*") || status.equals(DEFAULT))
        .findFirst();
  }

  /** The status of a response under this key: of a range the first, an error if it may be any. */
  int code(String status) {
    if (status.equals(DEFAULT)) {
      return success().equals(Optional.of(DEFAULT)) ? 200 : 500;
    }
    return Integer.parseInt(status.toUpperCase(Locale.ROOT).replace("XX", "00"));
  }

  /** What the document says of its success. */
  private Map<String, Object> successResponse() {
    return success().map(status -> map(responses.get(status))).orElse(Map.of());
  }

  /** What its success has by media type. */
  Map<String, Object> successContent() {
    return map(successResponse().get("content"));
  }

  /** The schema of its success in JSON, or null. */
  @Nullable Object successSchema() {
    return successContent().entrySet().stream()
        .filter(content -> content.getKey().contains("json"))
        .map(content -> map(content.getValue()).get("schema"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Whether its success has a header {@code Link}. */
  boolean hasLinks() {
    return map(successResponse().get("headers")).keySet().stream()
        .anyMatch("Link"::equalsIgnoreCase);
  }

  /** What the document says of this status: by itself, in a range such as 4XX, or for all. */
  Optional<Map<String, Object>> response(int status) {
    return Stream.of(String.valueOf(status), status / 100 + "XX", status / 100 + "xx", DEFAULT)
        .flatMap(key -> Stream.ofNullable(responses.get(key)))
        .findFirst();
  }
}
