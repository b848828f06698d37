package com.datagrid.client;

import com.datagrid.client.model.RateLimitError;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * 429: the rate limit is exceeded and the call gave up, since the server says that it is not
 * retryable, asks for a longer pause than {@code maxRetryAfter} or {@code callTimeout} allows, or
 * rejected it 20 times in a row. The message says which.
 */
public final class RateLimitException extends ApiException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception for tests, which reads headers and body as the client does.
   *
   * @param headers the response's headers
   * @param rawBody the response's body as it came
   */
  public RateLimitException(Headers headers, String rawBody) {
    super(429, headers, rawBody);
  }

  RateLimitException(ErrorResponse response, String message, int attempts) {
    super(response, message, attempts);
  }

  /**
   * {@return the body, as far as it can be read: whatever is missing or of another type is null in
   * it} Empty if the body is no JSON object.
   */
  public Optional<RateLimitError> error() {
    return body().rateLimitError();
  }

  /**
   * {@return whether the server says that the request can be retried later; true if it does not
   * say}
   */
  public boolean retryable() {
    return body().retryable();
  }

  /** {@return the pause that the server asks for; empty if it asks for none} */
  public Optional<Duration> retryAfter() {
    return ResponseHeaders.retryAfter(headers());
  }

  /**
   * {@return {@code X-RateLimit-Limit}: requests per window; empty if it is absent or no positive
   * number}
   */
  public OptionalInt limit() {
    return ResponseHeaders.limit(headers());
  }
}
