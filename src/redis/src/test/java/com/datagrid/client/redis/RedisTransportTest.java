package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

@Timeout(30)
class RedisTransportTest {

  private static final List<Object> REPLY =
      List.of(0L, 1_000L, 0L, "g", 40L, 0L, 4L, 7L, 0L, 0L, 5L, 6L, 8L);

  private final Time time = new SystemTime();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final ScriptedConnection connection = new ScriptedConnection();
  private final RedisTransport transport = new RedisTransport(connection, time);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aMessageIsAScriptThatRedisKnows() {
    Reply reply = replyOf(send());

    assertThat(calls).containsExactly("evalsha " + Script.SHA1);
    assertThat(reply.members()).isEqualTo(4);
    assertThat(reply.delays()).containsExactly(8_000L);
    assertThat(reply.retryIn()).isEqualTo(5_000);
  }

  @Test
  void aScriptThatRedisDoesNotKnowIsSent() {
    connection.failure = new JedisNoScriptException("NOSCRIPT");
    assertThat(replyOf(send()).total()).isEqualTo(7);

    assertThat(calls).containsExactly("evalsha " + Script.SHA1, "eval");
  }

  @Test
  void anErrorIsAFailureAndTheNextMessageIsSent() {
    connection.failure = new JedisDataException("OOM");
    assertThat(failureOf(send())).hasMessage("OOM");
    assertThat(replyOf(send()).total()).isEqualTo(7);

    assertThat(calls).containsSubsequence("close", "evalsha " + Script.SHA1);
  }

  @Test
  void withoutAConnectionTheNextMessagesFailAtOnce() {
    connection.failure = new JedisConnectionException("refused");
    assertThat(failureOf(send())).hasMessage("refused");
    int before = calls.size();
    assertThat(failureOf(send())).hasMessage("refused");

    assertThat(calls).hasSize(before);
  }

  @Test
  void anInvalidReplyIsAFailure() {
    connection.result = "what";
    assertThat(failureOf(send())).hasMessage("the script returned what");
  }

  @Test
  void aClosedTransportFails() {
    transport.close();
    transport.close();

    assertThat(failureOf(send())).hasMessage("the fleet is closed");
  }

  private record Ended(@Nullable Reply reply, @Nullable RuntimeException failure) {}

  private Ended send() {
    RateLimitSettings settings = RateLimitSettings.of(RateLimiterConfig.ofDefaults());
    Exchange exchange =
        new Exchange.Builder(Timing.of(settings, Duration.ofSeconds(2)), time).build();
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    transport.send(exchange, (sent, reply, failure) -> ended.complete(new Ended(reply, failure)));
    return ended.join();
  }

  private static Reply replyOf(Ended ended) {
    assertThat(ended.failure).isNull();
    return java.util.Objects.requireNonNull(ended.reply);
  }

  private static RuntimeException failureOf(Ended ended) {
    assertThat(ended.reply).isNull();
    return java.util.Objects.requireNonNull(ended.failure);
  }

  /** Fails once if a failure is set. */
  private final class ScriptedConnection implements RedisTransport.RedisConnection {
    volatile @Nullable RuntimeException failure;
    volatile Object result = REPLY;

    @Override
    public Object evalsha(String sha1, List<String> keys, List<String> arguments) {
      calls.add("evalsha " + sha1);
      RuntimeException once = failure;
      failure = null;
      if (once != null) {
        throw once;
      }
      return result;
    }

    @Override
    public Object eval(String script, List<String> keys, List<String> arguments) {
      assertThat(script).isEqualTo(Script.SOURCE);
      calls.add("eval");
      return result;
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
