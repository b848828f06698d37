package com.datagrid.client.ratelimit.internal;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import io.github.resilience4j.ratelimiter.internal.RateLimiterEventProcessor;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link RateLimiter} for a server that accepts at most L requests in any span of one window.
 *
 * <p>It counts the requests in flight and those that got their <em>response</em> within the last
 * window, and grants a permit only if these are fewer than L. For one client against an exact
 * sliding window that makes a rejection impossible, at nearly the full rate; {@code Window} has the
 * proof and its conditions. L is learned from responses. After a rejection all calls pause for as
 * long as the server says, and then one goes, two, four, and so on. At most 64 are in flight, and
 * twice as many with every second for which one has no response. Calls wait in one queue, first
 * come first served, and one that cannot go before its deadline is refused at once. While {@code
 * X-RateLimit-Remaining} tells that others use the same limit, the limiter reuses its own slots as
 * they fall free, takes spare ones slowly, and a single rejection only stops that growth.
 *
 * <p>The client's own calls use {@link #acquire} and report their responses. The methods of {@link
 * RateLimiter} are for other calls on the same limit, of which nobody reports anything: their
 * permits count for one window from the moment they are granted, and are never in flight; they wait
 * for no leader request, and after a rejection only for the pause. {@link #onResult}, {@link
 * #onSuccess} and {@link #onError}, which the blocking decorators of Resilience4j call, move the
 * oldest such permit to the real time of its response, which makes it exact.
 *
 * <p>Thread-safe. {@link #acquirePermission} blocks; everything else returns at once.
 */
public final class SchedulingRateLimiter implements RateLimiter {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulingRateLimiter.class);

  private final String name;
  private final Map<String, String> tags;
  private final RateLimiterConfig config;
  private final RateLimitSettings settings;
  private final Time time;
  private final PermitScheduler scheduler;
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
    this.settings = settings;
    this.time = time;
    this.scheduler =
        new PermitScheduler(name, new Window(settings, time.nanos()), time, this::publish);
  }

  /**
   * Acquires a permit for a request whose response will be reported to the permit.
   *
   * @param deadline until when it must be granted, in {@link Time#nanos}; {@link Time#NEVER} for no
   *     deadline
   * @param listener is told whether it is; possibly before this method returns
   */
  public Permit acquire(long deadline, PermitListener listener) {
    return scheduler.acquire(deadline, false, listener);
  }

  /**
   * Acquires a permit for a call that can wait: it is granted only while no permit of {@link
   * #acquire} waits. Whether it can meet its deadline depends on how many of these wait, and is
   * looked at again as more come.
   *
   * @param deadline as for {@link #acquire}
   * @param listener as for {@link #acquire}
   */
  public Permit acquireBackground(long deadline, PermitListener listener) {
    return scheduler.acquire(deadline, true, listener);
  }

  /** Shares its window with other processes from now on. */
  void share(SharedWindows fleet, LimiterKey key) {
    scheduler.share(fleet.open(key, settings, time), settings.withoutRemainingHeader());
  }

  /** Nobody uses it any more. */
  void close() {
    scheduler.change((state, now) -> state.windowAt(now).shared().close(now));
  }

  /** See {@link LimitLog#oneOfMany}. */
  void oneOfMany() {
    scheduler.change((state, now) -> state.oneOfMany());
  }

  /** Whether nobody has used it for so long, and it holds nothing that still matters. */
  boolean isIdleFor(long nanos) {
    return scheduler.isIdleFor(nanos);
  }

  /** A snapshot. */
  public LimiterState state() {
    return scheduler.state();
  }

  /**
   * Waits for permits, up to the {@linkplain RateLimiterConfig#getTimeoutDuration timeout}, behind
   * all that wait already. Returns false at once if they cannot be granted in time. Several permits
   * are granted together or not at all; more than the limit never are.
   *
   * @param permits how many; at least 1
   * @return whether they were granted; after an interrupt false, with the flag set again
   * @throws IllegalArgumentException if {@code permits} is less than 1
   */
  @Override
  public boolean acquirePermission(int permits) {
    requirePositive(permits);
    WaitingThread waiter = new WaitingThread();
    long deadline = Time.plus(time.nanos(), Time.nanosOf(timeout));
    Permit permit = scheduler.acquireUntracked(permits, deadline, waiter);
    try {
      time.await(waiter::isDone);
    } catch (InterruptedException e) {
      permit.release();
      Thread.currentThread().interrupt();
    }
    return waiter.isGranted();
  }

  /**
   * Reserves permits that may be used later, behind all that wait already. They stay in the queue
   * until they are granted, which is when the success event is published. The wait is an estimate:
   * it assumes that whatever is in flight gets its response at once, and a later rejection by the
   * server may make it longer.
   *
   * @param permits how many; at least 1
   * @return in how many nanoseconds they may be used; -1 if that is more than the {@linkplain
   *     RateLimiterConfig#getTimeoutDuration timeout}, and nothing is taken then
   * @throws IllegalArgumentException if {@code permits} is less than 1
   */
  @Override
  public long reservePermission(int permits) {
    requirePositive(permits);
    long wait = scheduler.reserve(permits, Time.nanosOf(timeout));
    if (wait < 0) {
      publish(permits, false);
    }
    return wait;
  }

  /**
   * Sets the limit until the next response that names one. It is the server's, of which this client
   * takes its share. Waiting calls that no longer meet their deadline are refused.
   *
   * @param limitForPeriod the requests per window; at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  @Override
  public void changeLimitForPeriod(int limitForPeriod) {
    if (limitForPeriod < 1) {
      throw new IllegalArgumentException(
          "limitForPeriod must be at least 1, but is " + limitForPeriod);
    }
    scheduler.change((state, now) -> state.learn(limitForPeriod, now));
  }

  /**
   * Sets how long {@link #acquirePermission} and {@link #reservePermission} may wait from now on.
   *
   * @throws IllegalArgumentException if it is negative
   */
  @Override
  public void changeTimeoutDuration(Duration timeoutDuration) {
    if (timeoutDuration.isNegative()) {
      throw new IllegalArgumentException(
          "timeoutDuration must not be negative, but is " + timeoutDuration);
    }
    timeout = timeoutDuration;
  }

  /** Takes all free slots for one window. Does nothing while no limit is known. */
  @Override
  public void drainPermissions() {
    scheduler.change(SchedulerState::drain);
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
    scheduler.change((state, now) -> state.windowAt(now).reportOldest(now));
  }

  @Override
  public String getName() {
    return name;
  }

  /**
   * The current configuration: its limit is the one learned; while none is known, the one it was
   * created with, by default the vendor's 200.
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
   * Free slots, {@link Integer#MAX_VALUE} while no limit is known, and waiting calls, of which the
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
      LOG.warn("Event consumer of rate limiter {} failed", name, e);
    }
  }

  private static void requirePositive(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits must be at least 1, but is " + permits);
    }
  }

  private final class QueueMetrics implements Metrics {
    @Override
    public int getNumberOfWaitingThreads() {
      return scheduler.state().waiting();
    }

    @Override
    public int getAvailablePermissions() {
      return scheduler.available();
    }
  }
}
