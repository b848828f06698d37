package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed for Java users between two documents. */
final class Comparison {

  private final Map<String, Object> before;
  private final Map<String, Object> after;
  private final GeneratorSettings settings;
  private final JavaTypes types;
  private final Set<Change> changes = new LinkedHashSet<>();

  private Comparison(
      Map<String, Object> before, Map<String, Object> after, GeneratorSettings settings) {
    this.before = before;
    this.after = after;
    this.settings = settings;
    this.types = new JavaTypes(settings);
  }

  /** Breaking ones first. */
  static List<Change> changes(String before, String after, GeneratorSettings settings) {
    Comparison comparison =
        new Comparison(Yaml.load("before", before), Yaml.load("after", after), settings);
    comparison.operations();
    new ModelComparison(settings, comparison.changes)
        .components(comparison.before, comparison.after);
    comparison.wire(before, after);
    List<Change> sorted = new ArrayList<>(comparison.changes);
    sorted.sort((one, other) -> Boolean.compare(other.breaking(), one.breaking()));
    return List.copyOf(sorted);
  }

  private void operations() {
    Map<String, Operation> byRequest = new LinkedHashMap<>();
    Map<String, Operation> byId = new LinkedHashMap<>();
    for (Operation operation : Operation.all(before)) {
      byRequest.put(request(operation), operation);
      byId.put(operation.id(), operation);
    }
    Set<Operation> found = new LinkedHashSet<>();
    for (Operation operation : Operation.all(after)) {
      Operation old = byRequest.get(request(operation));
      if (old == null) {
        old = byId.get(operation.id());
      }
      if (old == null) {
        changes.add(Change.compatible(name(operation), "is new: " + operation.name()));
      } else if (found.add(old)) {
        operation(old, operation);
      }
    }
    byId.values().stream()
        .filter(old -> !found.contains(old))
        .forEach(old -> changes.add(Change.breaking(name(old), "is gone: " + old.name())));
  }

  /** The names of path parameters do not matter. */
  private static String request(Operation operation) {
    return operation.method() + ' ' + operation.path().replaceAll("\\{[^}]*}", "{}");
  }

  private String name(Operation operation) {
    return operation.interfaces().get(0) + '.' + settings.method(operation);
  }

  private void operation(Operation old, Operation current) {
    String name = name(current);
    if (!name(old).equals(name)) {
      changes.add(Change.breaking(name(old), "is now " + name));
    }
    if (!request(old).equals(request(current))) {
      changes.add(Change.compatible(name, "sends another request: " + current.name()));
    }
    List<String> was = signature(before, old);
    List<String> is = signature(after, current);
    if (!was.equals(is)) {
      changes.add(
          Change.breaking(
              name,
              "takes (" + String.join(", ", is) + ") instead of (" + String.join(", ", was) + ")"));
    }
    String returned = types.response(before, old);
    String returns = types.response(after, current);
    if (!returned.equals(returns)) {
      changes.add(Change.breaking(name, "returns " + returns + " instead of " + returned));
    }
    String request = types.request(after, current);
    inline(
        request == null ? JavaNames.requestType(current.id()) : request,
        new Uses.Use(true, false),
        schema(before, old.data().get("requestBody")),
        schema(after, current.data().get("requestBody")));
    inline(
        returns,
        new Uses.Use(false, true),
        schema(before, success(old)),
        schema(after, success(current)));
  }

  private void inline(String type, Uses.Use use, @Nullable Object before, @Nullable Object after) {
    if (before != null
        && after != null
        && Refs.schemaName(before) == null
        && Refs.schemaName(after) == null) {
      new ModelComparison(settings, changes).model(type, use, before, after);
    }
  }

  private static @Nullable Object success(Operation operation) {
    return Yaml.map(operation.data().get("responses")).entrySet().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(null);
  }

  private static @Nullable Object schema(Map<String, Object> document, @Nullable Object holder) {
    for (Object media : Yaml.map(Refs.resolve(document, holder).get("content")).values()) {
      return Yaml.map(media).get("schema");
    }
    return null;
  }

  /** Required parameters come first, as in the generated method. */
  private List<String> signature(Map<String, Object> document, Operation operation) {
    List<String> required = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    Map<String, Object> item = Yaml.map(Yaml.map(document.get("paths")).get(operation.path()));
    List<Object> parameters = new ArrayList<>(Yaml.list(item.get("parameters")));
    parameters.addAll(Yaml.list(operation.data().get("parameters")));
    for (Object reference : parameters) {
      Map<String, Object> parameter = Refs.resolve(document, reference);
      boolean demanded = Boolean.TRUE.equals(parameter.get("required"));
      (demanded ? required : optional)
          .add(
              (demanded ? "" : "@Nullable ")
                  + types.of(parameter.get("schema"), "String")
                  + ' '
                  + settings.property(String.valueOf(parameter.get("name"))));
    }
    String body = types.request(document, operation);
    if (body != null) {
      required.add(body);
    }
    required.addAll(optional);
    return required;
  }

  /** What openapi-diff calls incompatible, and nothing above explains. */
  private void wire(String oldText, String newText) {
    List<String> ids = WireComparison.incompatible(oldText, newText);
    for (Operation operation : Operation.all(after)) {
      if (ids.contains(operation.id()) && !isExplained(operation)) {
        changes.add(
            Change.breaking(
                name(operation), "has requests or responses that are not compatible on the wire"));
      }
    }
  }

  private boolean isExplained(Operation operation) {
    Set<String> models = new HashSet<>();
    Uses.of(after, operation).forEach(schema -> models.add(settings.model(schema)));
    return changes.stream()
        .filter(Change::breaking)
        .map(change -> change.subject().replaceFirst("\\.get[^.]*$", ""))
        .anyMatch(
            subject ->
                subject.equals(name(operation))
                    || subject.startsWith(JavaNames.requestType(operation.id()))
                    || subject.startsWith(JavaNames.responseType(operation.id()))
                    || models.stream().anyMatch(subject::startsWith));
  }
}
