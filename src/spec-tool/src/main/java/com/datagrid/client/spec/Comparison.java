package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changed for Java users between two documents. */
final class Comparison {

  private final Map<String, Object> before;
  private final Map<String, Object> after;
  private final Set<Change> changes = new LinkedHashSet<>();

  private Comparison(Map<String, Object> before, Map<String, Object> after) {
    this.before = before;
    this.after = after;
  }

  /** Breaking ones first. */
  static List<Change> changes(Version before, Version after) {
    Comparison comparison = new Comparison(before.normalized(), after.normalized());
    comparison.baseUrl();
    comparison.methods();
    new ModelComparison(comparison.changes).classes(comparison.before, comparison.after);
    List<Change> sorted = new ArrayList<>(comparison.changes);
    sorted.sort((one, other) -> Boolean.compare(other.breaking(), one.breaking()));
    return List.copyOf(sorted);
  }

  private void baseUrl() {
    String was = url(before);
    String is = url(after);
    if (!was.equals(is)) {
      changes.add(
          Change.breaking(
              "DatagridClient.Builder.baseUrl", "should be " + is + " by default, not " + was));
    }
  }

  private static String url(Map<String, Object> document) {
    List<?> servers = Yaml.list(document.get("servers"));
    return servers.isEmpty() ? "none" : String.valueOf(Yaml.map(servers.get(0)).get("url"));
  }

  private void methods() {
    Map<String, Method> byRequest = new LinkedHashMap<>();
    Map<String, Method> byId = new LinkedHashMap<>();
    for (Method method : Method.all(before)) {
      byRequest.put(method.request(), method);
      byId.put(method.publishedId(), method);
    }
    Set<Method> found = new HashSet<>();
    for (Method method : Method.all(after)) {
      Method old = byRequest.get(method.request());
      if (old == null) {
        old = byId.get(method.publishedId());
      }
      if (old != null && found.add(old)) {
        method(old, method);
      } else {
        changes.add(Change.compatible(method.qualifiedName(), "is new: " + told(method)));
      }
    }
    byId.values().stream()
        .filter(old -> !found.contains(old))
        .forEach(old -> changes.add(Change.breaking(old.qualifiedName(), "is gone: " + told(old))));
  }

  private static String told(Method method) {
    String id = method.publishedId();
    String request = method.operation().request();
    return id.equals(request) ? request : id + " (" + request + ')';
  }

  private void method(Method old, Method current) {
    String name = current.qualifiedName();
    for (String was : old.names()) {
      if (!current.names().contains(was)) {
        changes.add(Change.breaking(was, "is now " + name));
      }
    }
    if (!old.request().equals(current.request())) {
      changes.add(Change.compatible(name, "sends another request: " + told(current)));
    }
    List<String> took = old.parameters();
    List<String> takes = current.parameters();
    if (!took.equals(takes)) {
      changes.add(
          Change.breaking(
              name,
              "takes ("
                  + String.join(", ", takes)
                  + ") instead of ("
                  + String.join(", ", took)
                  + ")"));
    }
    if (!old.returns().equals(current.returns())) {
      changes.add(
          Change.breaking(name, "returns " + current.returns() + " instead of " + old.returns()));
    }
    constraints(old, current);
    if (current.isDeprecated() && !old.isDeprecated()) {
      changes.add(Change.compatible(name, "is deprecated"));
    }
    for (Object why : current.unsupported()) {
      if (!old.unsupported().contains(why)) {
        changes.add(Change.breaking(name, "is no longer fully supported: " + why));
      }
    }
  }

  /** What its parameters must be now. */
  private void constraints(Method old, Method current) {
    Map<String, Object> was = old.arguments();
    current
        .arguments()
        .forEach(
            (name, type) -> {
              for (String demand : Constraints.added(was.get(name), type)) {
                if (was.containsKey(name)) {
                  changes.add(
                      Change.breaking(
                          current.qualifiedName(), "takes " + name + " with " + demand + " now"));
                }
              }
            });
  }
}
