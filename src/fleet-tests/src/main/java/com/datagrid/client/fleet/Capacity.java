package com.datagrid.client.fleet;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.PermitListener;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.redis.RedisFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a script costs a Redis that is busy: many limits, all used up, by four processes that send
 * nothing. A Redis that runs a script only now and then, as in the {@link Table}, does so with cold
 * caches, and takes several times as long.
 *
 * @param perSecond how many scripts it ran
 * @param microsPerScript how long each took
 */
record Capacity(double perSecond, double microsPerScript) {

  private static final int PROCESSES = 4;
  private static final int LIMITS = 500;
  private static final int LIMIT = 40;
  private static final Duration WINDOW = Duration.ofSeconds(6);
  private static final Duration MEASURED = Duration.ofSeconds(12);

  static Capacity measure(Path dir) throws Exception {
    List<RedisFleet> fleets = new ArrayList<>();
    try (RedisServer redis = RedisServer.start(dir)) {
      for (int i = 0; i < PROCESSES; i++) {
        RedisFleet fleet = RedisFleet.connect(redis.uri());
        fleets.add(fleet);
        useUp(fleet);
      }
      Thread.sleep(WINDOW.toMillis()); // the first window is a burst
      redis.ask("CONFIG", "RESETSTAT");
      Thread.sleep(MEASURED.toMillis());
      RedisStats stats = RedisStats.of(redis);
      return new Capacity((double) stats.scripts() / MEASURED.toSeconds(), stats.microsPerScript());
    } finally {
      fleets.forEach(RedisFleet::close);
    }
  }

  private static void useUp(RedisFleet fleet) {
    SlidingWindowRateLimiterRegistry registry =
        new SlidingWindowRateLimiterRegistry(
            new RateLimitSettings(
                WINDOW,
                1,
                OptionalInt.of(LIMIT),
                Duration.ofMinutes(5),
                /* useRemainingHeader= */ false),
            Optional.of(fleet),
            new SystemTime());
    for (int i = 0; i < LIMITS; i++) {
      new Calls(registry.limiter(new LimiterKey("GET /" + i, Optional.empty()))).next();
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "With %d limits of %d per %d s, all used up by %d processes, Redis ran %.0f scripts per"
            + " second and took %.0f µs for each.",
        LIMITS,
        LIMIT,
        WINDOW.toSeconds(),
        PROCESSES,
        perSecond,
        microsPerScript);
  }

  /** Calls of one limit, each of which ends as soon as it may begin. */
  private record Calls(SchedulingRateLimiter limiter) implements PermitListener {

    void next() {
      var unused = limiter.acquire(Time.NEVER, this);
    }

    @Override
    public void granted(Permit permit) {
      permit.sent(Duration.ofMinutes(1).toNanos());
      permit.accepted(LIMIT, -1);
      next();
    }

    @Override
    public void refused(long requiredWaitNanos) {
      throw new IllegalStateException("refused without a deadline");
    }
  }
}
