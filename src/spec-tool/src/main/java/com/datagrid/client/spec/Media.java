package com.datagrid.client.spec;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A body as a document describes it.
 *
 * @param type the media type
 * @param kind how it is written
 * @param data what the document says of it
 */
record Media(String type, Kind kind, Map<String, Object> data) {

  /** How bodies are written; of several, the first in this order is taken. */
  enum Kind {
    JSON,
    FORM,
    MULTIPART,
    TEXT,
    BYTES,
    EVENTS,
    XML
  }

  private static final Set<String> EVENTS =
      Set.of(
          "text/event-stream",
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/x-jsonlines",
          "application/json-seq",
          "application/stream+json");

  static Optional<Media> first(Map<String, Object> content) {
    return all(content).stream().min(Comparator.comparing(Media::kind));
  }

  static List<Media> all(Map<String, Object> content) {
    return content.entrySet().stream()
        .map(
            entry -> {
              Map<String, Object> data = Yaml.map(entry.getValue());
              return new Media(entry.getKey(), kind(entry.getKey(), data), data);
            })
        .toList();
  }

  private static Kind kind(String mediaType, Map<String, Object> data) {
    String type = mediaType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (EVENTS.contains(type)) {
      return Kind.EVENTS;
    }
    if (type.endsWith("/json") || type.endsWith("+json")) {
      return Kind.JSON;
    }
    if (type.equals("application/x-www-form-urlencoded")) {
      return Kind.FORM;
    }
    if (type.startsWith("multipart/")) {
      return Kind.MULTIPART;
    }
    if (type.contains("xml")) {
      return Kind.XML;
    }
    if (type.startsWith("text/")) {
      return Kind.TEXT;
    }
    boolean any = type.equals("*/*") || type.equals("application/*");
    Map<String, Object> schema = Yaml.map(data.get("schema"));
    return any && !schema.isEmpty() && !"binary".equals(schema.get("format"))
        ? Kind.JSON
        : Kind.BYTES;
  }

  Object schema() {
    return data.getOrDefault("schema", Map.of());
  }

  /** The media type to send or to ask for. */
  String concrete() {
    if (!type.contains("*")) {
      return type;
    }
    return kind == Kind.JSON ? "application/json" : "application/octet-stream";
  }
}
