package com.datagrid.client.examples.demo;

import com.datagrid.client.ApiException;
import com.datagrid.client.TransportException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the service is away, by a circuit breaker: it opens when half of the last calls
 * failed because of the service, and then lets one call through, after 1 s, 2 s, 4 s and so on up
 * to 30 s. Thread-safe.
 */
final class Outage {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int CALLS_LOOKED_AT = 10;

  private final CircuitBreaker breaker;

  Outage() {
    this(FIRST_PAUSE, LONGEST_PAUSE);
  }

  Outage(Duration firstPause, Duration longestPause) {
    breaker =
        CircuitBreaker.of(
            "service",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(CALLS_LOOKED_AT)
                .minimumNumberOfCalls(CALLS_LOOKED_AT / 2)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(
                    IntervalFunction.ofExponentialBackoff(firstPause, 2, longestPause))
                .recordException(Outage::isTheServices)
                .ignoreException(failure -> !isTheServices(failure))
                .build());
  }

  /** Whether a call failed for no fault of its own, so that it makes sense to repeat it later. */
  static boolean isTheServices(Throwable failure) {
    return failure instanceof TransportException
        || (failure instanceof ApiException error && error.statusCode() >= 500);
  }

  /** Whether a call may be made now; its end is then to be told. Does not wait. */
  boolean mayCall() {
    return breaker.tryAcquirePermission();
  }

  /** For a call that {@link #mayCall} let through, but that is not made. */
  void mayNotCallAfterAll() {
    breaker.releasePermission();
  }

  /** Whether no call is let through, or one alone to see how things are. */
  boolean isUnderWay() {
    return breaker.getState() != CircuitBreaker.State.CLOSED;
  }

  /** The end of a call: what it failed with, null after a success. */
  void ended(@Nullable Throwable failure) {
    if (failure == null) {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }
}
