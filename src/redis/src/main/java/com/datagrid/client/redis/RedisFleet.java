package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.Fleet;
import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * Shares one rate limit among many processes, through a sliding window on Redis 6.2 or later, or
 * Valkey. Together they use as much of the limit as a single process would, and are rejected as
 * rarely.
 *
 * <pre>{@code
 * RedisFleet fleet = RedisFleet.connect("redis://host:6379");
 * DatagridClient client = DatagridClient.builder().fromEnv().fleet(fleet).build();
 * }</pre>
 *
 * <p>All processes of a fleet need the same window, share and prefix, and the same teamspace or
 * none; use a different prefix for each API key and service. No call fails because of Redis: while
 * it is unreachable, each process keeps to its part of the limit and logs a line.
 *
 * <p>Thread-safe. Does not connect before the first call; a single daemon thread uses a single
 * connection.
 */
public final class RedisFleet implements Fleet, SharedWindows, AutoCloseable {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  private static final String DEFAULT_PREFIX = "datagrid";
  private static final List<String> KEYS =
      List.of("slots", "state", "members", "waiting", "silent");

  private final String prefix;
  private final int processes;
  private final Duration timeout;
  private final RedisTransport transport;
  private final Collection<FleetWindow> windows = new ConcurrentLinkedQueue<>();

  private RedisFleet(Builder builder, RedisTransport.RedisConnection connection) {
    prefix = builder.prefix;
    processes = builder.processes;
    timeout = builder.timeout;
    transport = new RedisTransport(connection, new SystemTime());
  }

  /**
   * Creates a fleet of all processes that use the same Redis, with the defaults of {@link
   * #builder}.
   *
   * @param uri see {@link Builder#uri}
   * @return the fleet; close it after its clients
   * @throws IllegalArgumentException if the URI is not a Redis URI
   */
  public static RedisFleet connect(String uri) {
    return builder().uri(uri).build();
  }

  /** {@return a builder with default options} */
  public static Builder builder() {
    return new Builder();
  }

  /** Opens the window of one limit. Called by the client; applications have no use for it. */
  @Override
  public SharedWindow open(LimiterKey key, RateLimitSettings settings, Time time) {
    String hash = Script.digest("SHA-256", key.name() + '\n' + key.scope().orElse(""));
    String tag = prefix + ":{" + hash.substring(0, 16) + "}:";
    List<String> keys = KEYS.stream().map(name -> tag + name).toList();
    String process = Identity.randomProcess(new SecureRandom());
    int space = key.name().indexOf(' ');
    RateLimitKey publicKey =
        RateLimitKey.of(
            key.scope(), key.name().substring(0, space), key.name().substring(space + 1));
    FleetWindow window =
        new FleetWindow(
            new Identity(keys, process, settings.share()),
            Timing.of(settings, timeout),
            processes,
            time,
            transport,
            new FleetLog(publicKey, processes));
    windows.add(window);
    var unused = window.left().thenRun(() -> windows.remove(window));
    return window;
  }

  /** {@return a snapshot of each limit that a call has used} */
  public List<FleetStatus> status() {
    return windows.stream().map(FleetWindow::status).toList();
  }

  /**
   * Leaves the fleet: tells Redis, waiting for the timeout at most, and closes the connection.
   * Close the clients first: one still in use keeps to its part of the limit. Idempotent.
   */
  @Override
  public void close() {
    List<FleetWindow> open = List.copyOf(windows);
    open.forEach(FleetWindow::leave);
    try {
      CompletableFuture.allOf(
              open.stream().map(FleetWindow::left).toArray(CompletableFuture<?>[]::new))
          .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Redis does not reply: it will drop this process by itself
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }

  @Override
  public String toString() {
    return "RedisFleet " + prefix + ' ' + status();
  }

  /**
   * Builds a {@link RedisFleet}. Not thread-safe. Every setter throws {@link NullPointerException}
   * or {@link IllegalArgumentException} at once if its argument is invalid.
   */
  public static final class Builder {

    private @Nullable String uri;
    private @Nullable UnifiedJedis client;
    private String prefix = DEFAULT_PREFIX;
    private int processes = 1;
    private Duration timeout = DEFAULT_TIMEOUT;

    private Builder() {}

    /**
     * Sets the URI of Redis: {@code redis://host:6379}, or, with TLS, user, password and database,
     * {@code rediss://user:password@host:6379/0}. No message or log line contains the user or the
     * password. Required unless {@link #client} is set.
     *
     * @param uri the URI
     * @return this builder
     */
    public Builder uri(String uri) {
      this.uri = Objects.requireNonNull(uri, "uri");
      return this;
    }

    /**
     * Sets a Jedis client to use in place of {@link #uri}, for instance for a cluster. The fleet
     * does not close it. Its own timeouts apply, and should be close to {@link #timeout}.
     *
     * @param client the client, which stays the caller's
     * @return this builder
     */
    public Builder client(UnifiedJedis client) {
      this.client = Objects.requireNonNull(client, "client");
      return this;
    }

    /**
     * Sets the prefix of all keys in Redis; a colon and a hash of the limit and the teamspace
     * follow. Fleets with different prefixes are independent. Default: {@code datagrid}.
     *
     * @param prefix the prefix
     * @return this builder
     * @throws IllegalArgumentException if it is empty, or contains a brace, which would start a
     *     hash tag
     */
    public Builder prefix(String prefix) {
      if (prefix.isEmpty() || prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
        throw new IllegalArgumentException(
            "prefix must not be empty nor have braces, but is \"" + prefix + '"');
      }
      this.prefix = prefix;
      return this;
    }

    /**
     * Sets the number of processes that divide the limit while Redis is unreachable. If this
     * process has seen more, their number applies. A process that starts during an outage has seen
     * none, so set this if that can happen. Default: 1.
     *
     * @param processes the number of processes, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder processes(int processes) {
      if (processes < 1) {
        throw new IllegalArgumentException("processes must be at least 1, but is " + processes);
      }
      this.processes = processes;
      return this;
    }

    /**
     * Sets how long to wait for a connection to Redis, and for each reply. Default: 2 s.
     *
     * @param timeout the timeout, 1 ms to 1 minute
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1 ms or more than 1 minute
     */
    public Builder timeout(Duration timeout) {
      if (timeout.compareTo(Duration.ofMillis(1)) < 0
          || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException(
            "timeout must be a millisecond to a minute, but is " + timeout);
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * Builds the fleet. Does not connect.
     *
     * @return the fleet; close it after its clients
     * @throws IllegalStateException if not exactly one of {@link #uri} and {@link #client} is set
     * @throws IllegalArgumentException if the URI is not a Redis URI
     */
    public RedisFleet build() {
      UnifiedJedis borrowed = client;
      String own = uri;
      if (own != null && borrowed == null) {
        return new RedisFleet(this, new OwnConnection(own, timeout));
      }
      if (borrowed != null && own == null) {
        return new RedisFleet(this, new BorrowedClient(borrowed));
      }
      throw new IllegalStateException("a fleet needs either uri(..) or client(..)");
    }
  }
}
