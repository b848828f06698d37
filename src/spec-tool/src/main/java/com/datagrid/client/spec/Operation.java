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
 * @param data what the document says of it
 */
record Operation(String path, String method, Map<String, Object> data) {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  static List<Operation> all(Map<String, Object> document) {
    List<Operation> operations = new ArrayList<>();
    Yaml.map(document.get("paths"))
        .forEach(
            (path, item) ->
                Yaml.map(item)
                    .forEach(
                        (method, data) -> {
                          if (METHODS.contains(method)) {
                            operations.add(new Operation(path, method, Yaml.map(data)));
                          }
                        }));
    return operations;
  }

  /** Empty if it has none. */
  String id() {
    return data.get("operationId") instanceof String id ? id : "";
  }

  /** For messages. */
  String name() {
    String request = method.toUpperCase(Locale.ROOT) + ' ' + path;
    return id().isEmpty() ? request : id() + " (" + request + ')';
  }

  /** The interfaces that its method is in. */
  List<String> interfaces() {
    List<?> tags = Yaml.list(data.get("tags"));
    return tags.isEmpty()
        ? List.of("DefaultApi")
        : tags.stream().map(tag -> JavaNames.type(String.valueOf(tag)) + "Api").toList();
  }

  /** In the words of the generated API. */
  String javaName() {
    return interfaces().get(0) + '.' + JavaNames.method(id());
  }
}
