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

  /** A response for tests: status 200, no headers, one attempt, no time. */
  public static <T extends @Nullable Object> ApiResponse<T> of(T body) {
    return builder(body).build();
  }

  /** A response for tests, beginning as {@link #of} gives it. */
  public static <T extends @Nullable Object> Builder<T> builder(T body) {
    return new Builder<>(body);
  }

  /** The body; null if the response has none, such as a 204. */
  public T body() {
    return body;
  }

  /** The HTTP status code: 200 to 299, or a redirect that the OpenAPI document names. */
  public int statusCode() {
    return statusCode;
  }

  /** The response's headers. */
  public Headers headers() {
    return headers;
  }

  /** The header {@code X-Request-Id}, which the vendor's support asks for. */
  public Optional<String> requestId() {
    return ResponseHeaders.requestId(headers);
  }

  /** What the response says of the rate limit; empty if it names no limit. */
  public Optional<RateLimit> rateLimit() {
    return ResponseHeaders.rateLimit(headers);
  }

  /** The number of attempts, at least 1. */
  public int attempts() {
    return attempts;
  }

  /** How long the whole call took, from joining the queue to the end of the body. */
  public Duration elapsed() {
    return elapsed;
  }

  /** How much of {@link #elapsed()} was no attempt: the queue, and the pauses before retries. */
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

    /** Default: 200. */
    public Builder<T> statusCode(int statusCode) {
      this.statusCode = statusCode;
      return this;
    }

    /** Adds a header. */
    public Builder<T> header(String name, String value) {
      headers.add(Objects.requireNonNull(name, "name"));
      headers.add(Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Default: 1. */
    public Builder<T> attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    /** Default: zero. */
    public Builder<T> elapsed(Duration elapsed) {
      this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
      return this;
    }

    /** Default: zero. */
    public Builder<T> waited(Duration waited) {
      this.waited = Objects.requireNonNull(waited, "waited");
      return this;
    }

    /** The response. */
    public ApiResponse<T> build() {
      return new ApiResponse<>(
          body, statusCode, Headers.of(headers.toArray(String[]::new)), attempts, elapsed, waited);
    }
  }
}
