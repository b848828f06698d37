package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method of a generated interface, as a normalized document has it.
 *
 * @param operation in the normalized document
 */
record Method(Operation operation) {

  static List<Method> all(Map<String, Object> normalized) {
    return Operation.all(normalized).stream().map(Method::new).toList();
  }

  /** One for each operation as published, without those for their streams. */
  static List<Method> ofOperations(Map<String, Object> normalized) {
    return all(normalized).stream().filter(method -> !method.isStream()).toList();
  }

  /** In each interface that has it. */
  List<String> names() {
    return operation.tags().stream().map(tag -> tag + "Api." + name()).toList();
  }

  /** In the interface that has it first. */
  String qualifiedName() {
    return names().get(0);
  }

  String name() {
    return operation.id().substring(operation.id().indexOf('.') + 1);
  }

  /** The operation's id in the document as published. */
  String publishedId() {
    return String.valueOf(operation.data().get(Extensions.OPERATION_ID));
  }

  /** Its request, whatever the parameters of its path are called. */
  String request() {
    return operation.request().replaceAll("\\{[^}]*}", "{}");
  }

  /** Whether it is there for the stream of an operation that has another method. */
  private boolean isStream() {
    return operation.data().containsKey(Extensions.STREAM_OF);
  }

  boolean isDeprecated() {
    return Boolean.TRUE.equals(operation.data().get("deprecated"));
  }

  /** What it takes, required parameters first; names of those in the path do not matter. */
  List<String> parameters() {
    List<String> required = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    for (Object data : Yaml.list(operation.data().get("parameters"))) {
      Map<String, Object> parameter = Yaml.map(data);
      boolean demanded = Boolean.TRUE.equals(parameter.get("required"));
      String name = "path".equals(parameter.get("in")) ? "" : " " + parameter.get("name");
      (demanded ? required : optional)
          .add(nullable(demanded) + JavaTypes.of(parameter.get("schema"), "String") + name);
    }
    Map<String, Object> body = Yaml.map(operation.data().get("requestBody"));
    for (Object media : Yaml.map(body.get("content")).values()) {
      Map<String, Object> schema = Yaml.map(Yaml.map(media).get("schema"));
      if (schema.containsKey("properties")) {
        parts(schema, required, optional);
      } else {
        required.add(body(schema));
      }
    }
    required.addAll(optional);
    return required;
  }

  /** The schemas of what it takes, by name in Java; of a body, what it is in itself. */
  Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Object data : Yaml.list(operation.data().get("parameters"))) {
      Map<String, Object> parameter = Yaml.map(data);
      arguments.put(String.valueOf(parameter.get("name")), Yaml.map(parameter.get("schema")));
    }
    Map<String, Object> body = Yaml.map(operation.data().get("requestBody"));
    for (Object media : Yaml.map(body.get("content")).values()) {
      Map<String, Object> schema = Yaml.map(Yaml.map(media).get("schema"));
      arguments.putAll(Yaml.map(schema.get("properties")));
      arguments.putIfAbsent("body", schema);
    }
    return arguments;
  }

  private static String nullable(boolean demanded) {
    return demanded ? "" : "@Nullable ";
  }

  private static void parts(
      Map<String, Object> schema, List<String> required, List<String> optional) {
    Yaml.map(schema.get("properties"))
        .forEach(
            (name, part) -> {
              boolean demanded = Yaml.list(schema.get("required")).contains(name);
              String type = JavaTypes.of(part, "String");
              (demanded ? required : optional)
                  .add(
                      nullable(demanded) + type.replace("File", "MultipartBody.Part") + ' ' + name);
            });
  }

  private static String body(Map<String, Object> schema) {
    String type = JavaTypes.of(schema, "String");
    return type.equals("File") ? "RequestBody" : type;
  }

  /** What its call gives. */
  String returns() {
    for (Object response : Yaml.map(operation.data().get("responses")).values()) {
      for (Object media : Yaml.map(Yaml.map(response).get("content")).values()) {
        String type = JavaTypes.of(Yaml.map(media).get("schema"), "String");
        return type.equals("File") ? "ResponseBody" : type;
      }
    }
    return "Void";
  }

  /** What is not carried over as it should. */
  List<?> unsupported() {
    return Yaml.list(operation.data().get(Extensions.UNSUPPORTED));
  }
}
