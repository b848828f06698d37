package com.datagrid.client.ratelimit.internal;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import io.github.resilience4j.ratelimiter.internal.RateLimiterEventProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link RateLimiter} for a server that admits at most L requests in any span of one window.
 *
 * <p>It counts what is in flight and what was <em>answered</em> within the last window, and lets a
 * request go only if that is less than L. For one client against an exact sliding window this makes
 * a rejection impossible, at nearly the full rate; {@code Window} in the source has the proof. L is
 * learned from the answers. After a rejection the gate closes for as long as the server says, and
 * then opens for one call, two, four, and so on. At most 64 are in flight, and twice as many with
 * every second for which one has no answer. Calls wait in one line, first come first served, and
 * one that cannot be let go before its deadline is refused at once. While {@code
 * X-RateLimit-Remaining} tells that others use the same limit, slots are reused as they fall free,
 * spare ones taken slowly, and a single rejection only stops that growth.
 *
 * <p>The client's own calls use {@link #acquire} and report what the answers say. The methods of
 * {@link RateLimiter} are for other calls on the same limit, of which nobody reports anything:
 * their permits count from the moment they are given, for one window, and are never in flight; they
 * need no first answer that teaches the limit, and after a rejection wait only until the gate
 * opens. {@link #onResult}, {@link #onSuccess} and {@link #onError}, which the blocking decorators
 * of Resilience4j call, move the oldest such permit to the real time of its answer, which is what
 * makes it exact.
 *
 * <p>Thread-safe. {@link #acquirePermission} blocks; everything else returns at once.
 */
public final class SchedulingRateLimiter implements RateLimiter {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulingRateLimiter.class);

  private final String name;
  private final Map<String, String> tags;
  private final RateLimiterConfig config;
  private final Time time;
  private final PermitScheduler line;
  private final RateLimiterEventProcessor events = new RateLimiterEventProcessor();
  private final Metrics metrics = new QueueMetrics();

  private volatile Duration timeout;

  SchedulingRateLimiter(
      String name,
      RateLimiterConfig config,
      Map<String, String> tags,
      RateLimitSettings settings,
      Time time) {
    this.name = name;
    this.config = config;
    this.tags = Map.copyOf(tags);
    this.timeout = config.getTimeoutDuration();
    this.time = time;
    this.line = new PermitScheduler(new Window(settings, time.nanos()), time, this::publish);
  }

  /**
   * Takes a place in line for a request whose end will be reported to the permit.
   *
   * @param deadline until when it must be granted, in {@link Time#nanos}; {@link Time#NEVER} for no
   *     limit
   * @param listener hears whether it is; possibly before this method returns
   */
  public Permit acquire(long deadline, PermitListener listener) {
    return line.acquire(deadline, listener);
  }

  /** Whether nobody used it for so long, and nothing that counts is left of it. */
  boolean isIdleFor(long nanos) {
    return line.isIdleFor(nanos);
  }

  /** The state at this moment. */
  public LimiterState state() {
    return line.state();
  }

  /**
   * Waits for permits, up to the {@linkplain RateLimiterConfig#getTimeoutDuration timeout}, behind
   * all that wait already. Refuses at once, without waiting, what cannot be granted in time.
   * Several permits are granted together or not at all; more than the limit never are.
   *
   * @param permits how many; at least 1
   * @return whether they were granted; if not because of an interrupt, the flag is set again
   * @throws IllegalArgumentException if {@code permits} is less than 1
   */
  @Override
  public boolean acquirePermission(int permits) {
    requirePositive(permits);
    Waiter waiter = new Waiter(Thread.currentThread());
    long deadline = Time.plus(time.nanos(), Time.nanosOf(timeout));
    Permit permit = line.acquireUntracked(permits, deadline, waiter);
    try {
      time.await(() -> waiter.outcome != Outcome.OPEN);
    } catch (InterruptedException e) {
      permit.release();
      Thread.currentThread().interrupt();
    }
    return waiter.outcome == Outcome.GRANTED;
  }

  /**
   * Takes permits now that may be used later, behind all that wait already. They stand in line
   * until their turn comes, which is when the event of success is published. The wait is an
   * estimate: it takes what is in flight for answered at once, and a later rejection by the server
   * may close the gate for longer.
   *
   * @param permits how many; at least 1
   * @return in how many nanoseconds they may be used; -1 if that is more than the {@linkplain
   *     RateLimiterConfig#getTimeoutDuration timeout}, and nothing is taken then
   * @throws IllegalArgumentException if {@code permits} is less than 1
   */
  @Override
  public long reservePermission(int permits) {
    requirePositive(permits);
    long wait = line.reserve(permits, Time.nanosOf(timeout));
    if (wait < 0) {
      publish(permits, false);
    }
    return wait;
  }

  /**
   * Sets the limit from now until the next answer that names one, and like that one before the
   * share of this client is taken of it. Calls that no longer fit into their deadline are refused.
   *
   * @param limitForPeriod the requests per window; at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  @Override
  public void changeLimitForPeriod(int limitForPeriod) {
    requirePositive(limitForPeriod);
    line.change((turns, now) -> turns.learn(limitForPeriod, now));
  }

  /**
   * Sets how long {@link #acquirePermission} and {@link #reservePermission} may wait from now on.
   */
  @Override
  public void changeTimeoutDuration(Duration timeoutDuration) {
    if (timeoutDuration.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, but is " + timeoutDuration);
    }
    timeout = timeoutDuration;
  }

  /**
   * Fills the window: what is free now is taken for one window. Does nothing while no limit is
   * known.
   */
  @Override
  public void drainPermissions() {
    line.change(SchedulerState::drain);
  }

  @Override
  public void onResult(Object result) {
    reportOldest();
    RateLimiter.super.onResult(result);
  }

  @Override
  public void onSuccess() {
    reportOldest();
    RateLimiter.super.onSuccess();
  }

  @Override
  public void onError(Throwable throwable) {
    reportOldest();
    RateLimiter.super.onError(throwable);
  }

  private void reportOldest() {
    line.change(SchedulerState::reportOldest);
  }

  @Override
  public String getName() {
    return name;
  }

  /**
   * The configuration as it stands: the limit is the one learned, and the vendor's default of 200
   * while none is.
   */
  @Override
  public RateLimiterConfig getRateLimiterConfig() {
    int limit = state().limit().orElse(config.getLimitForPeriod());
    return RateLimiterConfig.from(config).limitForPeriod(limit).timeoutDuration(timeout).build();
  }

  @Override
  public Map<String, String> getTags() {
    return tags;
  }

  /**
   * Free slots, {@link Integer#MAX_VALUE} while no limit is known, and calls in line, of which the
   * asynchronous ones hold no thread.
   */
  @Override
  public Metrics getMetrics() {
    return metrics;
  }

  @Override
  public EventPublisher getEventPublisher() {
    return events;
  }

  @Override
  public String toString() {
    return name + ' ' + state();
  }

  private void publish(Permit permit, boolean granted) {
    publish(permit.count(), granted);
  }

  private void publish(int permits, boolean granted) {
    if (!events.hasConsumers()) {
      return;
    }
    try {
      events.consumeEvent(
          granted
              ? new RateLimiterOnSuccessEvent(name, permits)
              : new RateLimiterOnFailureEvent(name, permits));
    } catch (Throwable e) { // an Error, too: the call goes on
      LOG.warn("a consumer of the events of rate limiter {} failed", name, e);
    }
  }

  private static void requirePositive(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("at least 1 permit, but " + permits);
    }
  }

  private enum Outcome {
    OPEN,
    GRANTED,
    REFUSED
  }

  /** A thread in {@link #acquirePermission}. */
  private static final class Waiter implements PermitListener {
    private final Thread thread;
    private volatile Outcome outcome = Outcome.OPEN;

    Waiter(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void granted(Permit permit) {
      end(Outcome.GRANTED);
    }

    @Override
    public void refused(long requiredWaitNanos) {
      end(Outcome.REFUSED);
    }

    private void end(Outcome outcome) {
      this.outcome = outcome;
      LockSupport.unpark(thread);
    }
  }

  private final class QueueMetrics implements Metrics {
    @Override
    public int getNumberOfWaitingThreads() {
      return line.state().waiting();
    }

    @Override
    public int getAvailablePermissions() {
      return line.available();
    }
  }
}
