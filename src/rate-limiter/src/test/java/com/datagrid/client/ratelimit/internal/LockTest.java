package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one thread did, another can use the limiter afterwards. */
class LockTest {

  private static final PermitListener NOBODY =
      new PermitListener() {
        @Override
        public void granted(Permit permit) {}

        @Override
        public void refused(long requiredWaitNanos) {}
      };

  private final Calls calls = Calls.withLimit(5);

  static Stream<Named<Consumer<SchedulingRateLimiter>>> uses() {
    return Stream.of(
        Named.of("available", limiter -> limiter.getMetrics().getAvailablePermissions()),
        Named.of("waiting", limiter -> limiter.getMetrics().getNumberOfWaitingThreads()),
        Named.of("state", SchedulingRateLimiter::state),
        Named.of("idle", limiter -> limiter.isIdleFor(1)),
        Named.of("reserve", limiter -> limiter.reservePermission(1)),
        Named.of("change", limiter -> limiter.changeLimitForPeriod(7)),
        Named.of("drain", SchedulingRateLimiter::drainPermissions),
        Named.of("acquire", LockTest::acquire),
        Named.of("another", limiter -> acquire(limiter).another()),
        Named.of("sent", limiter -> acquire(limiter).sent(1)),
        Named.of("release", limiter -> acquire(limiter).release()),
        Named.of("accepted", limiter -> sent(limiter).accepted(5, -1)),
        Named.of("throttled", limiter -> sent(limiter).throttled(5, 1)),
        Named.of("unavailable", limiter -> sent(limiter).unavailable(5, 1)));
  }

  private static Permit acquire(SchedulingRateLimiter limiter) {
    return limiter.acquire(Time.NEVER, NOBODY);
  }

  private static Permit sent(SchedulingRateLimiter limiter) {
    Permit permit = acquire(limiter);
    permit.sent(1_000_000_000);
    return permit;
  }

  @ParameterizedTest
  @MethodSource("uses")
  void isFreeAgain(Consumer<SchedulingRateLimiter> use) {
    use.accept(calls.limiter);

    assertThat(
            CompletableFuture.supplyAsync(calls.limiter::state, task -> new Thread(task).start())
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .waiting())
        .isZero();
  }
}
