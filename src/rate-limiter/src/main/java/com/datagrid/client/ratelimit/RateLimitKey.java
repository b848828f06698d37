package com.datagrid.client.ratelimit;

import java.util.Objects;
import java.util.Optional;

/**
 * Identifies a rate limit: the service counts requests per teamspace, HTTP method and path.
 * Immutable; two keys are equal if all three are.
 */
public final class RateLimitKey {

  private final Optional<String> teamspace;
  private final String method;
  private final String path;

  private RateLimitKey(Optional<String> teamspace, String method, String path) {
    this.teamspace = Objects.requireNonNull(teamspace, "teamspace");
    this.method = Objects.requireNonNull(method, "method");
    this.path = Objects.requireNonNull(path, "path");
  }

  /**
   * Creates a key, for tests of code that reads rate limits.
   *
   * @param teamspace the teamspace
   * @param method the HTTP method in upper case
   * @param path the path, or its template
   * @return the key
   * @throws NullPointerException if an argument is null
   */
  public static RateLimitKey of(Optional<String> teamspace, String method, String path) {
    return new RateLimitKey(teamspace, method, path);
  }

  /**
   * {@return the teamspace that the client or the call names} Empty if neither does: the service
   * then uses the one that the API key belongs to.
   */
  public Optional<String> teamspace() {
    return teamspace;
  }

  /** {@return the HTTP method in upper case, for instance {@code PATCH}} */
  public String method() {
    return method;
  }

  /**
   * {@return the path below the base URL, for instance {@code /connections/{connection_id}}; a
   * concrete path if the client limits per path}
   */
  public String path() {
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateLimitKey that
        && teamspace.equals(that.teamspace)
        && method.equals(that.method)
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(teamspace, method, path);
  }

  @Override
  public String toString() {
    return "RateLimitKey[teamspace=" + teamspace + ", method=" + method + ", path=" + path + "]";
  }
}
