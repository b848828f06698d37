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
 * One daemon thread with one connection, on which the script runs. While Redis does not answer, the
 * messages of all limits would wait for it one after the other: for a moment after each failure to
 * connect, or to hear an answer, the next ones fail with it.
 */
final class RedisTransport implements Transport {

  private static final long IDLE_SECONDS = 10;
  private static final long FAILS_NANOS = Duration.ofMillis(200).toNanos();

  private final RedisConnection connection;
  private final Time time;
  private final ThreadPoolExecutor thread;

  // Of that thread alone.
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
              thread.isShutdown() ? "the fleet is closed" : "there is no thread for it", e);
      // Later: the limiter's lock is held here.
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
        connection.close(); // whatever it was, the next message begins anew
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
      throw new IllegalStateException("the script answered " + result);
    }
    return values;
  }

  /** Takes no more messages, and closes the connection after the last one. */
  void close() {
    try {
      thread.execute(connection::close);
    } catch (RejectedExecutionException e) {
      // closed already
    }
    thread.shutdown();
  }

  /** Where the script runs. Not thread-safe. */
  interface RedisConnection {
    @Nullable Object evalsha(String sha1, List<String> keys, List<String> arguments);

    @Nullable Object eval(String script, List<String> keys, List<String> arguments);

    /** Closes it; the next script opens it again. */
    void close();
  }
}
