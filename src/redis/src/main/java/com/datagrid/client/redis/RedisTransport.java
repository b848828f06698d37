package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs the script over one connection, on one daemon thread. While Redis does not reply, the
 * messages of all limits would time out one after the other; so for a moment after a connection
 * failure or a timeout, further messages fail at once.
 */
final class RedisTransport implements Transport {

  private static final long IDLE_SECONDS = 10;
  private static final long FAILS_NANOS = Duration.ofMillis(200).toNanos();

  private final RedisConnection connection;
  private final Time time;
  private final ThreadPoolExecutor thread;

  // Confined to that thread.
  private @Nullable JedisConnectionException lastFailure;
  private long failedAt;

  RedisTransport(RedisConnection connection, Time time) {
    this.connection = connection;
    this.time = time;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("datagrid-redis"));
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void send(Exchange exchange, Listener listener) {
    try {
      thread.execute(() -> exchange(exchange, listener));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      IllegalStateException failure =
          new IllegalStateException(
              thread.isShutdown() ? "the fleet is closed" : "no thread can be started", e);
      // Asynchronously, since the limiter's lock is held here.
      var unused = time.schedule(0, () -> listener.ended(exchange, null, failure));
    }
  }

  private void exchange(Exchange exchange, Listener listener) {
    Reply reply = null;
    RuntimeException failure = lastFailure;
    if (failure == null || time.nanos() - failedAt >= FAILS_NANOS) {
      lastFailure = null;
      failure = null;
      try {
        reply = Reply.of(run(exchange));
      } catch (RuntimeException e) {
        connection.close(); // whatever the cause, the next message reconnects
        failure = e;
        if (e instanceof JedisConnectionException noConnection) {
          lastFailure = noConnection;
          failedAt = time.nanos();
        }
      }
    }
    listener.ended(exchange, reply, failure);
  }

  private List<?> run(Exchange exchange) {
    Object result;
    try {
      result = connection.evalsha(Script.SHA1, exchange.keys, exchange.arguments());
    } catch (JedisNoScriptException e) {
      result = connection.eval(Script.SOURCE, exchange.keys, exchange.arguments());
    }
    if (!(result instanceof List<?> values)) {
      throw new IllegalStateException("the script returned " + result);
    }
    return values;
  }

  /** Rejects further messages, and closes the connection after the last one. Idempotent. */
  void close() {
    try {
      thread.execute(connection::close);
    } catch (RejectedExecutionException e) {
      // closed already
    }
    thread.shutdown();
  }

  /** A connection that runs scripts. Not thread-safe. */
  interface RedisConnection {
    @Nullable Object evalsha(String sha1, List<String> keys, List<String> arguments);

    @Nullable Object eval(String script, List<String> keys, List<String> arguments);

    /** Closes the connection; the next script reopens it. */
    void close();
  }
}
