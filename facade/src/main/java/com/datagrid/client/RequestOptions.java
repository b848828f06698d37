package com.datagrid.client;

import com.datagrid.client.internal.Checks;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Settings that override the client's for one call. Immutable and thread-safe. */
public final class RequestOptions {

  private static final RequestOptions NONE = builder().build();

  private final Optional<Duration> attemptTimeout;
  private final Optional<Duration> callTimeout;
  private final OptionalInt maxRetries;
  private final Optional<String> teamspace;
  private final Priority priority;
  private final Map<String, String> headers;
  private final Map<String, String> queryParameters;

  private RequestOptions(Builder builder) {
    attemptTimeout = builder.attemptTimeout;
    callTimeout = builder.callTimeout;
    maxRetries = builder.maxRetries;
    teamspace = builder.teamspace;
    priority = builder.priority;
    headers = Map.copyOf(builder.headers);
    queryParameters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.queryParameters));
  }

  /** {@return no overrides} */
  public static RequestOptions none() {
    return NONE;
  }

  /** {@return a builder with nothing set} */
  public static Builder builder() {
    return new Builder();
  }

  Optional<Duration> attemptTimeout() {
    return attemptTimeout;
  }

  Optional<Duration> callTimeout() {
    return callTimeout;
  }

  OptionalInt maxRetries() {
    return maxRetries;
  }

  Optional<String> teamspace() {
    return teamspace;
  }

  Priority priority() {
    return priority;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, String> queryParameters() {
    return queryParameters;
  }

  /** Builds {@link RequestOptions}; unset options default to the client's. Not thread-safe. */
  public static final class Builder {
    private Optional<Duration> attemptTimeout = Optional.empty();
    private Optional<Duration> callTimeout = Optional.empty();
    private OptionalInt maxRetries = OptionalInt.empty();
    private Optional<String> teamspace = Optional.empty();
    private Priority priority = Priority.NORMAL;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> queryParameters = new LinkedHashMap<>();

    private Builder() {}

    /**
     * See {@link DatagridClient.Builder#attemptTimeout}.
     *
     * @param attemptTimeout positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder attemptTimeout(Duration attemptTimeout) {
      this.attemptTimeout = Optional.of(Checks.positive("attemptTimeout", attemptTimeout));
      return this;
    }

    /**
     * See {@link DatagridClient.Builder#callTimeout}.
     *
     * @param callTimeout zero or positive
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = Optional.of(Checks.notNegative("callTimeout", callTimeout));
      return this;
    }

    /**
     * See {@link DatagridClient.Builder#maxRetries}.
     *
     * @param maxRetries zero or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = OptionalInt.of(Checks.notNegative("maxRetries", maxRetries));
      return this;
    }

    /**
     * The teamspace of this call. Each teamspace has its own rate limit.
     *
     * @param teamspace the teamspace
     * @return this builder
     * @throws IllegalArgumentException if it is blank or not printable ASCII
     */
    public Builder teamspace(String teamspace) {
      this.teamspace = Optional.of(Checks.headerValue("teamspace", teamspace));
      return this;
    }

    /**
     * Which calls go first when the rate limit makes calls wait; normal by default.
     *
     * @param priority the priority
     * @return this builder
     */
    public Builder priority(Priority priority) {
      this.priority = Objects.requireNonNull(priority, "priority");
      return this;
    }

    /**
     * Sets a header of this call, in place of any other value that it would have. The last value
     * for a name wins.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     * @throws IllegalArgumentException as {@link DatagridClient.Builder#header} does
     */
    public Builder header(String name, String value) {
      headers.put(Checks.headerName(name), Checks.headerValue("header " + name, value));
      return this;
    }

    /**
     * Sets a query parameter and replaces any other value. The last value for a name wins. Name and
     * value are encoded.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     * @throws IllegalArgumentException if the name is blank, or either has half a surrogate pair
     */
    public Builder queryParameter(String name, String value) {
      queryParameters.put(
          Checks.queryName(name), Checks.wholeText(Objects.requireNonNull(value, "value")));
      return this;
    }

    /** {@return the options} */
    public RequestOptions build() {
      return new RequestOptions(this);
    }
  }
}
