package com.datagrid.client.ratelimit.internal;

import static com.datagrid.client.ratelimit.internal.Calls.SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.datagrid.client.ratelimit.internal.Calls.Call;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of waiting calls, their deadlines, and what released ones leave behind. */
class PermitSchedulerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Nested
  class Order {

    @Test
    void firstComeFirstServed() {
      Calls calls = Calls.withLimit(2);
      calls.use(2);
      List<Call> waiting = calls.calls(5);
      calls.respondAtOnce();

      calls.time.runUntilIdle();

      assertThat(calls.granted.subList(2, 7)).isEqualTo(waiting);
      assertThat(waiting)
          .extracting(call -> call.grantedAt)
          .containsExactly(60.02, 60.02, 120.04, 120.04, 180.06);
    }

    @Test
    void aThrottledCallGoesAheadOfAllThatCameLater() {
      Calls calls = Calls.withLimit(2);
      Call first = calls.call().send();
      Call second = calls.call().send();
      List<Call> later = calls.calls(2);
      second.throttled(2, SECOND);
      second.acquireAgain();
      first.throttled(2, SECOND);
      first.acquireAgain();
      calls.respondAtOnce();

      calls.time.runUntilIdle();

      assertThat(calls.granted.subList(2, 6))
          .containsExactly(first, second, later.get(0), later.get(1));
    }

    @Test
    void aWaitingCallIsNotOvertakenThoughThereIsRoom() {
      Calls calls = Calls.withLimit(3);
      calls.use(1);
      calls.limiter.changeTimeoutDuration(Duration.ofSeconds(Long.MAX_VALUE));
      Permit three = calls.several(3);
      Call behind = calls.call();

      assertThat(behind.isWaiting()).isTrue();
      calls.time.advance(SLOT);
      assertThat(three.state).isEqualTo(Permit.State.RELEASED);
      assertThat(calls.status().used()).isEqualTo(3);
      assertThat(behind.isWaiting()).isTrue();
      calls.time.advance(SLOT);
      assertThat(behind.isGranted).isTrue();
    }

    @Test
    void aWaitingCallThatIsAcquiredAgainKeepsItsPlace() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Call waiting = calls.call();

      waiting.acquireAgain();

      assertThat(calls.status().waiting()).isEqualTo(1);
      calls.time.advance(SLOT);
      assertThat(waiting.isGranted).isTrue();
    }
  }

  @Nested
  class Deadlines {

    @Test
    void aCallThatCannotMeetItsDeadlineIsRefusedAtOnce() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);

      Call call = calls.call(Duration.ofSeconds(30));

      assertThat(call.refusal).isEqualTo(SLOT);
      assertThat(calls.status().waiting()).isZero();
    }

    @Test
    void eachIsRefusedAtItsOwnDeadlineWhoeverCameFirst() {
      Calls calls = Calls.withLimit(10);
      for (Call sent : calls.calls(10)) {
        sent.permit().sent(Duration.ofMinutes(5).toNanos());
      }
      Call patient = calls.call(Duration.ofSeconds(100));
      List<Call> urgent =
          List.of(calls.call(Duration.ofSeconds(70)), calls.call(Duration.ofSeconds(70)));

      calls.time.advance(Duration.ofMillis(69_999));
      assertThat(urgent).allMatch(Call::isWaiting);
      calls.time.advance(Duration.ofMillis(1));
      assertThat(urgent).allMatch(Call::isRefused);
      assertThat(patient.isWaiting()).isTrue();
      calls.time.advance(Duration.ofSeconds(30));
      assertThat(patient.isRefused()).isTrue();
    }

    @Test
    void permitsForMoreThanALimitThatFellAreRefusedEvenWithoutADeadline() {
      Calls calls = Calls.withLimit(3);
      calls.use(1);
      Permit three = calls.several(3);
      assertThat(calls.status().waiting()).isEqualTo(1);

      calls.limiter.changeLimitForPeriod(2);

      assertThat(calls.status().waiting()).isZero();
      assertThat(three.state).isEqualTo(Permit.State.RELEASED);
    }

    @Test
    void aCallCanBeGrantedExactlyAtItsDeadline() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);

      Call inTime = calls.call(SLOT);
      Call tooLate = calls.call(SLOT.multipliedBy(2).minusNanos(1));

      assertThat(tooLate.refusal).isEqualTo(SLOT.multipliedBy(2));
      calls.time.runUntilIdle();
      assertThat(inTime.isGranted).isTrue();
    }

    @Test
    void aCallThatIsStillWaitingIsRefusedAtItsDeadline() {
      Calls calls = Calls.withUnknownLimit();
      calls.call().send();
      calls.calls(100);
      Call call = calls.call(Duration.ofSeconds(3));

      calls.time.advance(Duration.ofSeconds(3).minusNanos(1));
      assertThat(call.isWaiting()).isTrue();
      calls.time.advance(Duration.ofNanos(1));
      assertThat(call.isRefused()).isTrue();
    }

    @Test
    void aCallWhoseDeadlineHasPassedIsRefusedThoughThereIsRoom() {
      Calls calls = Calls.withLimit(1);
      calls.time.advance(SECOND);

      assertThat(calls.call(Duration.ZERO).isGranted).isTrue();
      assertThat(calls.call(Duration.ofNanos(-1)).refusal).isNotNull();
      assertThat(Calls.withLimit(1).call(Duration.ofNanos(-1)).refusal).isZero();
    }

    @Test
    void aLateWakeUpGrantsNothingBeyondADeadline() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Call first = calls.call(SLOT);
      Call second = calls.call();

      calls.time.stall(SLOT.plusNanos(1));
      calls.time.advance(Duration.ZERO);

      assertThat(first.refusal).isZero();
      assertThat(second.isGranted).isTrue();
    }

    @Test
    void callsThatNoLongerFitAreRefusedOnceTheLimitIsLearned() {
      Calls calls = Calls.withUnknownLimit();
      Call leader = calls.call(Duration.ofMinutes(3)).send();
      List<Call> others = new ArrayList<>();
      for (int i = 1; i < 10_000; i++) {
        others.add(calls.call(Duration.ofMinutes(3)));
      }
      assertThat(others).allMatch(Call::isWaiting);
      calls.time.advance(Duration.ofMillis(200));
      calls.respondAtOnce();
      leader.accepted(200);

      List<Call> fit = others.subList(0, 599); // this window's, the next one's and the third's
      List<Call> rest = others.subList(599, 9_999);
      assertThat(fit).noneMatch(Call::isRefused);
      assertThat(rest)
          .allSatisfy(
              call ->
                  assertThat(call.refusal).isGreaterThan(Duration.ofMinutes(3).minusMillis(200)));
      calls.time.runUntilIdle();
      assertThat(fit).allMatch(call -> call.isGranted);
      assertThat(calls.status().inFlight()).isZero();
    }

    @Test
    void callsThatNoLongerFitAreRefusedWhenTheLimitFalls() {
      Calls calls = Calls.withLimit(10);
      Call last = calls.calls(10).get(9).send();
      List<Call> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(calls.call(Duration.ofSeconds(130)));
      }

      last.accepted(3);

      assertThat(waiting.subList(0, 6)).allMatch(Call::isWaiting);
      assertThat(waiting.subList(6, 10)).allMatch(Call::isRefused);
    }

    @Test
    void aCallThatJustFitsHidesNoneThatDoesNotWhenTheLimitFalls() {
      Calls calls = Calls.withLimit(2);
      calls.use(2);
      Call justInTime = calls.call(SLOT.multipliedBy(2));
      Call late = calls.call(SLOT.multipliedBy(2).minusNanos(1));

      calls.limiter.changeLimitForPeriod(1);

      assertThat(late.refusal).isEqualTo(SLOT.multipliedBy(2));
      assertThat(justInTime.isWaiting()).isTrue();
    }

    @Test
    void callsThatNoLongerFitAreRefusedWhenAPauseBegins() {
      Calls calls = Calls.withLimit(100);
      calls.use(99);
      Call throttled = calls.call().send();
      Call patient = calls.call(Duration.ofMinutes(2));
      Call urgent = calls.call(Duration.ofSeconds(80));

      throttled.throttled(100, Duration.ofSeconds(90));

      assertThat(patient.isWaiting()).isTrue();
      assertThat(urgent.refusal).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void afterAPauseTheLimitPerWindowStillHolds() {
      Calls calls = Calls.withLimit(2);
      calls.call().send().throttled(2, Duration.ofSeconds(30));

      assertThat(calls.call(Duration.ofSeconds(89)).isWaiting()).isTrue();
      assertThat(calls.call(Duration.ofSeconds(89)).isWaiting()).isTrue();
      assertThat(calls.call(Duration.ofSeconds(89)).refusal)
          .isEqualTo(Duration.ofSeconds(30).plus(SLOT));
    }

    @Test
    void aRefusalLeavesNothingBehind() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      calls.call(SECOND);

      assertThat(calls.status().waiting()).isZero();
      assertThat(calls.status().used()).isEqualTo(1);
      assertThat(calls.time.pending()).isZero();
    }
  }

  @Nested
  class Releasing {

    @Test
    void aReleasedWaitingCallLeavesItsTurnToTheNext() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      Call released = calls.call();
      Call next = calls.call();

      released.permit().release();
      calls.time.advance(SLOT);

      assertThat(released.isGranted).isFalse();
      assertThat(next.isGranted).isTrue();
    }

    @Test
    void aReleasedUnsentCallGivesItsSlotToTheNextAtOnce() {
      Calls calls = Calls.withLimit(1);
      Call released = calls.call();
      Call next = calls.call();

      released.permit().release();

      assertThat(next.isGranted).isTrue();
    }

    @Test
    void aReleasedSentCallKeepsItsSlotForAsLongAsTheServerMayCountIt() {
      Calls calls = Calls.withLimit(1);
      Call released = calls.call().send();
      Call next = calls.call();

      released.permit().release();
      calls.time.runUntilIdle();

      assertThat(calls.status().inFlight()).isEqualTo(1);
      assertThat(next.grantedAt).isEqualTo(64.02);
    }

    @Test
    void anAcceptedCallHoldsNothing() {
      Calls calls = Calls.withLimit(3);
      Call call = calls.call().send();
      call.accepted();

      call.permit().release();
      call.permit().release();

      assertThat(calls.status().used()).isEqualTo(1);
      assertThat(calls.status().inFlight()).isZero();
    }

    @Test
    void anyOf10_000CallsCanBeReleasedInAnyOrder() {
      Calls calls = Calls.withLimit(10);
      calls.use(10);
      List<Call> waiting = calls.calls(10_000);
      List<Call> released = new ArrayList<>(waiting);
      Collections.shuffle(released, new Random(1));
      released.subList(0, 9_990).forEach(call -> call.permit().release());
      waiting.retainAll(released.subList(9_990, 10_000));

      calls.respondAtOnce();
      calls.time.advance(SLOT);

      assertThat(calls.granted.subList(10, 20)).isEqualTo(waiting);
    }

    @Test
    void theLastInTheQueueCancelsTheWakeUp() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      calls.call().permit().release();

      assertThat(calls.time.pending()).isZero();
    }
  }

  @Nested
  class Leases {

    @Test
    void aCallThatReportsNothingLosesItsSlotWhenItsLeaseEnds() {
      Calls calls = Calls.withLimit(1);
      Call silent = calls.call();
      Call next = calls.call();
      silent.send(); // only now is the end of the lease known

      calls.time.runUntilIdle();

      assertThat(next.grantedAt).isCloseTo(70 + 60.02, within(1e-6));
    }

    @Test
    void aLeaseEndsEvenIfNobodyWaits() {
      Calls calls = Calls.withLimit(1);
      calls.call().send();

      calls.time.advance(Duration.ofSeconds(70));

      assertThat(calls.status().inFlight()).isZero();
      assertThat(calls.status().used()).isEqualTo(1);
    }

    @Test
    void aResponseAfterTheLeaseStillTeachesTheLimit() {
      Calls calls = Calls.withUnknownLimit();
      Call late = calls.call().send();
      calls.time.advance(Duration.ofSeconds(100));
      assertThat(calls.status().inFlight()).isZero();

      late.accepted(50);

      assertThat(calls.status().limit()).hasValue(50);
      assertThat(calls.status().used()).as("lost at 70 s").isEqualTo(1);
    }

    @Test
    void aRejectionAfterTheLeaseStillPausesAll() {
      Calls calls = Calls.withLimit(50);
      Call late = calls.call().send();
      calls.time.advance(Duration.ofSeconds(100));
      assertThat(calls.status().inFlight()).isZero();

      late.throttled(50, SECOND);

      assertThat(calls.status().pause()).contains(SECOND);
      assertThat(calls.status().inFlight()).isZero();
    }

    @Test
    void aLeaseWithoutAnEndIsNeverLost() {
      Calls calls = Calls.withLimit(1);
      calls.call().permit().sent(Time.NEVER);

      calls.time.advance(Duration.ofDays(1));

      assertThat(calls.status().inFlight()).isEqualTo(1);
    }
  }

  @Nested
  class BareRejections {

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theFirstOneOfAClientThatHasSentNextToNothingIsNoLimit(int accepted) {
      Calls calls = Calls.withUnknownLimit();
      calls.use(accepted);
      Call first = calls.call().send();
      first.throttled(0, Duration.ofMillis(10));
      first.acquireAgain();
      calls.time.advance(Duration.ofMillis(10));
      first.send().accepted();

      assertThat(calls.call().isGranted).isTrue();
      assertThat(calls.status().limit()).isEmpty();
    }

    @Test
    void theSecondOneIsALimitOf1() {
      Calls calls = Calls.withUnknownLimit();
      for (int i = 0; i < 2; i++) {
        Call call = calls.call().send();
        call.throttled(0, SECOND);
        call.acquireAgain();
        calls.time.advance(SECOND);
        call.send().accepted();
        calls.time.advance(SLOT);
      }
      assertThat(calls.status().limit()).isEmpty();
      Call call = calls.call().send();
      call.throttled(0, SECOND);
      call.acquireAgain();
      calls.time.advance(SECOND);
      call.send().accepted();
      calls.call().send().throttled(0, SECOND);

      assertThat(calls.status().limit()).hasValue(1);
    }

    @Test
    void oneCallProbesAfter1SecondThen2Then4WhileTheOthersWait() {
      Calls calls = Calls.withUnknownLimit();
      calls.use(3);
      Call probe = calls.call().send();
      probe.throttled(0, Duration.ZERO);
      probe.acquireAgain();
      List<Call> others = calls.calls(5);

      for (int pause : new int[] {1, 2, 4, 8}) {
        calls.time.advance(Duration.ofSeconds(pause).minusNanos(1));
        assertThat(probe.isGranted).isFalse();
        calls.time.advance(Duration.ofNanos(1));
        assertThat(probe.isGranted).isTrue();
        probe.send().throttled(0, Duration.ZERO);
        probe.acquireAgain();
      }

      calls.time.advance(Duration.ofSeconds(16));
      probe.send().accepted();
      assertThat(others).as("the estimate is 3").allMatch(Call::isWaiting);
      calls.time.advance(SLOT.minus(Duration.ofSeconds(31)).minusNanos(1));
      assertThat(others).as("until the first slot is free").allMatch(Call::isWaiting);
      calls.time.advance(Duration.ofNanos(1));
      assertThat(others.get(0).isGranted).isTrue();
    }
  }

  @Nested
  class Unavailable {

    @Test
    void holdsBackAllUntilThePauseIsOverAndThenOneCallProbes() {
      Calls calls = Calls.withLimit(10);
      Call first = calls.call().send();
      first.unavailable(Duration.ofSeconds(7));
      List<Call> waiting = calls.calls(5);

      assertThat(calls.status().pause()).contains(Duration.ofSeconds(7));
      assertThat(waiting).allMatch(Call::isWaiting);
      calls.time.advance(Duration.ofSeconds(7));
      assertThat(waiting).filteredOn(call -> call.isGranted).containsExactly(waiting.get(0));
      waiting.get(0).send().accepted();
      assertThat(waiting).filteredOn(call -> call.isGranted).hasSize(3);
    }

    @Test
    void itsRequestCountsOnceAndNothingIsAssumedOfOthers() {
      Calls calls = Calls.withLimit(10);
      Call call = calls.call().send();
      call.unavailable(Duration.ofSeconds(7));
      call.permit().release();

      assertThat(calls.status().used()).isEqualTo(1);
      assertThat(calls.status().inFlight()).isZero();
      assertThat(calls.status().limit()).hasValue(10);
    }

    @Test
    void doesNotTeachThatThereIsNoLimit() {
      Calls calls = Calls.withUnknownLimit();
      calls.call().send().unavailable(Duration.ofSeconds(7));
      calls.time.advance(Duration.ofSeconds(7));

      assertThat(calls.calls(3)).filteredOn(call -> call.isGranted).hasSize(1);
      assertThat(calls.status().limit()).isEmpty();
    }

    @Test
    void refusesThoseWhoseDeadlineIsBeforeItsEnd() {
      Calls calls = Calls.withLimit(1);
      Call first = calls.call().send();
      Call urgent = calls.call(Duration.ofSeconds(62));

      first.unavailable(Duration.ofSeconds(90));

      assertThat(urgent.refusal).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void withoutAPauseHoldsBackNobody() {
      Calls calls = Calls.withLimit(10);
      calls.call().send().unavailable(Duration.ZERO);

      assertThat(calls.status().pause()).isEmpty();
      assertThat(calls.calls(9)).allMatch(call -> call.isGranted);
    }

    /** As any response: else each would wait for a second behind the one before it. */
    @Test
    void withoutAPauseSparesTheOthersALeader() {
      Calls calls = Calls.withLimit(10);
      calls.use(1);
      calls.time.advance(Duration.ofSeconds(20));
      Call leader = calls.call().send();
      Call behind = calls.call();
      assertThat(behind.isWaiting()).isTrue();

      leader.unavailable(Duration.ZERO);

      assertThat(behind.isGranted).isTrue();
      assertThat(calls.calls(3)).allMatch(call -> call.isGranted);
    }

    @Test
    void aRejectionMeanwhileBacksOffAsTheFirstOneDoes() {
      Calls calls = Calls.withLimit(10);
      Call first = calls.call().send();
      Call second = calls.call().send();
      first.unavailable(Duration.ofMillis(100));

      second.throttled(0, Duration.ZERO);

      assertThat(calls.status().pause()).contains(SECOND);
    }

    @Test
    void afterItsLeaseStillHoldsBackAll() {
      Calls calls = Calls.withLimit(50);
      Call late = calls.call().send();
      calls.time.advance(Duration.ofSeconds(100));
      assertThat(calls.status().inFlight()).isZero();

      late.unavailable(SECOND);

      assertThat(calls.status().pause()).contains(SECOND);
      assertThat(calls.status().inFlight()).isZero();
    }
  }

  @Nested
  class OneRequestTwice {

    @Test
    void aPermitIsForOneRequest() {
      Calls calls = Calls.withLimit(1);
      Permit permit = calls.call().permit();

      assertThat(permit.sent(1)).isTrue();
      assertThat(permit.sent(1)).isFalse();
    }

    @Test
    void whatWasNotProcessedCanBeSentAgainInTheSameSlot() {
      Calls calls = Calls.withLimit(1);
      Call call = calls.call().send();
      call.permit().unsent();

      assertThat(calls.status().inFlight()).isEqualTo(1);
      assertThat(call.permit().sent(1)).isTrue();
      call.accepted();
      assertThat(calls.status().used()).isEqualTo(1);
    }

    @Test
    void whatWasNotProcessedHasNoLease() {
      Calls calls = Calls.withLimit(1);
      Call call = calls.call().send();
      call.permit().unsent();
      calls.time.advance(Duration.ofSeconds(100));

      assertThat(calls.status().inFlight()).isEqualTo(1);
      call.send().accepted();
      assertThat(calls.status().used()).isEqualTo(1);
      assertThat(calls.status().inFlight()).isZero();
    }

    @Test
    void whatWasNotProcessedCountsForNothingIfItIsNotSentAgain() {
      Calls calls = Calls.withLimit(1);
      Call call = calls.call().send();
      call.permit().unsent();
      call.permit().release();
      call.permit().unsent();

      assertThat(calls.status().used()).isZero();
      assertThat(calls.call().isGranted).isTrue();
    }

    @Test
    void anotherRequestGoesAtOnceAndCounts() {
      Calls calls = Calls.withLimit(1);
      Call call = calls.call().send();
      Permit another = call.permit().another();

      assertThat(another.sent(1)).isTrue();
      assertThat(calls.status().inFlight()).isEqualTo(2);
      another.accepted(1, -1);
      call.accepted();
      assertThat(calls.status().used()).isEqualTo(2);
      assertThat(calls.call(Duration.ofSeconds(60)).isRefused()).isTrue();
    }

    @Test
    void aResponseToAnUnsentRequestReleasesTheSlot() {
      Calls calls = Calls.withLimit(10);
      calls.call().accepted(20); // from a cache, say
      calls.call().unavailable(Duration.ZERO);
      assertThat(calls.status().inFlight()).isZero();
      Call throttled = calls.call();
      throttled.throttled(20, SECOND);

      assertThat(calls.status().inFlight()).isZero();
      assertThat(calls.status().limit()).hasValue(20);
      throttled.acquireAgain();
      calls.time.runUntilIdle();
      assertThat(throttled.isGranted).isTrue();
    }
  }

  @Nested
  class Listeners {

    @Test
    void aListenerThatFailsDoesNotStopTheOthers() {
      RuntimeException failure = new IllegalStateException("on purpose");
      failure.setStackTrace(new StackTraceElement[0]); // it is logged
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      calls.limiter.acquire(
          Time.NEVER,
          new PermitListener() {
            @Override
            public void granted(Permit permit) {
              permit.release();
              throw failure;
            }

            @Override
            public void refused(long requiredWaitNanos) {}
          });
      Call next = calls.call();

      calls.time.advance(SLOT);

      assertThat(next.isGranted).isTrue();
    }

    @Test
    void aLongQueueIsNoDeepStack() {
      Calls calls = Calls.withLimit(1);
      calls.use(1);
      int[] granted = {0};
      for (int i = 0; i < 100_000; i++) {
        calls.limiter.acquire(
            Time.NEVER,
            new PermitListener() {
              @Override
              public void granted(Permit permit) {
                granted[0]++;
                permit.release();
              }

              @Override
              public void refused(long requiredWaitNanos) {}
            });
      }

      calls.time.advance(SLOT);

      assertThat(granted[0]).isEqualTo(100_000);
    }
  }

  @Nested
  class Amounts {

    /** The least of many, since the machine may be busy; it takes a few microseconds. */
    @Test
    void a429TakesLessThan5MillisWhileAHundredThousandCallsWithDeadlinesWait() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      Calls calls = Calls.withLimit(200);
      calls.use(160);
      List<Call> inFlight = calls.calls(40);
      calls.call(SLOT.multipliedBy(2));
      for (int i = 0; i < 100_000; i++) {
        calls.call(SLOT.multipliedBy(600));
      }

      long least = Long.MAX_VALUE;
      for (Call call : inFlight) {
        call.send();
        long start = threads.getCurrentThreadCpuTime();
        call.throttled(200, SECOND);
        least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
      }

      assertThat(calls.status().waiting()).isEqualTo(100_001);
      assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(5));
    }

    @Test
    void aQuarterOfAMillionCallsGoInOrder() {
      Calls calls = Calls.withLimit(10_000);
      calls.use(10_000);
      calls.respondAtOnce();
      List<Call> waiting = calls.calls(250_000);

      calls.time.runUntilIdle();

      assertThat(calls.granted.subList(10_000, 260_000).equals(waiting)).isTrue();
      assertThat(calls.time.seconds()).isCloseTo(25 * 60.02, within(1e-6));
      assertThat(calls.status().waiting()).isZero();
    }

    @Test
    void permitsForSeveralSlotsAreNeitherStarvedNorBlockOthers() {
      Calls calls = Calls.withLimit(5);
      calls.respondAtOnce();
      List<Permit> several = new ArrayList<>();
      List<Call> singles = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        several.add(calls.several(1 + i % 5));
        singles.add(calls.call());
      }

      calls.time.runUntilIdle();

      assertThat(singles).allMatch(call -> call.isGranted);
      assertThat(several).allMatch(permit -> permit.state == Permit.State.RELEASED);
      assertThat(calls.status().waiting()).isZero();
    }

    @Test
    void permitsForMoreThanTheLimitAreRefusedWhenItFalls() {
      Calls calls = Calls.withLimit(5);
      calls.use(1);
      calls.several(5);
      Call behind = calls.call();
      assertThat(behind.isWaiting()).isTrue();

      calls.limiter.changeLimitForPeriod(4);

      assertThat(behind.isGranted).isTrue();
      assertThat(calls.status().waiting()).isZero();
    }
  }
}
