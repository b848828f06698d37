package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SlidingWindow.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which of its rate-limit headers a {@link DatagridStubServer} sends. */
public enum RateLimitHeaders {
  /** All four, as the service does. */
  ALL,
  /**
   * {@code X-RateLimit-Limit} and {@code Retry-After}: those that the OpenAPI document speaks of.
   */
  LIMIT_ONLY,
  /** None, not even {@code Retry-After} on a 429. */
  NONE;

  static final String LIMIT = "X-RateLimit-Limit";
  static final String REMAINING = "X-RateLimit-Remaining";
  static final String RESET = "X-RateLimit-Reset";
  static final String RETRY_AFTER = "Retry-After";
  static final Set<String> NAMES = Set.of(LIMIT, REMAINING, RESET, RETRY_AFTER);

  Map<String, String> of(Decision decision) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (this != NONE) {
      headers.put(LIMIT, String.valueOf(decision.limit()));
      decision
          .retryAfterSeconds()
          .ifPresent(seconds -> headers.put(RETRY_AFTER, String.valueOf(seconds)));
    }
    if (this == ALL) {
      headers.put(REMAINING, String.valueOf(decision.remaining()));
      headers.put(RESET, String.valueOf(decision.resetEpochSecond()));
    }
    return headers;
  }
}
