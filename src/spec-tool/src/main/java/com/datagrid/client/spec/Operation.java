package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An operation of a document.
 *
 * @param path its template
 * @param method in lower case
 * @param item what the document says of all operations of the path
 * @param data what the document says of it
 */
record Operation(String path, String method, Map<String, Object> item, Map<String, Object> data) {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  static List<Operation> all(Map<String, Object> document) {
    List<Operation> operations = new ArrayList<>();
    Yaml.map(document.get("paths"))
        .forEach(
            (path, reference) -> {
              Map<String, Object> item = Refs.resolve(document, reference);
              item.forEach(
                  (method, data) -> {
                    if (METHODS.contains(method)) {
                      operations.add(new Operation(path, method, item, Yaml.map(data)));
                    }
                  });
            });
    return operations;
  }

  /** Empty if it has none. */
  String id() {
    return data.get("operationId") instanceof String id ? id : "";
  }

  /** Its request, which no other operation sends. */
  String request() {
    return method.toUpperCase(Locale.ROOT) + ' ' + path;
  }

  /** For messages. */
  String name() {
    return id().isEmpty() ? request() : id() + " (" + request() + ')';
  }

  List<String> tags() {
    List<?> tags = Yaml.list(data.get("tags"));
    return tags.isEmpty() ? List.of("Default") : tags.stream().map(String::valueOf).toList();
  }
}
