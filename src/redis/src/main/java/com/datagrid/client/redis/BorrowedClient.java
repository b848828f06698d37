package com.datagrid.client.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** A client that the user supplied. It reconnects by itself, and is never closed here. */
final class BorrowedClient implements RedisTransport.RedisConnection {

  private final UnifiedJedis client;

  BorrowedClient(UnifiedJedis client) {
    this.client = client;
  }

  @Override
  public @Nullable Object evalsha(String sha1, List<String> keys, List<String> arguments) {
    return client.evalsha(sha1, keys, arguments);
  }

  @Override
  public @Nullable Object eval(String script, List<String> keys, List<String> arguments) {
    return client.eval(script, keys, arguments);
  }

  @Override
  public void close() {
    // it belongs to the user
  }

  @Override
  public String toString() {
    return "a user-supplied client";
  }
}
