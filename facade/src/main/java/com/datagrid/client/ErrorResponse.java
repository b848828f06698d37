package com.datagrid.client;

import java.util.Objects;
import okhttp3.Response;

/**
 * A response that is no success, and how the client speaks of it.
 *
 * @param operation for instance {@code PATCH /connections/{connection_id}}; empty if unknown
 * @param apiKey what no message may show, whatever the server quotes; empty if unknown
 */
record ErrorResponse(
    String operation, int statusCode, Headers headers, String rawBody, String apiKey) {

  /** As much of the server's own words as fits a message. */
  private static final int LONGEST_QUOTE = 300;

  ErrorResponse {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(rawBody, "rawBody");
  }

  ErrorResponse(int statusCode, Headers headers, String rawBody) {
    this("", statusCode, headers, rawBody, "");
  }

  static ErrorResponse of(String operation, Outcome.Unsuccessful<?> error) {
    Response response = error.response();
    return new ErrorResponse(
        operation,
        response.code(),
        Headers.of(response.headers()),
        error.body(),
        Pipeline.apiKey(response.request()));
  }

  /** The exception of the class that belongs to the status. */
  ApiException exception(String note, int attempts) {
    return switch (statusCode) {
      case 401 -> new AuthenticationException(this, note, attempts);
      case 403 -> new PermissionDeniedException(this, note, attempts);
      case 404 -> new NotFoundException(this, note, attempts);
      case 429 -> new RateLimitException(this, note, attempts);
      default -> new ApiException(this, note, attempts);
    };
  }

  /**
   * What happened, in the server's words where it has some, and what to do.
   *
   * @param note why the client gave up; may be empty
   */
  String message(String note) {
    StringBuilder message = new StringBuilder("HTTP ").append(statusCode);
    if (!operation.isEmpty()) {
      message.append(" from ").append(operation);
    }
    ErrorBody body = ErrorBody.parse(rawBody);
    body.message().ifPresent(text -> message.append(": ").append(quote(text)));
    body.mitigation().ifPresent(text -> message.append(" (").append(quote(text)).append(')'));
    for (String part : new String[] {note, remedy()}) {
      if (!part.isEmpty()) {
        message.append("; ").append(part);
      }
    }
    ResponseHeaders.requestId(headers)
        .ifPresent(id -> message.append(" [request ").append(quote(id)).append(']'));
    return Pipeline.masked(message.toString(), apiKey);
  }

  private String remedy() {
    if (statusCode >= 300 && statusCode < 400) {
      String location = headers.first("Location").map(ErrorResponse::quote).orElse("nowhere");
      return "redirects to " + location + " are not followed: check baseUrl";
    }
    return switch (statusCode) {
      case 401 -> "check the API key (apiKey(..) or DATAGRID_API_KEY)";
      case 403 -> "check what the API key may do, and the teamspace";
      case 404 -> "check the id, and that the API key may see it in this teamspace";
      case 407 ->
          "the proxy wants authentication: give an httpClient(..) with a proxyAuthenticator";
      default -> "";
    };
  }

  @Override
  public String toString() {
    return message("");
  }

  /** One line of bounded length, whatever the server wrote. */
  private static String quote(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    if (line.length() <= LONGEST_QUOTE) {
      return line;
    }
    boolean splitsPair = Character.isHighSurrogate(line.charAt(LONGEST_QUOTE - 1));
    return line.substring(0, splitsPair ? LONGEST_QUOTE - 1 : LONGEST_QUOTE) + "...";
  }
}
