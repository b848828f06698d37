package com.datagrid.client.ratelimit.internal;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How the limiters of one registry behave, with every constant of the algorithm derived from it.
 *
 * <table>
 * <caption>Constants</caption>
 * <tr><th>name</th><th>value at 60 s</th><th>source</th><th>for another window W</th></tr>
 * <tr><td>{@link #guardNanos}</td><td>20 ms</td><td>two clocks that drift by 300 ppm for 60 s, and
 *     the rounding of timers</td><td>the same</td></tr>
 * <tr><td>{@link #stampLagNanos}</td><td>4 s</td><td>how long after we send a request the
 *     server may still count it; longer once a rejection shows that</td><td>at most W/4</td></tr>
 * <tr><td>{@link #staleNanos}</td><td>15 s</td><td>a response older than this says little about
 *     now</td><td>W/4</td></tr>
 * <tr><td>{@link #stepNanos}</td><td>1 s</td><td>slow responses must not hold up all calls:
 *     more may be in flight with every step</td><td>at most W/4</td></tr>
 * <tr><td>{@link #BURST}</td><td>64 in flight</td><td>by the load tests, 10,000 virtual threads at
 *     1,000 per 2 s on 2 cores take 6 to 8 % more than the ideal with it and 12 % without</td><td>the same</td></tr>
 * <tr><td>{@link #FIRST_BACKOFF}</td><td>1 s</td><td>the vendor's rate-limit page</td><td>the
 *     same</td></tr>
 * <tr><td>{@link #LAST_BACKOFF}</td><td>60 s</td><td>the vendor's rate-limit page</td><td>at
 *     most W</td></tr>
 * <tr><td>{@link #EDGE_DIVISOR}</td><td>2 % of the limit</td><td>requests that the server may count
 *     a moment longer than we do; only once in a row</td><td>the same</td></tr>
 * <tr><td>{@link #RISE_DIVISOR}</td><td>5 % of the limit</td><td>slow enough for few 429s, fast
 *     enough to find a doubled limit in 15 windows</td><td>the same, per window</td></tr>
 * <tr><td>{@link #ASSUMED_USE_DOUBLINGS}</td><td>8 windows</td><td>others come and go within
 *     minutes</td><td>8 W</td></tr>
 * <tr><td>{@link #YIELDED}</td><td>0.8</td><td>of the slots that fall free, times our
 *     share: by simulation, 0.6 is less fair to four processes, 1 leaves more slots unused</td><td>the
 *     same</td></tr>
 * <tr><td>{@link #reuseNanos}</td><td>3 s</td><td>several round trips: who has nothing to send
 *     lets others have the slot</td><td>W/20</td></tr>
 * <tr><td>{@link #testPauseNanos}</td><td>3 s</td><td>by simulation, 2 s costs four processes more
 *     429s, 4 s more time</td><td>W/20</td></tr>
 * <tr><td>{@link #HELD_TO_TEST}</td><td>5 slots</td><td>that should be free before a call tests
 *     whether they are: then a 429 is unlikely</td><td>the same</td></tr>
 * <tr><td>{@link #MAX_THROTTLED_IN_A_ROW}</td><td>3 in a row</td><td>what is known of others does not
 *     explain these</td><td>the same</td></tr>
 * <tr><td>{@link #CONTRADICTIONS}</td><td>2</td><td>once is chance</td><td>the same</td></tr>
 * <tr><td>{@link #SURPRISES}</td><td>3 in a row</td><td>once is chance</td><td>the same</td></tr>
 * <tr><td>{@link #MAX_EXTERNAL}</td><td>100,000 slots</td><td>800 kB; nobody sends so many in a minute
 *     </td><td>the same</td></tr>
 * <tr><td>{@link #idleNanos}</td><td>1 h</td><td>far longer than anything a limiter remembers</td>
 *     <td>at least 2 W</td></tr>
 * <tr><td>{@link #LEASE_MARGIN}</td><td>10 s</td><td>an attempt that has ended reports within
 *     this</td><td>the same</td></tr>
 * </table>
 *
 * @param window the server's sliding window; positive, at most 366 days
 * @param share our share of the server's limit; more than 0, at most 1
 * @param initialLimit the limit until the server names one; empty: learned from the first response
 * @param maxRetryAfter the longest pause that a server can ask for; positive
 * @param useRemainingHeader whether {@code X-RateLimit-Remaining} tells what others use
 */
public record RateLimitSettings(
    Duration window,
    double share,
    OptionalInt initialLimit,
    Duration maxRetryAfter,
    boolean useRemainingHeader) {

  static final long FIRST_BACKOFF = Duration.ofSeconds(1).toNanos();
  static final long LAST_BACKOFF = Duration.ofSeconds(60).toNanos();
  static final int BACKOFF_DOUBLINGS = 6; // 64 s
  static final int BURST = 64;
  static final int EDGE_DIVISOR = 50;
  static final int RISE_DIVISOR = 20;
  static final int ASSUMED_USE_DOUBLINGS = 3; // 8 windows
  static final double YIELDED = 0.8;
  static final int HELD_TO_TEST = 5;
  static final int MAX_THROTTLED_IN_A_ROW = 3;
  static final int CONTRADICTIONS = 2;
  static final int SURPRISES = 3;
  static final int MAX_EXTERNAL = 100_000;
  static final long LEASE_MARGIN = Duration.ofSeconds(10).toNanos();

  /** The limit that the vendor documents for an endpoint that names no other. */
  static final int VENDOR_LIMIT = 200;

  /** The longest window: so long that no sum of a few in nanoseconds overflows. */
  public static final Duration MAX_WINDOW = Duration.ofDays(366);

  private static final long MAX_STAMP_LAG = Duration.ofSeconds(4).toNanos();
  private static final long MAX_STEP = Duration.ofSeconds(1).toNanos();
  private static final long MIN_IDLE = Duration.ofHours(1).toNanos();
  private static final long GUARD = Duration.ofMillis(20).toNanos();

  /**
   * Validates the settings.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public RateLimitSettings {
    requirePositive(window, "rateLimitWindow");
    if (window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "rateLimitWindow must be at most " + MAX_WINDOW + ", but is " + window);
    }
    requirePositive(maxRetryAfter, "maxRetryAfter");
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "rateLimitShare must be more than 0 and at most 1, but is " + share);
    }
    if (initialLimit.isPresent() && initialLimit.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "initialRateLimit must be at least 1, but is " + initialLimit.getAsInt());
    }
  }

  /** The settings of a limiter whose limit is known from the start. */
  public static RateLimitSettings of(RateLimiterConfig config) {
    return new RateLimitSettings(
        config.getLimitRefreshPeriod(),
        1,
        OptionalInt.of(config.getLimitForPeriod()),
        MAX_WINDOW,
        true);
  }

  /** The same, with {@link #useRemainingHeader} off. */
  RateLimitSettings withoutRemainingHeader() {
    return new RateLimitSettings(window, share, initialLimit, maxRetryAfter, false);
  }

  private static void requirePositive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, but is " + duration);
    }
  }

  /** The window in nanoseconds. */
  public long windowNanos() {
    return window.toNanos();
  }

  /** How much longer than the window a request counts. */
  public long guardNanos() {
    return GUARD;
  }

  /** How long a request counts after its response: the window and the guard. */
  long countedNanos() {
    return windowNanos() + guardNanos();
  }

  /** How long after it was sent the server stamps a request at the latest. */
  public long stampLagNanos() {
    return Math.min(MAX_STAMP_LAG, windowNanos() / 4);
  }

  long staleNanos() {
    return windowNanos() / 4;
  }

  long reuseNanos() {
    return windowNanos() / 20;
  }

  long testPauseNanos() {
    return windowNanos() / 20;
  }

  long idleNanos() {
    return Math.max(MIN_IDLE, 2 * windowNanos());
  }

  long stepNanos() {
    return Math.min(MAX_STEP, windowNanos() / 4);
  }

  long maxRetryAfterNanos() {
    return Time.nanosOf(maxRetryAfter);
  }
}
