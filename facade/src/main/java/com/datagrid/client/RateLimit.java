package com.datagrid.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What a response says about the rate limit of its operation. Immutable. */
public final class RateLimit {

  private final int limit;
  private final OptionalInt remaining;
  private final Optional<Instant> resetAt;

  private RateLimit(int limit, OptionalInt remaining, Optional<Instant> resetAt) {
    this.limit = limit;
    this.remaining = Objects.requireNonNull(remaining, "remaining");
    this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
  }

  /**
   * {@return a rate limit, for tests of code that reads responses} The arguments are what the
   * methods of the same names return.
   *
   * @param limit requests per window
   * @param remaining requests left in the window
   * @param resetAt when the window resets
   * @throws NullPointerException if {@code remaining} or {@code resetAt} is null
   */
  public static RateLimit of(int limit, OptionalInt remaining, Optional<Instant> resetAt) {
    return new RateLimit(limit, remaining, resetAt);
  }

  /** {@return {@code X-RateLimit-Limit}: requests per window} */
  public int limit() {
    return limit;
  }

  /**
   * {@return {@code X-RateLimit-Remaining}: how many requests were left in the window at that
   * moment}
   */
  public OptionalInt remaining() {
    return remaining;
  }

  /** {@return {@code X-RateLimit-Reset}: when the window resets, to the second} */
  public Optional<Instant> resetAt() {
    return resetAt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateLimit that
        && limit == that.limit
        && remaining.equals(that.remaining)
        && resetAt.equals(that.resetAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(limit, remaining, resetAt);
  }

  @Override
  public String toString() {
    return "RateLimit[limit=" + limit + ", remaining=" + remaining + ", resetAt=" + resetAt + "]";
  }
}
