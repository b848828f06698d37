package com.datagrid.client.ratelimit.internal;

import static com.datagrid.client.ratelimit.internal.Calls.SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.ratelimit.internal.Calls.Call;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The limiter as a Resilience4j {@link RateLimiter}, with untracked permits. */
class SchedulingRateLimiterTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Nested
  class AcquirePermission {

    @Test
    void isGrantedAtOnceWhileThereIsRoom() {
      Calls calls = Calls.withLimit(2);

      assertThat(calls.limiter.acquirePermission()).isTrue();
      assertThat(calls.limiter.acquirePermission()).isTrue();

      assertThat(calls.time.seconds()).isZero();
      assertThat(calls.status().used()).isEqualTo(2);
      assertThat(calls.status().inFlight()).as("nobody will report it").isZero();
    }

    @Test
    void waitsForASlot() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);

      assertThat(calls.limiter.acquirePermission()).isTrue();

      assertThat(calls.time.seconds()).isEqualTo(60.02);
    }

    @Test
    void waitsBehindThoseWhoWait() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      calls.respondAtOnce();
      calls.calls(3);

      assertThat(calls.limiter.acquirePermission()).isTrue();

      assertThat(calls.time.seconds()).isEqualTo(4 * 60.02);
    }

    @Test
    void refusesAtOnceWhatDoesNotFitInTheTimeout() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      calls.limiter.changeTimeoutDuration(Duration.ofSeconds(60));

      assertThat(calls.limiter.acquirePermission()).isFalse();

      assertThat(calls.time.seconds()).isZero();
    }

    @Test
    void needsNoLeaderRequest() {
      Calls calls = Calls.withUnknownLimit();

      assertThat(calls.limiter.acquirePermission(200)).isTrue();
    }

    @Test
    void waitsForThePauseToEnd() {
      Calls calls = Calls.withLimit(10);
      calls.call().send().throttled(10, Duration.ofSeconds(5));

      assertThat(calls.limiter.acquirePermission()).isTrue();

      assertThat(calls.time.seconds()).as("9 of the 10 are assumed to be others'").isEqualTo(6);
    }

    @Test
    void whileNoLimitIsKnownTheVendorsDefaultHolds() {
      Calls calls = Calls.withUnknownLimit();
      calls.limiter.changeTimeoutDuration(Duration.ofSeconds(60));

      assertThat(calls.limiter.acquirePermission(200)).isTrue();
      assertThat(calls.limiter.acquirePermission()).isFalse();
      assertThat(calls.time.seconds()).as("refused at once").isZero();
      calls.limiter.changeTimeoutDuration(Duration.ofSeconds(61));
      assertThat(calls.limiter.acquirePermission()).isTrue();
      assertThat(calls.time.seconds()).isEqualTo(60.02);
      assertThat(calls.limiter.acquirePermission(201)).isFalse();
    }

    @Test
    void theVendorsDefaultDoesNotHoldTrackedCalls() {
      Calls calls = Calls.withUnknownLimit();
      assertThat(calls.limiter.acquirePermission(200)).isTrue();

      assertThat(calls.call().isGranted).isTrue();
    }

    @Test
    void severalAreGrantedTogether() {
      Calls calls = Calls.withLimit(3);
      calls.use(1);
      calls.time.advance(Duration.ofSeconds(1));
      calls.use(1);

      assertThat(calls.limiter.acquirePermission(2)).isTrue();
      assertThat(calls.time.seconds()).isEqualTo(60.02);
    }

    @Test
    void moreThanTheLimitAreRefusedAtOnce() {
      Calls calls = Calls.withLimit(3);

      assertThat(calls.limiter.acquirePermission(4)).isFalse();
      assertThat(calls.limiter.acquirePermission(3)).isTrue();
    }

    @Test
    void fewerThanOneIsAnError() {
      RateLimiter limiter = Calls.withLimit(3).limiter;

      assertThatIllegalArgumentException().isThrownBy(() -> limiter.acquirePermission(0));
      assertThatIllegalArgumentException().isThrownBy(() -> limiter.reservePermission(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> limiter.changeLimitForPeriod(0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> limiter.changeTimeoutDuration(Duration.ofNanos(-1)));
    }

    @Test
    void anInterruptEndsTheWaitAndKeepsTheFlag() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Thread.currentThread().interrupt();

      boolean granted = calls.limiter.acquirePermission();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(granted).isFalse();
      assertThat(calls.status().waiting()).isZero();
    }

    @Test
    void aThreadThatNeedNotWaitIsNotInterrupted() {
      Calls calls = Calls.withLimit(1);
      Thread.currentThread().interrupt();

      boolean granted = calls.limiter.acquirePermission();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(granted).isTrue();
    }
  }

  @Nested
  class ReservePermission {

    @Test
    void takesAFreeSlotForNow() {
      Calls calls = Calls.withLimit(1);

      assertThat(calls.limiter.reservePermission()).isZero();
      assertThat(calls.status().used()).isEqualTo(1);
    }

    @Test
    void booksTheSlotsThatFallFreeNext() {
      Calls calls = Calls.withLimit(2);
      calls.use(1);
      calls.time.advance(Duration.ofSeconds(10));
      calls.use(1);

      assertThat(calls.limiter.reservePermission()).isEqualTo(SLOT.toNanos() - 10 * SECOND);
      assertThat(calls.limiter.reservePermission()).isEqualTo(SLOT.toNanos());
      assertThat(calls.limiter.reservePermission()).isEqualTo(2 * SLOT.toNanos() - 10 * SECOND);
      assertThat(calls.limiter.reservePermission(2)).isEqualTo(3 * SLOT.toNanos() - 10 * SECOND);
    }

    @Test
    void takesNoSlotFromThoseWhoWait() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Call waiting = calls.call();
      calls.respondAtOnce();

      assertThat(calls.limiter.reservePermission()).isEqualTo(2 * SLOT.toNanos());
      Call later = calls.call();

      calls.time.runUntilIdle();
      assertThat(waiting.grantedAt).isEqualTo(60.02);
      assertThat(later.grantedAt).isEqualTo(3 * 60.02);
    }

    @Test
    void countsFromWhenItMayBeUsedEvenIfGrantedEarlier() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Call cancelled = calls.call();
      assertThat(calls.limiter.reservePermission()).isEqualTo(2 * SLOT.toNanos());
      cancelled.permit().release();
      Call later = calls.call();

      calls.time.runUntilIdle();

      assertThat(later.grantedAt).isEqualTo(3 * 60.02);
    }

    @Test
    void takesNothingIfTheWaitIsLongerThanTheTimeout() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      calls.limiter.changeTimeoutDuration(Duration.ofSeconds(60));

      assertThat(calls.limiter.reservePermission()).isEqualTo(-1);
      assertThat(calls.status().waiting()).isZero();
    }

    @Test
    void takesNothingIfMoreThanTheLimitAreWanted() {
      Calls calls = Calls.withLimit(1);

      assertThat(calls.limiter.reservePermission(2)).isEqualTo(-1);
      assertThat(calls.status().used()).isZero();
    }

    @Test
    void includesThePause() {
      Calls calls = Calls.withLimit(1);
      calls.call().send().throttled(1, Duration.ofSeconds(5));

      assertThat(calls.limiter.reservePermission()).isEqualTo(5 * SECOND);
    }

    /** The estimate stands; what comes later moves the grant. */
    @Test
    void aLaterRejectionMovesTheGrantAndNotTheEstimate() {
      Calls calls = Calls.withLimit(2);
      calls.use(1);
      Call sent = calls.call().send();
      List<RateLimiterEvent.Type> events = new ArrayList<>();
      calls.limiter.getEventPublisher().onSuccess(event -> events.add(event.getEventType()));

      assertThat(calls.limiter.reservePermission()).isEqualTo(SLOT.toNanos());
      sent.throttled(2, Duration.ofSeconds(90));
      calls.time.advance(SLOT);
      assertThat(events).as("not granted during the pause").isEmpty();

      calls.time.advance(Duration.ofSeconds(90).minus(SLOT));
      assertThat(events).hasSize(1);
    }

    /** On a machine so busy that the timer is late. */
    @Test
    void tellsThoseAheadOfItThatTheyMayGo() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Call waiting = calls.call();
      calls.time.stall(SLOT);

      calls.limiter.reservePermission();

      assertThat(waiting.isGranted).isTrue();
    }

    @Test
    void isDroppedIfTheLimitFallsBelowIt() {
      Calls calls = Calls.withLimit(2);
      calls.use(1);
      calls.limiter.reservePermission(2);
      Call behind = calls.call();

      calls.limiter.changeLimitForPeriod(1);
      calls.time.advance(SLOT);

      assertThat(behind.isGranted).isTrue();
    }
  }

  @Nested
  class Changes {

    @Test
    void aNewLimitHoldsUntilTheServerNamesOne() {
      Calls calls = Calls.withLimit(1);
      Call call = calls.call().send();
      calls.limiter.changeLimitForPeriod(50);
      assertThat(calls.status().limit()).hasValue(50);

      call.accepted(70);

      assertThat(calls.status().limit()).hasValue(70);
    }

    @Test
    void aHigherLimitGrantsWaitingCallsAtOnce() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      List<Call> waiting = calls.calls(3);

      calls.limiter.changeLimitForPeriod(3);

      assertThat(waiting).extracting(call -> call.isGranted).containsExactly(true, true, false);
    }

    @Test
    void drainingTakesFreeSlotsForOneWindow() {
      Calls calls = Calls.withLimit(5);
      calls.use(2);

      calls.limiter.drainPermissions();

      assertThat(calls.limiter.getMetrics().getAvailablePermissions()).isZero();
      calls.time.advance(SLOT);
      assertThat(calls.limiter.getMetrics().getAvailablePermissions()).isEqualTo(5);
    }

    @Test
    void drainingRefusesPausedCallsThatNoLongerFit() {
      Calls calls = Calls.withLimit(50);
      calls.use(49);
      calls.call().send().throttled(50, Duration.ofSeconds(5));
      Call call = calls.call(Duration.ofSeconds(30));
      assertThat(call.isWaiting()).isTrue();

      calls.limiter.drainPermissions();

      assertThat(call.isRefused()).isTrue();
    }

    @Test
    void drainingDoesNothingWhileNoLimitIsKnown() {
      Calls calls = Calls.withUnknownLimit();

      calls.limiter.drainPermissions();

      assertThat(calls.status().used()).isZero();
    }
  }

  @Nested
  class StockDecorators {

    @Test
    void countACallFromItsResponse() {
      Calls calls = Calls.withLimit(1);

      String result =
          calls.limiter.executeSupplier(
              () -> {
                calls.time.advance(Duration.ofSeconds(2));
                return "done";
              });

      assertThat(result).isEqualTo("done");
      calls.limiter.acquirePermission();
      assertThat(calls.time.seconds()).isEqualTo(62.02);
    }

    @Test
    void countAFailedCallToo() {
      Calls calls = Calls.withLimit(1);
      RuntimeException failure = new IllegalStateException("on purpose");

      assertThatThrownBy(
              () ->
                  calls.limiter.executeRunnable(
                      () -> {
                        calls.time.advance(Duration.ofSeconds(3));
                        throw failure;
                      }))
          .isSameAs(failure);

      calls.limiter.acquirePermission();
      assertThat(calls.time.seconds()).isEqualTo(63.02);
    }

    @Test
    void executeACallable() throws Exception {
      Calls calls = Calls.withLimit(1);

      String result =
          calls.limiter.executeCallable(
              () -> {
                calls.time.advance(Duration.ofSeconds(2));
                return "done";
              });

      assertThat(result).isEqualTo("done");
      calls.limiter.acquirePermission();
      assertThat(calls.time.seconds()).isEqualTo(62.02);
    }

    /** The caller waits, not the stage. */
    @Test
    void blockTheCallerOfACompletionStageToo() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      CompletableFuture<String> response = new CompletableFuture<>();

      CompletionStage<String> decorated =
          RateLimiter.decorateCompletionStage(calls.limiter, () -> response).get();

      assertThat(calls.time.seconds()).isEqualTo(60.02);
      calls.time.advance(Duration.ofSeconds(2));
      response.complete("done");
      assertThat(decorated.toCompletableFuture()).isCompletedWithValue("done");
      calls.limiter.acquirePermission();
      assertThat(calls.time.seconds()).as("counts from its response").isEqualTo(122.04);
    }

    @Test
    void takeSeveralPermitsForOneCall() {
      Calls calls = Calls.withLimit(3);
      Runnable decorated =
          RateLimiter.decorateRunnable(
              calls.limiter, 2, () -> calls.time.advance(Duration.ofSeconds(2)));

      decorated.run();
      assertThat(calls.status().used()).isEqualTo(2);

      decorated.run();
      assertThat(calls.time.seconds())
          .as("both wait for the slots of the responses")
          .isEqualTo(64.02);
    }

    @Test
    void refuseAsTheirsDo() {
      Calls calls = Calls.withLimit(1);
      calls.limiter.changeTimeoutDuration(Duration.ZERO);
      calls.limiter.acquirePermission();

      assertThatThrownBy(() -> calls.limiter.executeRunnable(() -> {}))
          .isInstanceOf(RequestNotPermitted.class)
          .hasMessageContaining("PATCH /connections/{connection_id}");
    }

    @Test
    void successAndErrorReportedByHandMoveTheOldest() {
      Calls calls = Calls.withLimit(2);
      calls.limiter.acquirePermission(2);
      calls.time.advance(Duration.ofSeconds(1));
      calls.limiter.onSuccess();
      calls.limiter.onError(new IllegalStateException());

      calls.time.advance(SLOT.minusSeconds(1));

      assertThat(calls.status().used()).as("both permits, moved by the first report").isEqualTo(2);
      calls.time.advance(Duration.ofSeconds(1));
      assertThat(calls.status().used()).isZero();
    }
  }

  @Nested
  class Events {

    @Test
    void areForPermitsGrantedAndRefused() {
      Calls calls = Calls.withLimit(3);
      List<String> events = new ArrayList<>();
      calls
          .limiter
          .getEventPublisher()
          .onEvent(event -> events.add(event.getEventType() + " " + event.getNumberOfPermits()));
      calls.limiter.changeTimeoutDuration(Duration.ZERO);

      calls.call();
      calls.limiter.acquirePermission(2);
      calls.limiter.acquirePermission(1);
      calls.limiter.reservePermission(1);
      calls.call(Duration.ofSeconds(1));

      assertThat(events)
          .containsExactly(
              RateLimiterEvent.Type.SUCCESSFUL_ACQUIRE + " 1",
              RateLimiterEvent.Type.SUCCESSFUL_ACQUIRE + " 2",
              RateLimiterEvent.Type.FAILED_ACQUIRE + " 1",
              RateLimiterEvent.Type.FAILED_ACQUIRE + " 1",
              RateLimiterEvent.Type.FAILED_ACQUIRE + " 1");
    }

    @Test
    void surviveAConsumerThatFails() {
      Calls calls = Calls.withLimit(1);
      RuntimeException failure = new IllegalStateException("on purpose");
      failure.setStackTrace(new StackTraceElement[0]); // it is logged
      calls
          .limiter
          .getEventPublisher()
          .onSuccess(
              event -> {
                throw failure;
              });

      assertThat(calls.call().isGranted).isTrue();
    }
  }

  @Nested
  class Description {

    @Test
    void theConfigIsTheCurrentOne() {
      Calls calls = Calls.withUnknownLimit();
      assertThat(calls.limiter.getRateLimiterConfig().getLimitForPeriod())
          .as("the vendor's default while none is known")
          .isEqualTo(200);
      assertThat(calls.limiter.getRateLimiterConfig().getLimitRefreshPeriod())
          .isEqualTo(Duration.ofSeconds(60));
      calls.call().send().accepted(40);
      calls.limiter.changeTimeoutDuration(Duration.ofSeconds(7));

      RateLimiterConfig config = calls.limiter.getRateLimiterConfig();

      assertThat(config.getLimitForPeriod()).isEqualTo(40);
      assertThat(config.getTimeoutDuration()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theStateShowsUsedAndWaiting() {
      Calls calls = Calls.withShare(200, 0.5);
      calls.use(3);
      calls.call().send();
      assertThat(calls.status())
          .isEqualTo(new LimiterState(OptionalInt.of(100), 4, 1, 0, Optional.empty()));

      calls.granted.get(3).throttled(200, Duration.ofSeconds(5));
      calls.call();

      assertThat(calls.status().waiting()).isEqualTo(1);
      assertThat(calls.status().pause()).contains(Duration.ofSeconds(5));
      assertThat(calls.limiter).hasToString("PATCH /connections/{connection_id} " + calls.status());
    }

    @Test
    void theMetricsShowFreeAndWaiting() {
      Calls calls = Calls.withUnknownLimit();
      RateLimiter.Metrics metrics = calls.limiter.getMetrics();
      assertThat(metrics.getAvailablePermissions()).isEqualTo(Integer.MAX_VALUE);
      calls.call().send().accepted(2);
      calls.use(1);
      calls.calls(3);

      assertThat(metrics.getAvailablePermissions()).isZero();
      assertThat(metrics.getNumberOfWaitingThreads()).isEqualTo(3);
    }
  }
}
