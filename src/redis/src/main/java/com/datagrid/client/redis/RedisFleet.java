package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.Fleet;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.Time;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** Processes that keep to one rate limit by a window on Redis or Valkey. Thread-safe. */
public final class RedisFleet implements Fleet, SharedWindows, AutoCloseable {

  private RedisFleet() {}

  /** The fleet of all processes that use the same Redis, with the defaults of {@link #builder}. */
  public static RedisFleet connect(String uri) {
    return builder().uri(uri).build();
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public SharedWindow open(LimiterKey key, RateLimitSettings settings, Time time) {
    return new SharedWindow() {};
  }

  @Override
  public void close() {}

  /** Builds a {@link RedisFleet}. Not thread-safe. */
  public static final class Builder {

    private @Nullable String uri;
    private @Nullable UnifiedJedis client;

    private Builder() {}

    /**
     * Where Redis is: {@code redis://} or, with TLS, {@code rediss://user:password@host:6379/0}.
     */
    public Builder uri(String uri) {
      this.uri = Objects.requireNonNull(uri, "uri");
      return this;
    }

    /** What all keys in Redis begin with. Default: {@code datagrid}. */
    public Builder prefix(String prefix) {
      Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /** How many processes there are, for the time without Redis. Default: as many as were seen. */
    public Builder processes(int processes) {
      return this;
    }

    /** How long to wait for Redis. Default: 2 s. */
    public Builder timeout(Duration timeout) {
      Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    /** A client of the user's in place of {@link #uri}; it is not closed. */
    public Builder client(UnifiedJedis client) {
      this.client = Objects.requireNonNull(client, "client");
      return this;
    }

    /** Builds the fleet, which does not connect yet. */
    public RedisFleet build() {
      if ((uri == null) == (client == null)) {
        throw new IllegalStateException("give either uri(..) or client(..)");
      }
      return new RedisFleet();
    }
  }
}
