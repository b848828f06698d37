package com.datagrid.client;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What holds for one call: the client's settings, and over them the call's own. */
record CallSettings(
    Duration attemptTimeout,
    Duration callTimeout,
    int maxRetries,
    Optional<String> teamspace,
    Priority priority,
    Map<String, String> headers,
    Map<String, String> queryParameters) {

  /** Of a draft of the IETF's: the server carries requests with the same value out once. */
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  static CallSettings of(ClientSettings client) {
    return new CallSettings(
        client.attemptTimeout(),
        client.callTimeout(),
        client.maxRetries(),
        client.teamspace(),
        Priority.NORMAL,
        Map.of(),
        Map.of());
  }

  CallSettings with(RequestOptions options) {
    Objects.requireNonNull(options, "options");
    if (options == RequestOptions.none()) {
      return this;
    }
    return new CallSettings(
        options.attemptTimeout().orElse(attemptTimeout),
        options.callTimeout().orElse(callTimeout),
        options.maxRetries().orElse(maxRetries),
        options.teamspace().or(() -> teamspace),
        options.priority(),
        options.headers(),
        options.queryParameters());
  }

  /** With a callTimeout of at most that. */
  CallSettings within(Duration most) {
    boolean sooner = callTimeout.isZero() || most.compareTo(callTimeout) < 0;
    return new CallSettings(
        attemptTimeout,
        sooner ? most : callTimeout,
        maxRetries,
        teamspace,
        priority,
        headers,
        queryParameters);
  }

  boolean hasIdempotencyKey() {
    return headers.keySet().stream().anyMatch(IDEMPOTENCY_KEY::equalsIgnoreCase);
  }

  /** Without headers and query parameters, whose values may be secrets. */
  @Override
  public String toString() {
    return "CallSettings[callTimeout " + callTimeout + "]";
  }
}
