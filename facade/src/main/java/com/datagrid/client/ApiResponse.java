package com.datagrid.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A successful response: the body and what came with it. Immutable if the body is.
 *
 * @param <T> the type of the body
 */
public final class ApiResponse<T extends @Nullable Object> {

  private final T body;
  private final int statusCode;
  private final Headers headers;
  private final int attempts;
  private final Duration elapsed;
  private final Duration waited;

  ApiResponse(
      T body, int statusCode, Headers headers, int attempts, Duration elapsed, Duration waited) {
    this.body = body;
    this.statusCode = statusCode;
    this.headers = headers;
    this.attempts = attempts;
    this.elapsed = elapsed;
    this.waited = waited;
  }

  /**
   * {@return a response for tests: status 200, no headers, one attempt, no time}
   *
   * @param body the body; null for a response without one
   * @param <T> the type of the body
   */
  public static <T extends @Nullable Object> ApiResponse<T> of(T body) {
    return builder(body).build();
  }

  /**
   * {@return a builder of a response for tests, which begins as {@link #of} gives it}
   *
   * @param body the body; null for a response without one
   * @param <T> the type of the body
   */
  public static <T extends @Nullable Object> Builder<T> builder(T body) {
    return new Builder<>(body);
  }

  /** {@return the body; null if the response has none, such as a 204} */
  public T body() {
    return body;
  }

  /** {@return the HTTP status code: 200 to 299, or a redirect that the OpenAPI document names} */
  public int statusCode() {
    return statusCode;
  }

  /** {@return the response's headers} */
  public Headers headers() {
    return headers;
  }

  /**
   * {@return the header {@code X-Request-Id}, which the vendor's support asks for; empty if the
   * response has none}
   */
  public Optional<String> requestId() {
    return ResponseHeaders.requestId(headers);
  }

  /** {@return what the response says of the rate limit; empty if it names no limit} */
  public Optional<RateLimit> rateLimit() {
    return ResponseHeaders.rateLimit(headers);
  }

  /** {@return the number of attempts, at least 1} */
  public int attempts() {
    return attempts;
  }

  /** {@return how long the whole call took, from joining the queue to the end of the body} */
  public Duration elapsed() {
    return elapsed;
  }

  /**
   * {@return how much of {@link #elapsed()} was no attempt: the queue, and the pauses before
   * retries}
   */
  public Duration waited() {
    return waited;
  }

  /** Without the body and the values of headers, which may hold secrets. */
  @Override
  public String toString() {
    return "ApiResponse[status %d, attempts %d, elapsed %s, waited %s]"
        .formatted(statusCode, attempts, elapsed, waited);
  }

  /**
   * Makes a response for tests. Not thread-safe.
   *
   * @param <T> the type of the body
   */
  public static final class Builder<T extends @Nullable Object> {
    private final T body;
    private final List<String> headers = new ArrayList<>();
    private int statusCode = 200;
    private int attempts = 1;
    private Duration elapsed = Duration.ZERO;
    private Duration waited = Duration.ZERO;

    private Builder(T body) {
      this.body = body;
    }

    /**
     * Sets the HTTP status code. Default: 200.
     *
     * @param statusCode the code, which is not checked
     * @return this builder
     */
    public Builder<T> statusCode(int statusCode) {
      this.statusCode = statusCode;
      return this;
    }

    /**
     * Adds a header. Default: none.
     *
     * @param name its name, in any case
     * @param value its value
     * @return this builder
     * @throws NullPointerException if an argument is null
     */
    public Builder<T> header(String name, String value) {
      headers.add(Objects.requireNonNull(name, "name"));
      headers.add(Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets the number of attempts. Default: 1.
     *
     * @param attempts the number
     * @return this builder
     */
    public Builder<T> attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets how long the call took. Default: zero.
     *
     * @param elapsed the time
     * @return this builder
     * @throws NullPointerException if {@code elapsed} is null
     */
    public Builder<T> elapsed(Duration elapsed) {
      this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
      return this;
    }

    /**
     * Sets how much of that was no attempt. Default: zero.
     *
     * @param waited the time
     * @return this builder
     * @throws NullPointerException if {@code waited} is null
     */
    public Builder<T> waited(Duration waited) {
      this.waited = Objects.requireNonNull(waited, "waited");
      return this;
    }

    /** {@return the response} */
    public ApiResponse<T> build() {
      return new ApiResponse<>(
          body, statusCode, Headers.of(headers.toArray(String[]::new)), attempts, elapsed, waited);
    }
  }
}
