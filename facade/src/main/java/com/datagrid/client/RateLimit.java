package com.datagrid.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a response says of the rate limit of its operation.
 *
 * @param limit {@code X-RateLimit-Limit}: requests per window
 * @param remaining {@code X-RateLimit-Remaining}: how many were left in the window then
 * @param resetAt {@code X-RateLimit-Reset}: when the window resets, to the second
 */
public record RateLimit(int limit, OptionalInt remaining, Optional<Instant> resetAt) {
  /** Checks that nothing is null. */
  public RateLimit {
    Objects.requireNonNull(remaining, "remaining");
    Objects.requireNonNull(resetAt, "resetAt");
  }
}
