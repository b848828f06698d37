package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.Calls.Call;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A window of 100 in 60 s while others use the limit, too. */
class SharedLimitTest {

  private static final int LIMIT = 100;
  private static final long SLOT = Calls.SLOT.toNanos();

  private final Window window = window(1);
  private long now = seconds(100);

  @Test
  void slotsThatOthersUseAreTaken() {
    respond(window, 39);

    assertThat(window.used()).isEqualTo(61);
    assertThat(window.available()).isEqualTo(39);
  }

  @Test
  void withAShareOthersMayUseTheRest() {
    Window half = window(0.5);

    respond(half, 49);
    assertThat(half.used()).isEqualTo(1);
    assertThat(half.available()).isEqualTo(49);

    respond(half, 38);
    assertThat(half.used()).isEqualTo(2 + 10);
  }

  @Test
  void spareSlotsAreTakenOneByOne() {
    respond(
        window, 39); // a quarter of the 39 or so that are free, halved; and one with each response

    assertThat(delay()).isZero();
    window.send(now);
    assertThat(delay()).isPositive();

    accept(38);
    assertThat(delay()).isZero();
    window.send(now);
    assertThat(delay()).isZero();
    window.send(now);
    assertThat(delay()).isPositive();
  }

  @Test
  void ownSlotsAreReusedWithoutWaitingForAResponse() {
    tenOwnSlotsFallFreeWhileOthersHaveTheRest();

    int reused = 0;
    for (; delay() == 0; reused++) {
      window.send(now);
    }
    // Of ten slots that fell free a fifth is yielded to others, since our share is a quarter at
    // least.
    assertThat(reused).isEqualTo(8);
  }

  @Test
  void ownSlotsThatAreNotReusedSoonAreLeftToOthers() {
    tenOwnSlotsFallFreeWhileOthersHaveTheRest();
    assertThat(delay()).isZero();

    now += seconds(3);
    window.dropExpired(now);

    window.send(now); // a test; else nothing in flight would let one go
    assertThat(delay()).isPositive();
  }

  @Test
  void theLeastDelayCountsOwnSlotsThatCanBeReused() {
    for (int remaining = 99; remaining > 89; remaining--) {
      respond(window, remaining);
    }
    now += seconds(2);
    respond(window, 88);
    now += seconds(48);
    respond(window, 0);
    now += seconds(10) + Duration.ofMillis(20).toNanos();
    reject(); // takes one of the eight

    assertThat(window.leastDelay(now, 6, 1, true, now)).isZero();
    assertThat(window.leastDelay(now, 7, 1, true, now)).as("the next slot").isEqualTo(seconds(2));
    assertThat(window.leastDelay(now, 8, 1, true, now)).as("the pause").isEqualTo(seconds(5));
  }

  @Test
  void spareSlotsAreThereOnlyWhileTheLimitIsNotUsedUp() {
    respond(window, 39);
    assertThat(delay()).isZero();

    window.sendUntracked(now, now, 39);

    assertThat(window.available()).isZero();
    assertThat(delay()).isPositive();
  }

  @Test
  void withNothingToTakeTheDelayLastsUntilTheNextChange() {
    for (int remaining = 99; remaining > 89; remaining--) {
      respond(window, remaining);
    }
    now += seconds(30);
    respond(window, 0);
    window.send(now); // in flight, so that nothing is tested

    // 89 of others' slots are spread over a window, our first ten fall free in half of one.
    assertThat(delay()).isEqualTo(seconds(60) / 89 + Duration.ofMillis(20).toNanos());
  }

  @Test
  void anUntrackedPermitWaitsUntilASlotIsFree() {
    respond(window, 0);
    assertThat(window.delay(now, 1, /* tracked= */ false, now)).isPositive();

    respond(window, 39);
    assertThat(window.delay(now, 1, /* tracked= */ false, now)).isZero();
    assertThat(window.delay(now, 99, /* tracked= */ false, now)).isPositive();
  }

  @Test
  void a429StopsGrowthAndOnlyTheThirdInARowPausesAll() {
    respond(window, 39);

    reject();
    assertThat(window.pause(now)).isZero();
    assertThat(delay()).isPositive();
    now += seconds(5) - 1;
    assertThat(delay()).isEqualTo(1);
    now += 1;
    assertThat(delay()).isZero();

    reject();
    assertThat(window.pause(now)).isZero();

    reject();
    assertThat(window.pause(now)).isEqualTo(seconds(5));
  }

  @Test
  void theLeastDelayIsTheRestOfA429sPauseOrUntilAnOwnSlotIsFree() {
    respond(window, 39);
    now += seconds(58);
    respond(window, 38);
    assertThat(window.leastDelay(now, 0, 1, true, now)).isZero();
    reject();
    assertThat(window.leastDelay(now, 0, 1, true, now))
        .as("the first slot")
        .isEqualTo(SLOT - seconds(58));
    assertThat(window.leastDelay(now, 1, 1, true, now)).as("the pause").isEqualTo(seconds(5));

    now += seconds(5);
    assertThat(window.leastDelay(now, 1, 1, true, now)).isZero();
  }

  @Test
  void callsThatCannotWaitForA429sPauseAreRefusedAtOnce() {
    Calls calls = Calls.withLimit(LIMIT);
    calls.call().send().permit().accepted(LIMIT, 39);
    Call throttled = calls.call().send();
    Call urgent = calls.call(Duration.ofSeconds(5));
    calls.call(Duration.ofSeconds(40));

    throttled.throttled(LIMIT, Duration.ofSeconds(30));

    assertThat(urgent.refusal).isEqualTo(Duration.ofSeconds(30));
    assertThat(calls.call(Duration.ofSeconds(29)).refusal).isEqualTo(Duration.ofSeconds(30));
    assertThat(calls.status().waiting()).isEqualTo(1);
  }

  @Test
  void aResponseInBetweenRestartsTheCount() {
    respond(window, 39);
    reject();
    reject();
    respond(window, 38);
    reject();
    reject();

    assertThat(window.pause(now)).isZero();
  }

  @Test
  void a429ShowsHowMuchOthersUse() {
    respond(window, 39);

    reject();

    assertThat(window.available()).isZero();
  }

  @Test
  void aLostRequestMayBeCountedByTheServer() {
    window.send(now);
    window.lost(now, now);
    window.sendUntracked(now, now, 2);

    respond(window, LIMIT - 4);

    assertThat(window.used()).isEqualTo(4);
    assertThat(window.available()).isEqualTo(96);
  }

  @Test
  void withoutOthersGrowthIsUnlimited() {
    respond(window, 39);
    for (int i = 0; i < 121; i++) {
      now += seconds(1);
      window.dropExpired(now);
    }

    assertThat(window.used()).isZero();
    respond(window, 99);
    for (int i = 0; i < 60; i++) {
      assertThat(delay()).isZero();
      window.send(now);
    }
  }

  private void tenOwnSlotsFallFreeWhileOthersHaveTheRest() {
    for (int remaining = 99; remaining > 89; remaining--) {
      respond(window, remaining);
    }
    now += seconds(50);
    respond(window, 0); // from now on others have the rest

    now += seconds(10) + Duration.ofMillis(20).toNanos();
    window.dropExpired(now);
  }

  private long delay() {
    return window.delay(now, 1, /* tracked= */ true, now);
  }

  /** A request is sent and accepted now. */
  private void respond(Window window, int remaining) {
    window.send(now);
    window.accepted(now, now, LIMIT, remaining);
  }

  private void accept(int remaining) {
    window.accepted(now, now, LIMIT, remaining);
  }

  private void reject() {
    window.send(now);
    window.release(now);
    window.throttled(now, now, LIMIT, seconds(5));
  }

  private static Window window(double share) {
    return new Window(
        new RateLimitSettings(
            Duration.ofSeconds(60), share, OptionalInt.of(LIMIT), Duration.ofMinutes(5), true),
        0);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
