package com.datagrid.client.stubs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * An exact sliding window over a log of requests: the server's side of a rate limit.
 *
 * <p>A request admitted at {@code s} uses a slot until {@code s + window} exactly; at that moment
 * the slot is free again. Rejected requests use none. The clock is read once per request, so a
 * virtual clock gives a simulation.
 *
 * <p>Methods return at once and take no lock: <b>not thread-safe</b>, the caller holds one lock
 * around all of them.
 */
public final class SlidingWindow {
  private final Duration window;
  private final InstantSource clock;
  private final ArrayDeque<Instant> admitted = new ArrayDeque<>();
  private Instant now = Instant.MIN;
  private int limit;

  /**
   * An empty window.
   *
   * @param limit requests per window, at least 1
   * @param window its length, positive
   * @param clock where the time comes from; should it run backwards, the latest time seen counts
   * @throws IllegalArgumentException if {@code limit} or {@code window} is out of range
   */
  public SlidingWindow(int limit, Duration window, InstantSource clock) {
    this.limit = requireLimit(limit);
    this.window = requireWindow(window);
    this.clock = clock;
  }

  /**
   * Decides about a request that arrives now, and counts it if it is admitted.
   *
   * @return the decision
   */
  public Decision admit() {
    expire();
    boolean isAdmitted = admitted.size() < limit;
    if (isAdmitted) {
      admitted.addLast(now);
    }
    int used = admitted.size();
    // The oldest leaves next. After a lowered limit as many must leave as are too many.
    Instant next = admitted.stream().skip(Math.max(0, used - limit)).findFirst().orElseThrow();
    return new Decision(isAdmitted, now, limit, used, next.plus(window));
  }

  /**
   * Counts requests of somebody else, as if they had been admitted at even distances over the
   * window that ends now.
   *
   * @param requests how many
   * @throws IllegalArgumentException if {@code requests} is negative or exceeds the limit
   * @throws IllegalStateException if the window is not empty
   */
  public void fill(int requests) {
    if (requests < 0 || requests > limit) {
      throw new IllegalArgumentException(
          requests + " requests do not fit into a limit of " + limit);
    }
    expire();
    if (!admitted.isEmpty()) {
      throw new IllegalStateException("The window already has " + admitted.size() + " requests");
    }
    for (int left = requests; left > 0; left--) {
      admitted.addLast(now.minus(window.multipliedBy(left).dividedBy(requests + 1L)));
    }
  }

  /**
   * Sets the limit for the requests to come. What is admitted stays admitted, so right after a fall
   * more slots may be used than the limit has.
   *
   * @param limit requests per window, at least 1
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  public void setLimit(int limit) {
    this.limit = requireLimit(limit);
  }

  private void expire() {
    Instant time = clock.instant();
    if (time.isAfter(now)) {
      now = time;
    }
    Instant lastExpired = now.minus(window);
    while (!admitted.isEmpty() && !admitted.getFirst().isAfter(lastExpired)) {
      admitted.removeFirst();
    }
  }

  static int requireLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1: " + limit);
    }
    return limit;
  }

  static Duration requireWindow(Duration window) {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be positive: " + window);
    }
    return window;
  }

  /**
   * What the server decided about one request.
   *
   * @param admitted whether the request passes; otherwise it is rejected with 429
   * @param at when this was decided
   * @param limit the limit at that time
   * @param used slots in use, this request's included; may exceed a limit that was lowered
   * @param resetAt when the next slot becomes free; if none is left, a request at this moment is
   *     admitted
   */
  public record Decision(boolean admitted, Instant at, int limit, int used, Instant resetAt) {

    /**
     * Slots left, {@code X-RateLimit-Remaining}.
     *
     * @return not negative
     */
    public int remaining() {
      return Math.max(0, limit - used);
    }

    /**
     * {@code X-RateLimit-Reset}: Unix time in seconds, rounded up.
     *
     * @return seconds since 1970
     */
    public long resetEpochSecond() {
      return ceilSeconds(Duration.between(Instant.EPOCH, resetAt));
    }

    /**
     * {@code Retry-After}: seconds from {@link #at} to {@link #resetAt}, rounded up. Present if no
     * slot is left, on a request that took the last one too.
     *
     * @return empty if there are slots left
     */
    public OptionalLong retryAfterSeconds() {
      return remaining() > 0
          ? OptionalLong.empty()
          : OptionalLong.of(ceilSeconds(Duration.between(at, resetAt)));
    }

    private static long ceilSeconds(Duration duration) {
      return duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
    }
  }
}
