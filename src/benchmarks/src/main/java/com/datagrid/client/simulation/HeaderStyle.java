package com.datagrid.client.simulation;

import com.datagrid.client.simulation.ModelServer.Verdict;
import okhttp3.Headers;

/** Which headers about the limit a server sends. */
enum HeaderStyle {
  /** All that the vendor documents. */
  FULL,
  /** All but {@code X-RateLimit-Remaining} and {@code X-RateLimit-Reset}. */
  LIMIT_ONLY,
  /** None. */
  NONE;

  /**
   * The headers of a response.
   *
   * @param remaining what the server says of that, true or not
   */
  Headers of(Verdict verdict, int remaining) {
    Headers.Builder headers = new Headers.Builder();
    if (this != NONE) {
      headers.add("X-RateLimit-Limit", String.valueOf(verdict.limit()));
      if (verdict.remaining() == 0) {
        headers.add("Retry-After", String.valueOf(verdict.retryAfterSeconds()));
      }
    }
    if (this == FULL) {
      headers.add("X-RateLimit-Remaining", String.valueOf(remaining));
      headers.add("X-RateLimit-Reset", String.valueOf(verdict.resetEpochSecond()));
    }
    return headers.build();
  }
}
