package com.datagrid.client.ratelimit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.resilience4j.core.ConfigurationNotFoundException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.ratelimiter.internal.InMemoryRateLimiterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RateLimiterRegistry} of {@link SchedulingRateLimiter}s, one per {@link LimiterKey}, with
 * the timer that wakes their waiting calls. Each of its methods returns this kind, and its events
 * carry the instance that is in use.
 *
 * <p>The registry removes a limiter that nobody has used for an hour, or for two windows if these
 * are longer, when a new key comes; after a window if there are very many. Whoever keeps a
 * reference to a limiter for so long should ask the registry again.
 *
 * <p>Thread-safe. Nothing has to be closed: the timer's thread is a daemon and ends when idle.
 */
public final class SlidingWindowRateLimiterRegistry extends InMemoryRateLimiterRegistry {

  /** How often within its time an idle limiter is looked for, which takes time for each. */
  private static final int SCANS_PER_IDLE_TIME = 60;

  /** With so many limiters, those that hold nothing are removed early, to save memory. */
  private static final int MIN_CROWD = 10_000;

  /** Of more limiters than these, as of one per path, the log does not tell what they learn. */
  private static final int MAX_LOGGED = 100;

  private final RateLimitSettings settings;
  private final Optional<SharedWindows> fleet;
  private final Time time;
  private final Map<LimiterKey, SchedulingRateLimiter> limiters = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private final Set<SchedulingRateLimiter> claimed = new HashSet<>();

  @GuardedBy("this")
  private long nextScanAt;

  @GuardedBy("this")
  private int crowd = MIN_CROWD;

  /**
   * Creates an empty registry.
   *
   * @param settings for all of its limiters
   * @param time the clock and the timer of all of its limiters
   */
  public SlidingWindowRateLimiterRegistry(RateLimitSettings settings, Time time) {
    this(settings, defaultConfig(settings), time);
  }

  /** The same, with limiters that other processes share. */
  public SlidingWindowRateLimiterRegistry(
      RateLimitSettings settings, Optional<SharedWindows> fleet, Time time) {
    this(settings, defaultConfig(settings), fleet, time);
  }

  /** The same, with a config for limiters that are asked for without one. */
  public SlidingWindowRateLimiterRegistry(
      RateLimitSettings settings, RateLimiterConfig defaultConfig, Time time) {
    this(settings, defaultConfig, Optional.empty(), time);
  }

  private SlidingWindowRateLimiterRegistry(
      RateLimitSettings settings,
      RateLimiterConfig defaultConfig,
      Optional<SharedWindows> fleet,
      Time time) {
    super(defaultConfig);
    this.settings = settings;
    this.fleet = fleet;
    this.time = time;
  }

  private static RateLimiterConfig defaultConfig(RateLimitSettings settings) {
    return RateLimiterConfig.custom()
        .limitForPeriod(settings.initialLimit().orElse(RateLimitSettings.VENDOR_LIMIT))
        .limitRefreshPeriod(settings.window())
        .timeoutDuration(Duration.ofNanos(Long.MAX_VALUE))
        .build();
  }

  /** The settings of all its limiters. */
  public RateLimitSettings settings() {
    return settings;
  }

  /** The clock and the timer of all its limiters. */
  public Time time() {
    return time;
  }

  /** The limiter of that key, created on first use. */
  public SchedulingRateLimiter limiter(LimiterKey key) {
    SchedulingRateLimiter limiter = limiters.get(key);
    return limiter != null ? limiter : createLimiter(key);
  }

  /** A snapshot of the limiter of that key; null if there is none. */
  public @Nullable LimiterState state(LimiterKey key) {
    SchedulingRateLimiter limiter = limiters.get(key);
    return limiter == null ? null : limiter.state();
  }

  /** A snapshot of all limiters that clients have used. */
  public Map<LimiterKey, LimiterState> states() {
    Map<LimiterKey, LimiterState> states = new LinkedHashMap<>();
    limiters.forEach((key, limiter) -> states.put(key, limiter.state()));
    return states;
  }

  /**
   * Takes the limiter of the key's name, which a user may have created already, or, if another
   * scope has that, the one named {@code name@scope}. Synchronized, so that no two keys take the
   * same one.
   */
  private synchronized SchedulingRateLimiter createLimiter(LimiterKey key) {
    SchedulingRateLimiter limiter = limiters.get(key);
    removeIdle();
    String name = key.name();
    while (limiter == null) {
      limiter = unclaimed(name);
      name += '@' + key.scope().orElse("");
    }
    SchedulingRateLimiter claimedNow = limiter;
    fleet.ifPresent(windows -> claimedNow.share(windows, key));
    if (limiters.size() >= MAX_LOGGED) {
      limiter.oneOfMany();
    }
    limiters.put(key, limiter);
    return limiter;
  }

  /** With a limit per concrete path, new keys may come for ever. Each takes constant time. */
  @GuardedBy("this")
  private void removeIdle() {
    long now = time.nanos();
    if (limiters.size() >= crowd) {
      removeIdleFor(settings.windowNanos());
      crowd = Math.max(MIN_CROWD, 2 * limiters.size());
    } else if (now >= nextScanAt) {
      removeIdleFor(settings.idleNanos());
      nextScanAt = now + settings.idleNanos() / SCANS_PER_IDLE_TIME;
    }
  }

  @GuardedBy("this")
  private void removeIdleFor(long nanos) {
    limiters.forEach(
        (key, limiter) -> {
          if (limiter.isIdleFor(nanos)) {
            limiters.remove(key);
            claimed.remove(limiter);
            remove(limiter.getName());
            limiter.close();
          }
        });
  }

  /** Null if another key has it, or if a user added one of another kind. */
  @GuardedBy("this")
  private @Nullable SchedulingRateLimiter unclaimed(String name) {
    return rateLimiter(name) instanceof SchedulingRateLimiter limiter && claimed.add(limiter)
        ? limiter
        : null;
  }

  @Override
  public RateLimiter rateLimiter(String name) {
    return rateLimiter(name, getDefaultConfig(), Map.of());
  }

  @Override
  public RateLimiter rateLimiter(String name, Map<String, String> tags) {
    return rateLimiter(name, getDefaultConfig(), tags);
  }

  @Override
  public RateLimiter rateLimiter(String name, RateLimiterConfig config) {
    return rateLimiter(name, config, Map.of());
  }

  @Override
  public RateLimiter rateLimiter(String name, Supplier<RateLimiterConfig> config) {
    return rateLimiter(name, config, Map.of());
  }

  @Override
  public RateLimiter rateLimiter(
      String name, Supplier<RateLimiterConfig> config, Map<String, String> tags) {
    return computeIfAbsent(name, () -> create(name, config.get(), tags));
  }

  @Override
  public RateLimiter rateLimiter(String name, String configName) {
    return rateLimiter(name, configName, Map.of());
  }

  @Override
  public RateLimiter rateLimiter(String name, String configName, Map<String, String> tags) {
    return rateLimiter(name, () -> named(configName), tags);
  }

  @Override
  public RateLimiter rateLimiter(String name, RateLimiterConfig config, Map<String, String> tags) {
    return rateLimiter(name, () -> config, tags);
  }

  private RateLimiterConfig named(String configName) {
    return getConfiguration(configName)
        .orElseThrow(() -> new ConfigurationNotFoundException(configName));
  }

  /** A config of the user's own sets window and limit; ours leaves the limit open. */
  private SchedulingRateLimiter create(
      String name, RateLimiterConfig config, Map<String, String> tags) {
    RateLimitSettings own =
        config == getDefaultConfig()
            ? settings
            : new RateLimitSettings(
                config.getLimitRefreshPeriod(),
                settings.share(),
                OptionalInt.of(config.getLimitForPeriod()),
                settings.maxRetryAfter(),
                settings.useRemainingHeader());
    return new SchedulingRateLimiter(name, config, getAllTags(tags), own, time);
  }
}
