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
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** What a path has in percent, if not by itself. */
  private static final Pattern ENCODED = Pattern.compile("[^!-~]+|[\"<>\\^`{}|\\\\]");

  private final Map<String, Object> data;
  private final String basePath;
  private final List<Operation> operations;

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
                            all.add(operation(method, path, resolve(item), map(operation)));
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

  private Operation operation(
      String method, String path, Map<String, Object> item, Map<String, Object> operation) {
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
        parameters(item, operation),
        resolve(operation.get("requestBody")),
        Collections.unmodifiableSortedMap(responses));
  }

  /** Those of the path, too, unless the operation has another of the same name and place. */
  private List<Map<String, Object>> parameters(
      Map<String, Object> item, Map<String, Object> operation) {
    Map<List<Object>, Map<String, Object>> parameters = new LinkedHashMap<>();
    Stream.of(item, operation)
        .flatMap(
            part -> part.get("parameters") instanceof List<?> list ? list.stream() : Stream.empty())
        .map(this::resolve)
        .filter(parameter -> parameter.containsKey("name") && parameter.containsKey("in"))
        .forEach(
            parameter ->
                parameters.put(List.of(parameter.get("in"), parameter.get("name")), parameter));
    return List.copyOf(parameters.values());
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

  /**
   * Says which operations there are if that is none.
   *
   * @throws IllegalArgumentException if the document has no operation of that id
   */
  void require(String id) {
    if (operation(id).isEmpty()) {
      throw new IllegalArgumentException(
          "No operation " + id + "; there are " + operations.stream().map(Operation::id).toList());
    }
  }

  /** The methods that the operations of a path have; none if no operation has that path. */
  List<String> methods(String url) {
    return operations.stream()
        .filter(operation -> operation.path().matches(url))
        .map(Operation::method)
        .distinct()
        .toList();
  }

  Optional<Operation> find(String method, String url) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.path().matches(url))
        .findFirst();
  }
}
