package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A scheduler whose timer has no thread for a while. */
class NoTimerTest {

  private final VirtualTime virtualTime = new VirtualTime();
  private boolean noThread;

  private final Time time =
      new Time() {
        @Override
        public long nanos() {
          return virtualTime.nanos();
        }

        @Override
        public Instant instant() {
          return virtualTime.instant();
        }

        @Override
        public Scheduled schedule(long delayNanos, Runnable task) {
          if (noThread) {
            throw new RejectedExecutionException("no thread");
          }
          return virtualTime.schedule(delayNanos, task);
        }

        @Override
        public void await(BooleanSupplier condition) throws InterruptedException {
          virtualTime.await(condition);
        }
      };

  private final PermitScheduler scheduler =
      new PermitScheduler(
          "test",
          new Window(
              new RateLimitSettings(
                  Duration.ofSeconds(60), 1.0, OptionalInt.of(1), Duration.ofMinutes(5), true),
              0),
          time,
          (permit, granted) -> {});

  private final List<Permit> granted = new ArrayList<>();
  private final PermitListener listener =
      new PermitListener() {
        @Override
        public void granted(Permit permit) {
          granted.add(permit);
        }

        @Override
        public void refused(long requiredWaitNanos) {
          throw new AssertionError("there is no deadline");
        }
      };

  private void useTheOnlySlot() {
    Permit first = scheduler.acquire(Time.NEVER, false, listener);
    first.sent(1);
    first.accepted(1, 0);
    granted.clear();
  }

  @Test
  void whatWouldHaveToWaitIsRefusedAndHoldsNoPlace() {
    useTheOnlySlot();
    noThread = true;

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> scheduler.acquire(Time.NEVER, false, listener))
          .isInstanceOf(RejectedExecutionException.class);
    }

    assertThat(scheduler.state().waiting()).isZero();
    assertThat(scheduler.state().inFlight()).isZero();
    noThread = false;
    scheduler.acquire(Time.NEVER, false, listener);
    virtualTime.advance(Duration.ofSeconds(61));
    assertThat(granted).hasSize(1);
  }

  /** The timer's thread stays as long as it has something to do. */
  @Test
  void whoWaitsAlreadyIsWokenAllTheSame() {
    useTheOnlySlot();
    scheduler.acquire(Time.NEVER, false, listener);
    noThread = true;

    Permit second = scheduler.acquire(Time.NEVER, false, listener);
    second.release();
    virtualTime.advance(Duration.ofSeconds(61));

    assertThat(granted).hasSize(1);
  }

  @Test
  void whatNeedsNoWaitNeedsNoTimer() {
    noThread = true;

    scheduler.acquire(Time.NEVER, false, listener);

    assertThat(granted).hasSize(1);
  }
}
