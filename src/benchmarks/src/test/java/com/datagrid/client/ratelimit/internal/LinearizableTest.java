package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do concurrently to one limiter has the result of some order in which they do it
 * one after the other: model checked by Lincheck, while time stands still.
 */
public class LinearizableTest {

  /** Whether {@code -Pload} asks for all that takes a minute. */
  private static final boolean FULL = Boolean.getBoolean("load.full");

  private static final LimiterKey KEY = new LimiterKey("PATCH /x", Optional.empty());

  private final SchedulingRateLimiter limiter =
      new SlidingWindowRateLimiterRegistry(
              new RateLimitSettings(
                  Duration.ofSeconds(60), 1, OptionalInt.of(3), Duration.ofMinutes(5), false),
              new StandingTime())
          .limiter(KEY);

  @Operation
  public boolean sendAndLoseResponse() {
    Caller caller = new Caller();
    Permit permit = limiter.acquire(0, caller);
    if (caller.granted) {
      permit.sent(1);
      permit.release();
    }
    return caller.granted;
  }

  @Operation
  public void drain() {
    limiter.drainPermissions();
  }

  @Operation
  public boolean sendAndAccept() {
    Caller caller = new Caller();
    Permit permit = limiter.acquire(0, caller);
    if (caller.granted) {
      permit.sent(1);
      permit.accepted(3, -1);
    }
    return caller.granted;
  }

  @Operation
  public long reserve() {
    return limiter.reservePermission(1) == 0 ? 0 : 1;
  }

  @Operation
  public int used() {
    return limiter.state().used();
  }

  @Test
  void modelCheck() {
    new ModelCheckingOptions()
        .iterations(FULL ? 10 : 2)
        .invocationsPerIteration(FULL ? 200 : 50)
        .threads(2)
        .actorsPerThread(3)
        .check(getClass());
  }

  /** Whether it was granted at once. */
  private static final class Caller implements PermitListener {
    private volatile boolean granted;

    @Override
    public void granted(Permit permit) {
      granted = true;
    }

    @Override
    public void refused(long requiredWaitNanos) {
      // not granted
    }
  }

  /** Time stands still. */
  private static final class StandingTime implements Time {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      return () -> {};
    }

    @Override
    public void await(BooleanSupplier condition) {
      throw new UnsupportedOperationException();
    }
  }
}
