package com.datagrid.client.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mappings made of what the document says of responses. The body is the first example that fits the
 * schema, else a value made up of the schema.
 */
final class DocumentedResponses {
  /** Those without a body, whatever the document says. */
  private static final Set<Integer> BODILESS = Set.of(204, 205, 304);

  private static final Set<String> JSON_LINES =
      Set.of(
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/stream+json");

  private final ApiDocument document;
  private final SchemaValues values;

  DocumentedResponses(ApiDocument document) {
    this.document = document;
    this.values = new SchemaValues(document);
  }

  /** Empty if the document has no such operation, or says nothing of the status. */
  Optional<StubMapping> find(String operationId, int status) {
    return document
        .operation(operationId)
        .flatMap(
            operation ->
                operation.response(status).map(response -> mapping(operation, status, response)));
  }

  /** False if the document has another body for it, or none. */
  boolean allow(String operationId, int status, StubMapping mapping) {
    Optional<Map<String, Object>> response =
        document.operation(operationId).flatMap(operation -> operation.response(status));
    return response.isEmpty()
        || ApiDocument.map(response.get().get("content")).entrySet().stream()
            .filter(content -> concrete(content.getKey()).startsWith("application/json"))
            .anyMatch(
                content ->
                    values.fits(
                        ApiDocument.map(content.getValue()).get("schema"),
                        ApiDocument.read(new String(mapping.getResponse().getByteBody(), UTF_8))));
  }

  private StubMapping mapping(Operation operation, int status, Map<String, Object> response) {
    return WireMock.request(
            operation.method(), WireMock.urlPathTemplate(operation.path().toString()))
        .withName(operation.id() + " " + status)
        .willReturn(paged(operation, status, builder(status, response)))
        .build();
  }

  /** For requests that accept a stream of an operation that has another body, too. */
  Stream<StubMapping> streams(Operation operation) {
    Map<String, Object> content = operation.successContent();
    if (content.size() == 1) {
      return Stream.empty();
    }
    return content.entrySet().stream()
        .filter(media -> isStream(concrete(media.getKey())))
        .map(media -> stream(operation, media.getKey(), ApiDocument.map(media.getValue())));
  }

  private StubMapping stream(Operation operation, String accepted, Map<String, Object> media) {
    String type = concrete(accepted);
    return WireMock.request(
            operation.method(), WireMock.urlPathTemplate(operation.path().toString()))
        .withName(operation.id() + " as a stream")
        .withHeader("Accept", WireMock.equalTo(accepted))
        .willReturn(
            WireMock.aResponse().withHeader("Content-Type", type).withBody(body(type, media)))
        .build();
  }

  private static boolean isStream(String type) {
    String base = type.replaceFirst(";.*", "").strip();
    return base.equals("text/event-stream")
        || base.equals("application/json-seq")
        || JSON_LINES.contains(base);
  }

  /** A list is one page by itself; the stub server gives it page by page. */
  private ResponseDefinitionBuilder paged(
      Operation operation, int status, ResponseDefinitionBuilder builder) {
    ResponseDefinition made = builder.build();
    if (status / 100 != 2
        || !PagedList.isListedBy(operation)
        || made.getHeaders() == null
        || !isJson(String.valueOf(made.getHeaders().getContentTypeHeader().mimeTypePart()))) {
      return builder;
    }
    return PagedList.page(
            PagedList.Request.all(operation),
            ApiDocument.read(made.getTextBody()),
            body -> values.fits(operation.successSchema(), body))
        .map(page -> builder.withBody(ApiDocument.json(page.body())).withTransformers(Pages.NAME))
        .orElse(builder);
  }

  private ResponseDefinitionBuilder builder(int status, Map<String, Object> response) {
    ResponseDefinitionBuilder builder = WireMock.aResponse().withStatus(status);
    ApiDocument.map(response.get("headers"))
        .forEach(
            (name, data) -> {
              Map<String, Object> header = document.resolve(data);
              if (Boolean.TRUE.equals(header.get("required"))) {
                builder.withHeader(
                    name, String.valueOf(values.value(header.get("schema"), examples(header))));
              }
            });
    if (!BODILESS.contains(status)) {
      // The client reads JSON if there is a choice.
      ApiDocument.map(response.get("content")).entrySet().stream()
          .min(Comparator.comparing(content -> !isJson(concrete(content.getKey()))))
          .ifPresent(
              content -> {
                String type = concrete(content.getKey());
                builder
                    .withHeader("Content-Type", type)
                    .withBody(body(type, ApiDocument.map(content.getValue())));
              });
    }
    return builder;
  }

  private String body(String contentType, Map<String, Object> media) {
    String type = contentType.replaceFirst(";.*", "").strip();
    List<?> examples = examples(media);
    if (!isJson(type) && !examples.isEmpty() && examples.get(0) instanceof String text) {
      return text; // a stream or another format, as it is
    }
    Object value = values.value(media.get("schema"), examples);
    if (isJson(type)) {
      return ApiDocument.json(value);
    } else if (type.equals("text/event-stream")) {
      return "data: " + text(value) + "\n\n";
    } else if (JSON_LINES.contains(type)) {
      return ApiDocument.json(value) + "\n";
    } else if (type.equals("application/json-seq")) {
      return "\u001e" + ApiDocument.json(value) + "\n";
    } else if (type.endsWith("xml")) {
      return "<stub/>";
    }
    return text(value); // of binary data the bytes are anything
  }

  private String text(Object value) {
    return value instanceof String text ? text : ApiDocument.json(value);
  }

  /** What a media type, or a header, has for examples. */
  private List<?> examples(Map<String, Object> described) {
    return Stream.concat(
            Stream.ofNullable(described.get("example")),
            ApiDocument.map(described.get("examples")).values().stream()
                .flatMap(example -> Stream.ofNullable(document.resolve(example).get("value"))))
        .toList();
  }

  /** Any type that a range of them allows. */
  private static String concrete(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "*/*", "application/*" -> "application/json";
      case "text/*" -> "text/plain";
      default -> lower.endsWith("/*") ? "application/octet-stream" : lower;
    };
  }

  private static boolean isJson(String type) {
    String base = type.replaceFirst(";.*", "").strip();
    return base.equals("application/json")
        || (base.endsWith("+json") && !JSON_LINES.contains(base));
  }
}
