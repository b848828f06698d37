package com.datagrid.client.spec;

import java.util.ArrayList;
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
    inline("requestBody", old, current, JavaNames.requestType(current.id()));
  }

  private void inline(String part, Operation old, Operation current, String fallback) {
    String type = types.request(after, current);
    Object was = schema(before, old.data().get(part));
    Object is = schema(after, current.data().get(part));
    if (was != null && is != null && Refs.schemaName(was) == null && Refs.schemaName(is) == null) {
      new ModelComparison(settings, changes)
          .model(type == null ? fallback : type, new Uses.Use(true, false), was, is);
    }
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
    for (String id : WireComparison.incompatible(oldText, newText)) {
      Operation.all(after).stream()
          .filter(operation -> operation.id().equals(id))
          .filter(operation -> changes.stream().noneMatch(Change::breaking))
          .forEach(
              operation ->
                  changes.add(
                      Change.breaking(
                          name(operation),
                          "has requests or responses that are not compatible on the wire")));
    }
  }
}
