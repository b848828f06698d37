package com.datagrid.client.bench;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.PermitListener;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A permit when no wait is needed, and its response, beside Resilience4j's limiter and a semaphore.
 * Windows are of 10 ms, so that what is counted leaves while the benchmark runs.
 */
@State(Scope.Benchmark)
public class LimiterBenchmark {

  private static final Duration WINDOW = Duration.ofMillis(10);
  private static final int LIMIT = 1_000_000;

  private final SchedulingRateLimiter ours =
      new SlidingWindowRateLimiterRegistry(
              new RateLimitSettings(WINDOW, 1, OptionalInt.of(LIMIT), WINDOW, true),
              new SystemTime())
          .limiter(new LimiterKey("PATCH /connections/{connection_id}", Optional.empty()));

  private final RateLimiter atomic =
      new AtomicRateLimiter(
          "atomic",
          RateLimiterConfig.custom()
              .limitForPeriod(LIMIT)
              .limitRefreshPeriod(WINDOW)
              .timeoutDuration(Duration.ZERO)
              .build());

  private final Semaphore semaphore = new Semaphore(LIMIT);

  /** Acquire, sent, accepted. */
  @Benchmark
  public void ours() {
    Permit permit = ours.acquire(Time.NEVER, Granted.INSTANCE);
    permit.sent(1_000_000_000);
    permit.accepted(LIMIT, -1);
  }

  /** Resilience4j's. */
  @Benchmark
  public boolean atomicRateLimiter() {
    return atomic.acquirePermission();
  }

  /** The least there can be. */
  @Benchmark
  public void semaphore() {
    semaphore.acquireUninterruptibly();
    semaphore.release();
  }

  private enum Granted implements PermitListener {
    INSTANCE;

    @Override
    public void granted(Permit permit) {
      // at once
    }

    @Override
    public void refused(long requiredWaitNanos) {
      throw new IllegalStateException("refused");
    }
  }
}
