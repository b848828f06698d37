package com.datagrid.client.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/** A connection of the fleet's own, opened on demand. */
final class OwnConnection implements RedisTransport.RedisConnection {

  private static final int DEFAULT_PORT = 6379;

  private final HostAndPort address;
  private final JedisClientConfig config;
  private @Nullable Jedis jedis;

  /**
   * Does not connect yet.
   *
   * @throws IllegalArgumentException if the URI is not a Redis URI; the message does not contain it
   */
  OwnConnection(String uri, Duration timeout) {
    URI parsed = parse(uri);
    int port = parsed.getPort() < 0 ? DEFAULT_PORT : parsed.getPort();
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    address = new HostAndPort(parsed.getHost(), port);
    DefaultJedisClientConfig.Builder settings =
        DefaultJedisClientConfig.builder()
            .timeoutMillis(millis)
            .user(JedisURIHelper.getUser(parsed))
            .password(JedisURIHelper.getPassword(parsed))
            .database(JedisURIHelper.getDBIndex(parsed))
            // Send no commands other than the script's: the Redis user may lack permission for
            // them.
            .protocol(RedisProtocol.RESP2)
            .autoNegotiateProtocol(false)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    if (JedisURIHelper.isRedisSSLScheme(parsed)) {
      settings.sslOptions(SslOptions.defaults()); // these verify the host name
    }
    config = settings.build();
  }

  private static URI parse(String uri) {
    URI parsed;
    try {
      parsed = new URI(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "uri is invalid at character " + e.getIndex() + ": " + e.getReason());
    }
    if (!"redis".equals(parsed.getScheme()) && !"rediss".equals(parsed.getScheme())) {
      throw new IllegalArgumentException(
          "uri must begin with redis:// or rediss://, but its scheme is " + parsed.getScheme());
    }
    if (parsed.getHost() == null) {
      throw new IllegalArgumentException("uri must name a host, as redis://host:6379 does");
    }
    return parsed;
  }

  @Override
  public @Nullable Object evalsha(String sha1, List<String> keys, List<String> arguments) {
    return open().evalsha(sha1, keys, arguments);
  }

  @Override
  public @Nullable Object eval(String script, List<String> keys, List<String> arguments) {
    return open().eval(script, keys, arguments);
  }

  private Jedis open() {
    Jedis open = jedis;
    if (open == null) {
      open = new Jedis(address, config);
      jedis = open;
    }
    return open;
  }

  @Override
  public void close() {
    Jedis open = jedis;
    jedis = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        // it is discarded anyway
      }
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
