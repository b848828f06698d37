package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.common.url.PathTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The operations of the OpenAPI document that the client was generated from. */
final class ApiDocument {
  private static final String RESOURCE = "META-INF/datagrid/openapi.yaml";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final String basePath;
  private final List<Operation> operations;

  /**
   * One operation.
   *
   * @param id its {@code operationId}
   * @param method in upper case
   * @param path its template, with the base path in front
   * @param statuses the keys under {@code responses}, in order
   */
  record Operation(String id, String method, PathTemplate path, Set<String> statuses) {}

  private ApiDocument(String basePath, List<Operation> operations) {
    this.basePath = basePath;
    this.operations = operations;
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
    Map<?, ?> document =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
    Map<?, ?> server = (Map<?, ?>) ((List<?>) get(document, "servers")).get(0);
    String basePath = URI.create((String) get(server, "url")).getPath();
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<?, ?> path : ((Map<?, ?>) get(document, "paths")).entrySet()) {
      for (Map.Entry<?, ?> operation : ((Map<?, ?>) path.getValue()).entrySet()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(
              operation(
                  (String) operation.getKey(),
                  basePath + path.getKey(),
                  (Map<?, ?>) operation.getValue()));
        }
      }
    }
    // A concrete path goes before a template that matches it too.
    operations.sort(Comparator.comparingInt(operation -> operation.path().numberOfParameters()));
    return new ApiDocument(basePath, List.copyOf(operations));
  }

  private static Operation operation(String method, String path, Map<?, ?> operation) {
    Set<String> statuses = new TreeSet<>();
    for (Object status : ((Map<?, ?>) get(operation, "responses")).keySet()) {
      statuses.add(String.valueOf(status));
    }
    return new Operation(
        (String) get(operation, "operationId"),
        method.toUpperCase(Locale.ROOT),
        new PathTemplate(path),
        Collections.unmodifiableSet(statuses));
  }

  private static Object get(Map<?, ?> map, String key) {
    return Objects.requireNonNull(map.get(key), () -> "The document lacks '" + key + "'");
  }

  /** The path of the server's URL, such as {@code /v1}. */
  String basePath() {
    return basePath;
  }

  List<Operation> operations() {
    return operations;
  }

  Optional<Operation> find(String method, String url) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.path().matches(url))
        .findFirst();
  }
}
