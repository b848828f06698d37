package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives the request and the successes of an operation one type each. */
final class Bodies {

  private static final Map<String, Object> BYTES =
      Yaml.mapping("type", "string", "format", "binary");
  private static final Map<String, Object> TEXT = Map.of("type", "string");

  private final Map<String, Object> document;
  private final Schemas schemas;

  Bodies(Map<String, Object> document, Schemas schemas) {
    this.document = document;
    this.schemas = schemas;
  }

  /** Empty if there is none. */
  Map<String, Object> request(Signature signature) {
    Map<String, Object> published =
        Refs.resolve(document, signature.operation().data().get("requestBody"));
    Map<String, Object> content = Yaml.map(published.get("content"));
    Optional<Media> first = Media.first(content);
    if (first.isEmpty()) {
      return Map.of();
    }
    Media media = first.get();
    if (content.size() > 1) {
      signature.finding(
          "of its request's content types only one is sent: "
              + media.type()
              + " of "
              + String.join(", ", content.keySet()));
    }
    String type = media.concrete();
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (media.kind()) {
      case FORM, MULTIPART -> {
        if (media.kind() == Media.Kind.MULTIPART && !type.startsWith("multipart/form-data")) {
          signature.finding("its request is " + type + ", which is sent as multipart/form-data");
          type = "multipart/form-data";
        }
        schema = form(signature, media);
        if (Yaml.map(schema.get("properties")).isEmpty()) {
          signature.finding("its form has no field with a name, and is not sent");
          return Map.of();
        }
      }
      case JSON -> schema = json(media, signature, "requestBody", "request");
      case TEXT, XML, EVENTS -> {
        schema.putAll(TEXT);
      }
      case BYTES -> {
        type = media.type(); // of a range, the body says which it is
        schema.putAll(BYTES);
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    for (String key : List.of("description", "required")) {
      if (published.containsKey(key)) {
        result.put(key, published.get(key));
      }
    }
    result.put("content", Map.of(type, Map.of("schema", schema)));
    return result;
  }

  private Map<String, Object> json(Media media, Signature signature, String where, String suffix) {
    String at =
        "#/paths/"
            + Refs.escaped(signature.operation().path())
            + '/'
            + signature.operation().method()
            + '/'
            + where
            + "/content/"
            + Refs.escaped(media.type())
            + "/schema";
    Map<String, Object> type = schemas.type(media.schema(), at, signature.type(suffix));
    return type.get("$ref") instanceof String reference
        ? Map.of("$ref", reference)
        : Constraints.insteadOfEnum(type);
  }

  private Map<String, Object> form(Signature signature, Media media) {
    String at = signature.operation().request() + " form";
    Map<String, Object> schema = Dialect.plain(Refs.resolve(document, media.schema()));
    List<?> choices = Yaml.list(schema.get("oneOf"));
    Map<String, Object> common = new LinkedHashMap<>(schema);
    common.remove("oneOf");
    Flattened flat =
        choices.isEmpty()
            ? Flattened.of(document, media.schema(), at)
            : Flattened.ofChoices(document, common, choices, at);
    if (flat.additional() != null && !flat.members().isEmpty()) {
      signature.finding("fields of its form without a name are not sent");
    }
    boolean multipart = media.kind() == Media.Kind.MULTIPART;
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    flat.members()
        .forEach(
            (name, member) -> {
              String javaName = signature.parameter("form", name);
              Map<String, Object> encoding =
                  Yaml.map(Yaml.map(media.data().get("encoding")).get(name));
              if (!multipart
                  && (!"form".equals(encoding.getOrDefault("style", "form"))
                      || Boolean.FALSE.equals(encoding.get("explode")))) {
                signature.finding(
                    "field " + name + " is repeated or JSON, whatever its encoding says");
              }
              properties.put(javaName, part(signature, multipart, name, member));
              if (flat.isRequired(name)) {
                required.add(javaName);
              }
            });
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("type", "object");
    if (!required.isEmpty()) {
      form.put("required", required);
    }
    form.put("properties", properties);
    return form;
  }

  private Map<String, Object> part(
      Signature signature, boolean multipart, String name, Flattened.Member member) {
    if (multipart && Scalars.isFile(document, member.schema())) {
      return Scalars.file(document, member.schema());
    }
    Map<String, Object> type =
        Constraints.insteadOfEnum(schemas.type(member.schema(), member.at(), signature.type(name)));
    return type.get("$ref") instanceof String reference ? Map.of("$ref", reference) : type;
  }

  Map<String, Object> responses(Signature signature) {
    Operation operation = signature.operation();
    Map<String, Map<String, Object>> successes = successes(operation);
    String status = null;
    Media chosen = null;
    List<Media> others = new ArrayList<>();
    for (Map.Entry<String, Map<String, Object>> success : successes.entrySet()) {
      Optional<Media> first = Media.first(Yaml.map(success.getValue().get("content")));
      if (first.isPresent() && chosen == null && !operation.method().equals("head")) {
        status = success.getKey();
        chosen = first.get();
      } else {
        first.ifPresent(others::add);
      }
    }
    if (chosen == null || status == null) {
      return Map.of("204", Map.of("description", ""));
    }
    String javaStatus = status.matches("\\d+") ? status : "200";
    Object schema;
    if (others.stream().map(Media::schema).allMatch(chosen.schema()::equals)) {
      schema = response(signature, chosen, status);
    } else {
      others.add(0, chosen);
      schema = anyOf(signature, others);
    }
    Map<String, Object> content = Map.of(chosen.concrete(), Map.of("schema", schema));
    return Map.of(javaStatus, Yaml.mapping("description", "", "content", content));
  }

  /** A choice of them all, if they are all JSON. */
  private Map<String, Object> anyOf(Signature signature, List<Media> successes) {
    Media first = successes.get(0);
    if (!successes.stream().allMatch(media -> media.kind() == Media.Kind.JSON)) {
      signature.finding(
          "its successes have bodies of different kinds, of which only the first has a type");
      return response(signature, first, "2XX");
    }
    List<Object> choices = successes.stream().map(Media::schema).distinct().toList();
    Media any = new Media(first.type(), first.kind(), Map.of("schema", Map.of("anyOf", choices)));
    return json(any, signature, "responses/2XX", "response");
  }

  /** The statuses of success that come without a body, and of redirects, joined by commas. */
  String bodiless(Operation operation) {
    return Yaml.map(operation.data().get("responses")).entrySet().stream()
        .filter(
            response ->
                response.getKey().matches("3\\d\\d")
                    || (response.getKey().matches("2\\d\\d")
                        && Yaml.map(Refs.resolve(document, response.getValue()).get("content"))
                            .isEmpty()))
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** By status; what is said of all others counts if nothing else does. */
  private Map<String, Map<String, Object>> successes(Operation operation) {
    Map<String, Map<String, Object>> result = new TreeMap<>();
    Yaml.map(operation.data().get("responses"))
        .forEach(
            (status, response) -> {
              if (status.startsWith("2")) {
                result.put(status, Refs.resolve(document, response));
              }
            });
    @Nullable Object otherwise = Yaml.map(operation.data().get("responses")).get("default");
    boolean redirects =
        Yaml.map(operation.data().get("responses")).keySet().stream()
            .anyMatch(status -> status.startsWith("3"));
    if (result.isEmpty() && otherwise != null && !redirects) {
      result.put("default", Refs.resolve(document, otherwise));
    }
    return result;
  }

  /** The stream that an operation may answer with beside another body; empty if there is none. */
  Map<String, Object> stream(Operation operation) {
    for (Map<String, Object> success : successes(operation).values()) {
      Map<String, Object> content = Yaml.map(success.get("content"));
      List<Media> streams =
          Media.all(content).stream().filter(media -> media.kind() == Media.Kind.EVENTS).toList();
      if (!streams.isEmpty() && streams.size() < content.size()) {
        return Map.of(
            "200",
            Yaml.mapping(
                "description",
                "",
                "content",
                Map.of(streams.get(0).type(), Map.of("schema", BYTES))));
      }
    }
    return Map.of();
  }

  private Map<String, Object> response(Signature signature, Media media, String status) {
    return switch (media.kind()) {
      case JSON ->
          json(
              media,
              signature,
              "responses/" + status,
              "response" + (status.equals("200") ? "" : status));
      case BYTES, EVENTS, MULTIPART -> BYTES;
      case TEXT, XML, FORM -> TEXT;
    };
  }
}
