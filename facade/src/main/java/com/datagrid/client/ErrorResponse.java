package com.datagrid.client;

import java.util.Objects;

/**
 * An error response, and the message that an exception has of it.
 *
 * @param operation for instance {@code PATCH /connections/{connection_id}}; empty if unknown
 * @param foreign how to quote it
 */
record ErrorResponse(
    String operation, int statusCode, Headers headers, ErrorBody body, ForeignText foreign) {

  ErrorResponse {
    Objects.requireNonNull(headers, "headers");
  }

  /** One of which nobody knows the request. */
  ErrorResponse(int statusCode, Headers headers, String rawBody) {
    this(
        "",
        statusCode,
        headers,
        ErrorBody.parse(Objects.requireNonNull(rawBody, "rawBody")),
        ForeignText.UNKNOWN);
  }

  /** The same with little kept: a call that goes on may remember many. */
  ErrorResponse shortened() {
    Headers essential = ResponseHeaders.essential(headers);
    return new ErrorResponse(operation, statusCode, essential, body.shortened(), foreign);
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
    body.message().ifPresent(text -> message.append(": ").append(foreign.quote(text)));
    body.mitigation()
        .ifPresent(text -> message.append(" (").append(foreign.quote(text)).append(')'));
    for (String part : new String[] {note, remedy()}) {
      if (!part.isEmpty()) {
        message.append("; ").append(part);
      }
    }
    ResponseHeaders.requestId(headers)
        .ifPresent(id -> message.append(" [request ").append(foreign.quote(id)).append(']'));
    return message.toString();
  }

  private String remedy() {
    if (statusCode >= 300 && statusCode < 400) {
      String location = headers.first("Location").map(foreign::quote).orElse("nowhere");
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
}
