package com.datagrid.client.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.common.url.PathTemplate;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The operations of the OpenAPI document that the client was generated from. */
final class ApiDocument {
  private static final String RESOURCE = "META-INF/datagrid/openapi.yaml";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final String DEFAULT = "default";

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** What a path has in percent, if not by itself. */
  private static final Pattern ENCODED = Pattern.compile("[^!-~]+|[\"<>\\^`{}|\\\\]");

  private final Map<String, Object> data;
  private final String basePath;
  private final List<Operation> operations;

  /**
   * One operation.
   *
   * @param id its {@code operationId}, else its method and path
   * @param method in upper case
   * @param path its template, with the base path in front
   * @param query the names of the parameters of its query
   * @param responses what the document says of each status, in order
   */
  record Operation(
      String id,
      String method,
      PathTemplate path,
      Set<String> query,
      SortedMap<String, Map<String, Object>> responses) {

    Set<String> statuses() {
      return responses.keySet();
    }

    /** The lowest 2xx, else a redirect, else {@code default}, as in the generated code. */
    Optional<String> success() {
      return statuses().stream()
          .filter(status -> status.matches("[23].*") || status.equals(DEFAULT))
          .findFirst();
    }

    /** The status of an answer under this key: of a range the first, an error if it may be any. */
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

  private ApiDocument(Map<String, Object> data) {
    this.data = data;
    Map<String, Object> server = map(((List<?>) get(data, "servers")).get(0));
    basePath = URI.create((String) get(server, "url")).getPath();
    List<Operation> all = new ArrayList<>();
    map(get(data, "paths"))
        .forEach(
            (path, item) ->
                resolve(item)
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains(method)) {
                            Set<String> query = new LinkedHashSet<>();
                            Stream.of(map(operation), resolve(item))
                                .forEach(part -> collectQuery(part, query));
                            all.add(operation(method, path, query, map(operation)));
                          }
                        }));
    // A concrete path goes before a template that matches it too.
    all.sort(Comparator.comparingInt(operation -> operation.path().numberOfParameters()));
    operations = List.copyOf(all);
  }

  /** Reads the document that the generated client carries. */
  static ApiDocument load() {
    try (InputStream in = ApiDocument.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing: is datagrid-client-generated on the class path?");
      }
      return parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + RESOURCE, e);
    }
  }

  static ApiDocument parse(InputStream yaml) {
    return new ApiDocument(map(normalized(loader().loadFromInputStream(yaml))));
  }

  /**
   * The data of a text in YAML or JSON.
   *
   * @throws YamlEngineException if it is neither
   */
  static @Nullable Object read(String text) {
    return normalized(loader().loadFromString(text));
  }

  /** As JSON, nulls too. */
  static String json(@Nullable Object value) {
    return GSON.toJson(value);
  }

  private static Load loader() {
    return new Load(LoadSettings.builder().build());
  }

  private void collectQuery(Map<String, Object> data, Set<String> names) {
    if (data.get("parameters") instanceof List<?> parameters) {
      parameters.stream()
          .map(this::resolve)
          .filter(parameter -> "query".equals(parameter.get("in")))
          .forEach(parameter -> names.add(String.valueOf(parameter.get("name"))));
    }
  }

  private Operation operation(
      String method, String path, Set<String> query, Map<String, Object> operation) {
    SortedMap<String, Map<String, Object>> responses = new TreeMap<>();
    map(operation.get("responses"))
        .forEach(
            (status, response) -> {
              if (!status.startsWith("x-")) {
                responses.put(status, resolve(response));
              }
            });
    if (responses.isEmpty()) {
      responses.put("204", Map.of()); // OpenAPI 3.1 needs none
    }
    String verb = method.toUpperCase(Locale.ROOT);
    return new Operation(
        operation.get("operationId") instanceof String id ? id : verb + ' ' + path,
        verb,
        new PathTemplate(basePath + encoded(path.replaceFirst("[?#].*", ""))),
        Set.copyOf(query),
        Collections.unmodifiableSortedMap(responses));
  }

  /** As it is in a request, but for the names in braces. */
  private static String encoded(String path) {
    StringBuilder encoded = new StringBuilder();
    for (String part : path.split("(?=\\{)|(?<=})", -1)) {
      boolean name = part.startsWith("{") && part.endsWith("}");
      encoded.append(name ? part : ENCODED.matcher(part).replaceAll(ApiDocument::percent));
    }
    return encoded.toString();
  }

  private static String percent(MatchResult letters) {
    StringBuilder percent = new StringBuilder();
    for (byte octet : letters.group().getBytes(UTF_8)) {
      percent.append(String.format("%%%02X", octet));
    }
    return percent.toString();
  }

  private static Object get(Map<String, Object> map, String key) {
    return Objects.requireNonNull(map.get(key), () -> "The document lacks '" + key + "'");
  }

  /** The status 200 is the same key as '200'. */
  private static @Nullable Object normalized(@Nullable Object data) {
    if (data instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((key, value) -> result.put(String.valueOf(key), normalized(value)));
      return result;
    }
    return data instanceof List<?> list
        ? list.stream().map(ApiDocument::normalized).toList()
        : data;
  }

  /** Empty if it is no mapping, so that one can look for what may not be there. */
  @SuppressWarnings("unchecked") // normalized() has seen to it
  static Map<String, Object> map(@Nullable Object data) {
    return data instanceof Map ? (Map<String, Object>) data : Map.of();
  }

  /** The mapping itself, or the one that it refers to within the document. */
  Map<String, Object> resolve(@Nullable Object data) {
    Map<String, Object> found = map(data);
    for (int depth = 0; found.get("$ref") instanceof String reference && depth < 20; depth++) {
      found = map(target(reference));
    }
    return found;
  }

  /** What {@code #/a/b} points to. */
  @Nullable Object target(String reference) {
    Object target = data;
    for (String part : reference.replaceFirst("^#/", "").split("/", -1)) {
      target = map(target).get(part.replace("~1", "/").replace("~0", "~"));
    }
    return target;
  }

  /** The path of the server's URL, such as {@code /v1}. */
  String basePath() {
    return basePath;
  }

  List<Operation> operations() {
    return operations;
  }

  Optional<Operation> operation(String id) {
    return operations.stream().filter(operation -> operation.id().equals(id)).findFirst();
  }

  Optional<Operation> find(String method, String url) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.path().matches(url))
        .findFirst();
  }
}
