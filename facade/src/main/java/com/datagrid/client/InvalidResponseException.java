package com.datagrid.client;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server answered with success, but its body is not what the OpenAPI document promises: not
 * JSON, a required field missing or null, a value of another type, or larger than {@code
 * maxResponseBytes}. The request was carried out and is not sent again. The message names the
 * field.
 */
public final class InvalidResponseException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  private final int statusCode;
  private final String rawBody;

  /** A failure for tests. */
  public InvalidResponseException(
      String message, int statusCode, String rawBody, @Nullable Throwable cause) {
    this(message, statusCode, rawBody, cause, 1);
  }

  InvalidResponseException(
      String message, int statusCode, String rawBody, @Nullable Throwable cause, int attempts) {
    super(message, cause, attempts);
    this.statusCode = statusCode;
    this.rawBody = Objects.requireNonNull(rawBody, "rawBody");
  }

  /** The HTTP status code, 200 to 299. */
  public int statusCode() {
    return statusCode;
  }

  /** The body as text, at most its first 64 KiB. It may hold what a log should not. */
  public String rawBody() {
    return rawBody;
  }
}
