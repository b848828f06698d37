package com.datagrid.client;

import java.io.Serial;
import java.util.Optional;

/**
 * The server reported an error: a status other than 2xx. 401, 403, 404 and 429 are thrown as {@link
 * AuthenticationException}, {@link PermissionDeniedException}, {@link NotFoundException} and {@link
 * RateLimitException}.
 */
public class ApiException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /** The HTTP status code. */
  private final int statusCode;

  /** The response's headers. */
  private final Headers headers;

  /** What was read of the body. */
  private final ErrorBody body;

  /**
   * An exception for tests, with the message that the client would give it.
   *
   * @param statusCode the HTTP status code
   * @param headers the response's headers
   * @param rawBody the body, from which {@link #errorCode()} is read; empty if there is none
   * @throws NullPointerException if {@code headers} or {@code rawBody} is null
   */
  public ApiException(int statusCode, Headers headers, String rawBody) {
    this(new ErrorResponse(statusCode, headers, rawBody));
  }

  private ApiException(ErrorResponse response) {
    this(response, response.message(""), 1);
  }

  ApiException(ErrorResponse response, String message, int attempts) {
    super(message, null, attempts);
    this.statusCode = response.statusCode();
    this.headers = response.headers();
    this.body = response.body();
  }

  /** {@return the HTTP status code} */
  public final int statusCode() {
    return statusCode;
  }

  /** {@return the response's headers} */
  public final Headers headers() {
    return headers;
  }

  final ErrorBody body() {
    return body;
  }

  /**
   * {@return the body as text, at most its first 64 KiB, with the API key masked; empty if there
   * was none}
   */
  public final String rawBody() {
    return body.raw();
  }

  /**
   * {@return what the body calls the error: {@code error} or {@code code} of a JSON object, or
   * {@code type} of an RFC 9457 problem; empty if the body names none}
   */
  public final Optional<String> errorCode() {
    return body.code();
  }

  /** The header {@code X-Request-Id} of this response, which the vendor's support asks for. */
  @Override
  public final Optional<String> requestId() {
    return ResponseHeaders.requestId(headers);
  }
}
