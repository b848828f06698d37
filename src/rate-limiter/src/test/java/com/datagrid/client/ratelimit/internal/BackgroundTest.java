package com.datagrid.client.ratelimit.internal;

import static com.datagrid.client.ratelimit.internal.Calls.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.Calls.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Background calls, which go only while no normal call waits. */
class BackgroundTest {

  private final Calls calls = Calls.withLimit(2);

  @Test
  void goAtOnceIfThereIsRoom() {
    assertThat(calls.backgroundCall(Time.NEVER).isGranted).isTrue();
  }

  @Test
  void goBehindAllNormalCallsAndInOrderAmongThemselves() {
    calls.use(2);
    List<Call> background = background(3, Time.NEVER);
    List<Call> normal = calls.calls(3);
    calls.respondAtOnce();

    calls.time.runUntilIdle();

    List<Call> expected = new ArrayList<>(normal);
    expected.addAll(background);
    assertThat(calls.granted.subList(2, 8)).isEqualTo(expected);
  }

  @Test
  void doNotGoWhileANormalCallWaitsThoughThereIsRoom() {
    calls.use(1);
    Permit both = calls.several(2);

    Call background = calls.backgroundCall(Time.NEVER);

    assertThat(background.isWaiting()).isTrue();
    both.release();
    assertThat(background.isGranted).isTrue();
  }

  @Test
  void aRetriedCallKeepsItsPlaceInItsClass() {
    Call throttled = calls.backgroundCall(Time.NEVER).send();
    Call accepted = calls.call().send();
    List<Call> background = background(2, Time.NEVER);
    accepted.accepted();
    throttled.throttled(2, Duration.ofSeconds(1));
    throttled.acquireAgain();
    Call normal = calls.call();
    calls.respondAtOnce();

    calls.time.runUntilIdle();

    assertThat(calls.granted.subList(2, 6))
        .containsExactly(normal, throttled, background.get(0), background.get(1));
  }

  @Test
  void areRefusedByAnEstimateThatCountsAllNormalCalls() {
    calls.use(2);
    calls.calls(3);

    assertThat(calls.backgroundCall(SLOT.multipliedBy(2).toNanos()).isWaiting()).isTrue();
    Call late = calls.backgroundCall(SLOT.multipliedBy(2).toNanos());
    assertThat(late.refusal).isEqualTo(SLOT.multipliedBy(3));
  }

  @Test
  void areRefusedOnceTooManyNormalCallsHaveCome() {
    calls.use(2);
    Call urgent = calls.backgroundCall(SLOT.toNanos());
    Call patient = calls.backgroundCall(SLOT.multipliedBy(2).toNanos());

    calls.call();
    assertThat(urgent.isWaiting()).isTrue();
    calls.call();
    assertThat(urgent.refusal).isEqualTo(SLOT.multipliedBy(2));
    assertThat(patient.isWaiting()).isTrue();
  }

  @Test
  void areRefusedWhenAPauseBeginsThatTheyCannotWaitFor() {
    Call throttled = calls.call().send();
    calls.call().send();
    Call urgent = calls.backgroundCall(SLOT.plusSeconds(1).toNanos());
    Call patient = calls.backgroundCall(SLOT.multipliedBy(9).toNanos());

    throttled.throttled(2, Duration.ofSeconds(90));

    assertThat(urgent.refusal).isEqualTo(Duration.ofSeconds(90));
    assertThat(patient.isWaiting()).isTrue();
  }

  @Test
  void areNotCountedInTheEstimateOfANormalCall() {
    calls.use(2);
    background(500, Time.NEVER);

    assertThat(calls.call(SLOT).isWaiting()).isTrue();
    assertThat(calls.call(SLOT).isWaiting()).isTrue();
    assertThat(calls.call(SLOT).refusal).isEqualTo(SLOT.multipliedBy(2));
  }

  @Test
  void areLookedAtAgainWithFewNormalCallsEvenIfVeryManyWait() {
    Calls many = Calls.withLimit(10);
    many.use(10);
    for (int i = 0; i < 20_000; i++) {
      many.backgroundCall(Time.NEVER);
    }
    many.calls(9);
    Call last = many.backgroundCall(SLOT.multipliedBy(3_000).toNanos());

    many.calls(9_990);
    assertThat(last.isWaiting()).isTrue();
    many.calls(30);
    assertThat(last.refusal).isGreaterThan(SLOT.multipliedBy(3_000));
  }

  @Test
  void countAsWaiting() {
    calls.use(2);
    background(3, Time.NEVER);

    assertThat(calls.status().waiting()).isEqualTo(3);
  }

  private List<Call> background(int count, long deadline) {
    List<Call> background = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      background.add(calls.backgroundCall(deadline));
    }
    return background;
  }
}
