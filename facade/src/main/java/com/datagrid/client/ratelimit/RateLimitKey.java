package com.datagrid.client.ratelimit;

import java.util.Objects;
import java.util.Optional;

/**
 * What the service counts separately: one limit holds per teamspace, HTTP method and path.
 *
 * @param teamspace the teamspace that the client or the call names; empty if none is named, and the
 *     service then takes the one that the API key belongs to
 * @param method the HTTP method in capitals, for instance {@code PATCH}
 * @param path the path below the base URL, for instance {@code /connections/{connection_id}}; a
 *     concrete one where the client limits per path
 */
public record RateLimitKey(Optional<String> teamspace, String method, String path) {
  /** Checks that nothing is null. */
  public RateLimitKey {
    Objects.requireNonNull(teamspace, "teamspace");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
  }
}
