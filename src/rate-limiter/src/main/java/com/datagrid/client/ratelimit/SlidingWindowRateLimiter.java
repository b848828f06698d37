package com.datagrid.client.ratelimit;

import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.SystemTime;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;

/**
 * Makes {@link RateLimiter}s for a server that accepts at most {@code limitForPeriod} requests in
 * <em>any</em> span of {@code limitRefreshPeriod}: a sliding window, which the fixed cycles of
 * Resilience4j's own limiter overrun.
 *
 * <pre>{@code
 * RateLimiter limiter =
 *     SlidingWindowRateLimiter.of(
 *         "search",
 *         RateLimiterConfig.custom()
 *             .limitForPeriod(100)
 *             .limitRefreshPeriod(Duration.ofMinutes(1))
 *             .timeoutDuration(Duration.ofMinutes(5))
 *             .build());
 * HttpResponse<String> response = limiter.executeCallable(() -> http.send(request, ofString()));
 * }</pre>
 *
 * <p>A permit counts until one window after its response, which {@link RateLimiter#executeCallable}
 * and the other blocking decorators report by themselves. So the server has nothing to reject, as
 * long as nobody else uses the same limit and it counts a request at the latest 4 s after it was
 * sent (a quarter of the window for windows below 16 s). Without a report a permit counts from the
 * moment it is granted.
 *
 * <p>Calls wait in one queue, first come first served. A call that cannot have its permit within
 * {@code timeoutDuration} is refused at once. The limiters are thread-safe, and nothing has to be
 * closed: the timer's thread is a daemon and ends when idle.
 */
public final class SlidingWindowRateLimiter {

  private SlidingWindowRateLimiter() {}

  /**
   * {@return a limiter with a window of its own}
   *
   * @param name the name
   * @param config its settings
   * @throws IllegalArgumentException if the period is longer than 366 days
   * @throws NullPointerException if an argument is null
   */
  public static RateLimiter of(String name, RateLimiterConfig config) {
    return registry(config).rateLimiter(name);
  }

  /**
   * {@return a registry whose limiters are all of this kind, for instance to bind to Micrometer}
   *
   * @param defaultConfig of limiters that are asked for without a config of their own
   * @throws IllegalArgumentException if the period is longer than 366 days
   * @throws NullPointerException if {@code defaultConfig} is null
   */
  public static RateLimiterRegistry registry(RateLimiterConfig defaultConfig) {
    return new SlidingWindowRateLimiterRegistry(
        RateLimitSettings.of(defaultConfig), defaultConfig, new SystemTime());
  }
}
