package com.datagrid.client.simulation;

import com.datagrid.client.VirtualCalls.Network;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import okhttp3.Response;

/** The alternatives: Resilience4j's retry, with or without its limiter before each attempt. */
final class RetryingClient implements Contender.Client {

  /** Of the vendor's SDKs (max_retries 2) and of Resilience4j alike. */
  private static final int ATTEMPTS = 3;

  private final VirtualTime time;
  private final Optional<RateLimiter> limiter;
  private final Retry retry;

  private RetryingClient(
      VirtualTime time, Optional<RateLimiter> limiter, IntervalBiFunction<Response> pause) {
    this.time = time;
    this.limiter = limiter;
    this.retry =
        Retry.of(
            "calls",
            RetryConfig.<Response>custom()
                .maxAttempts(ATTEMPTS)
                .retryOnResult(response -> response.code() == 429)
                .intervalBiFunction(pause)
                .build());
  }

  /**
   * No limiter; waits as long as {@code Retry-After} says if that is at most a minute, else 0.5 s
   * doubling to 8 s, less up to a quarter by chance.
   */
  static RetryingClient asVendorsSdk(VirtualTime time, Random random) {
    return new RetryingClient(
        time,
        Optional.empty(),
        (attempt, result) -> {
          long demanded = retryAfterMillis(result.get());
          return demanded > 0 && demanded <= 60_000
              ? demanded
              : (long) (backoffMillis(attempt, 500, 8_000) * (1 - random.nextDouble() / 4));
        });
  }

  /** Waits as long as {@code Retry-After} says, else 1 s doubling to 60 s. */
  static RetryingClient withLimiter(VirtualTime time, int permits, Duration period) {
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(permits)
            .limitRefreshPeriod(period)
            .timeoutDuration(Duration.ofDays(365))
            .build();
    return new RetryingClient(
        time,
        Optional.of(new AtomicRateLimiter("calls", config, time::nanos)),
        (attempt, result) -> {
          long demanded = retryAfterMillis(result.get());
          return demanded > 0 ? demanded : backoffMillis(attempt, 1_000, 60_000);
        });
  }

  private static long retryAfterMillis(Response response) {
    String value = response.header("Retry-After");
    return value == null ? 0 : Long.parseLong(value) * 1_000;
  }

  private static long backoffMillis(int attempt, long first, long last) {
    return Math.min(first << (attempt - 1), last);
  }

  @Override
  public void call(Network network, Consumer<Boolean> ended) {
    new Call(network, ended).attempt();
  }

  private final class Call {
    private final Network network;
    private final Consumer<Boolean> ended;
    private final Retry.AsyncContext<Response> attempts = retry.asyncContext();

    Call(Network network, Consumer<Boolean> ended) {
      this.network = network;
      this.ended = ended;
    }

    void attempt() {
      long wait = limiter.map(RateLimiter::reservePermission).orElse(0L);
      time.schedule(wait, () -> network.exchange(() -> {}, this::responded));
    }

    private void responded(Response response) {
      long pauseMillis = attempts.onResult(response);
      if (pauseMillis >= 0) {
        time.schedule(pauseMillis * 1_000_000, this::attempt);
      } else {
        ended.accept(response.isSuccessful());
      }
    }
  }
}
