package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SchemaCheck.Problem;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Responses to refused requests: in the shape of the API's errors, or as the document declares this
 * response of the operation if it differs.
 */
final class Refusals {
  private static final String TYPE = "application/json";
  private static final List<String> TEXTS = List.of("message", "detail", "description", "title");

  private final SchemaValues values;
  private final DocumentedResponses responses;

  Refusals(ApiDocument document) {
    this.values = new SchemaValues(document);
    this.responses = new DocumentedResponses(document);
  }

  Response to(Optional<Operation> operation, Refusal refusal) {
    Map<String, Object> body = body(refusal);
    return operation
        .filter(it -> !isDocumented(it, refusal.status(), body))
        .flatMap(it -> responses.find(it.id(), refusal.status()))
        .map(StubFault::responseOf)
        .filter(response -> response.getBody() != null && response.getBody().length > 0)
        .map(response -> with(refusal.message(), response))
        .orElseGet(
            () ->
                Response.response()
                    .status(refusal.status())
                    .headers(new HttpHeaders(new HttpHeader("Content-Type", TYPE)))
                    .body(ApiDocument.json(body))
                    .build());
  }

  /** Also if the document says nothing of it. */
  private boolean isDocumented(Operation operation, int status, Map<String, Object> body) {
    return operation
        .response(status)
        .map(response -> ApiDocument.map(response.get("content")))
        .filter(content -> !content.isEmpty())
        .map(
            content ->
                content.containsKey(TYPE)
                    && values.fits(ApiDocument.map(content.get(TYPE)).get("schema"), body))
        .orElse(true);
  }

  private static Map<String, Object> body(Refusal refusal) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status_code", refusal.status());
    body.put("error", refusal.error());
    body.put("message", refusal.message());
    body.put("retryable", false);
    if (!refusal.problems().isEmpty()) {
      body.put("mitigation", "Send what the API's document has for this operation.");
      body.put(
          "details",
          Map.of(
              "reason",
              refusal.problems().get(0).toString(),
              "errors",
              refusal.problems().stream().map(Refusals::error).toList()));
    }
    return body;
  }

  private static Map<String, Object> error(Problem problem) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("field", problem.field());
    error.put("expected", problem.expected());
    error.put("actual", problem.actual());
    return error;
  }

  /** The response, with the message where it has a place for one. */
  private static Response with(String message, Response response) {
    @Nullable Object told = told(message, ApiDocument.read(response.getBodyAsString()));
    return Response.Builder.like(response).body(ApiDocument.json(told)).build();
  }

  private static @Nullable Object told(String message, @Nullable Object body) {
    if (!(body instanceof Map)) {
      return body;
    }
    Map<String, @Nullable Object> told = new LinkedHashMap<>(ApiDocument.map(body));
    Optional<String> place =
        TEXTS.stream().filter(name -> told.get(name) instanceof String).findFirst();
    place.ifPresent(name -> told.put(name, message));
    if (place.isEmpty() && told.get("error") instanceof Map<?, ?> error) {
      told.put("error", told(message, error));
    }
    return told;
  }
}
