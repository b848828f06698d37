package com.datagrid.client.spec;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns operations into methods of interfaces: under their names, and with one type for each body.
 */
final class Endpoints {

  /** Retrofit's annotations of these take none. */
  private static final Set<String> WITHOUT_BODY = Set.of("get", "head", "delete", "options");

  private static final String AS_A_STREAM = " as a stream";

  private final Map<String, Object> document;
  private final JavaNames java;
  private final NameTable names;
  private final Parameters parameters;
  private final Bodies bodies;
  private final Access access;

  /** In lower case, the spelling of the first. */
  private final Map<String, String> interfaces = new HashMap<>();

  Endpoints(Map<String, Object> document, JavaNames java, NameTable names, Schemas schemas) {
    this.document = document;
    this.java = java;
    this.names = names;
    this.parameters = new Parameters(document, schemas);
    this.bodies = new Bodies(document, schemas);
    this.access = new Access(document);
  }

  Map<String, Object> paths() {
    List<Operation> operations = Operation.all(document);
    Map<Operation, String> methods = new HashMap<>();
    operations.stream()
        .sorted(Comparator.comparing(operation -> !names.isPinned("method " + operation.request())))
        .forEach(operation -> methods.put(operation, method(operation)));
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Operation operation : operations) {
      String path = Paths.forJava(operation.path());
      Map<String, Object> method = method(operation, methods.get(operation));
      put(paths, path, operation, method);
      Map<String, Object> stream = bodies.stream(operation);
      if (!stream.isEmpty()) {
        put(paths, path + AS_A_STREAM, operation, stream(operation, method, stream));
      }
    }
    return paths;
  }

  private static void put(
      Map<String, Object> paths, String path, Operation operation, Map<String, Object> method) {
    Map<String, Object> item = new LinkedHashMap<>(Yaml.map(paths.get(path)));
    item.put(operation.method(), method);
    paths.put(path, item);
  }

  /** The method that asks for the stream where another gives the body. */
  private Map<String, Object> stream(
      Operation operation, Map<String, Object> method, Map<String, Object> responses) {
    List<String> tags = tags(operation);
    String name = String.valueOf(method.get("operationId"));
    Map<String, Object> result = new LinkedHashMap<>(method);
    result.put(
        "operationId",
        tags.get(0)
            + '.'
            + names.give(
                "method " + operation.request() + AS_A_STREAM,
                tags.stream().map(tag -> "methods " + tag).toList(),
                name.substring(name.indexOf('.') + 1) + "Stream"));
    result.put("responses", responses);
    result.put(Extensions.OPERATION_ID, method.get(Extensions.OPERATION_ID) + AS_A_STREAM);
    result.put(Extensions.STREAM_OF, Paths.forJava(operation.path()));
    result.remove(Extensions.UNSUPPORTED);
    result.remove(Extensions.BODILESS);
    return result;
  }

  private String method(Operation operation) {
    String own = java.method(operation.id());
    String wanted = own.isEmpty() ? java.method(operation.method(), operation.path()) : own;
    List<String> scopes = tags(operation).stream().map(tag -> "methods " + tag).toList();
    String prefix = java.prefix(operation.id());
    return prefix.isEmpty()
        ? names.give("method " + operation.request(), scopes, wanted)
        : names.give("method " + operation.request(), scopes, wanted, wanted + prefix);
  }

  private List<String> tags(Operation operation) {
    return operation.tags().stream()
        .map(java::tag)
        .map(tag -> interfaces.computeIfAbsent(tag.toLowerCase(Locale.ROOT), any -> tag))
        .distinct()
        .toList();
  }

  private Map<String, Object> method(Operation operation, @Nullable String name) {
    List<String> tags = tags(operation);
    Signature signature = new Signature(operation, base(operation), java, names);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tags", tags);
    result.put("operationId", tags.get(0) + '.' + name);
    for (String key : List.of("summary", "description", "deprecated")) {
      if (operation.data().containsKey(key)) {
        result.put(key, operation.data().get(key));
      }
    }
    if (operation.path().contains("#")) {
      signature.finding("what follows # in its path is not sent");
    }
    List<Object> all = parameters.of(signature);
    if (!all.isEmpty()) {
      result.put("parameters", all);
    }
    Map<String, Object> body = bodies.request(signature);
    if (!body.isEmpty()) {
      result.put("requestBody", body);
      result.put("x-codegen-request-body-name", signature.body(bodyName(body)));
    }
    if (operation.method().equals("trace")
        || (!body.isEmpty() && WITHOUT_BODY.contains(operation.method()))) {
      result.put(Extensions.REQUEST, Map.of("hasBody", !body.isEmpty()));
    }
    if (!body.isEmpty() && operation.method().matches("get|head")) {
      signature.finding("it has a body, which OkHttp does not send with this method");
    }
    result.put("responses", bodies.responses(signature));
    String bodiless = bodies.bodiless(operation);
    if (!bodiless.isEmpty()) {
      result.put(Extensions.BODILESS, bodiless);
    }
    access.check(signature);
    if (!signature.wire().isEmpty()) {
      result.put(Extensions.PARAMETERS, signature.wire());
    }
    result.put(
        Extensions.OPERATION_ID, operation.id().isEmpty() ? operation.request() : operation.id());
    if (!signature.findings().isEmpty()) {
      result.put(Extensions.UNSUPPORTED, List.copyOf(signature.findings()));
    }
    return result;
  }

  private static String bodyName(Map<String, Object> body) {
    Object media = Yaml.map(body.get("content")).values().iterator().next();
    String type = Refs.schemaName(Yaml.map(media).get("schema"));
    return type == null ? "requestBody" : type;
  }

  /**
   * What the classes of an operation are named after; of two that share a name, the prefix tells.
   */
  private String base(Operation operation) {
    String own = java.base(operation);
    String prefix = java.prefix(operation.id());
    String key = "base " + operation.request();
    return prefix.isEmpty()
        ? names.give(key, "bases", own)
        : names.give(key, "bases", own, prefix + JavaNames.upper(own));
  }
}
