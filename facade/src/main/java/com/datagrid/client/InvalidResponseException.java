package com.datagrid.client;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server reported success, but the body does not match the OpenAPI document: it is not JSON, a
 * required field is missing or null, a value has another type, or it is larger than {@code
 * maxResponseBytes}. The request was carried out and is not sent again. The message names the
 * field.
 */
public final class InvalidResponseException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /** The HTTP status code. */
  private final int statusCode;

  /** The body as text. */
  private final String rawBody;

  /**
   * An exception for tests.
   *
   * @param message what {@link #getMessage()} returns
   * @param statusCode the HTTP status code
   * @param rawBody the body as text
   * @param cause why it could not be read; null if it could, but is incomplete
   * @throws NullPointerException if {@code rawBody} is null
   */
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

  /** {@return the HTTP status code, 200 to 299} */
  public int statusCode() {
    return statusCode;
  }

  /**
   * {@return the body as text, at most its first 64 KiB} It may contain data that does not belong
   * in a log.
   */
  public String rawBody() {
    return rawBody;
  }
}
