package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A window of 100 in 60 s while others use the limit, too. */
class ExternalCallersTest {

  private static final int LIMIT = 100;

  private final Window window = window(1);
  private long now = seconds(100);

  @Test
  void whatOthersUseIsTaken() {
    tell(window, 39);

    assertThat(window.used()).isEqualTo(61);
    assertThat(window.available()).isEqualTo(39);
  }

  @Test
  void withAShareOthersMayUseTheRest() {
    Window half = window(0.5);

    tell(half, 49);
    assertThat(half.used()).isEqualTo(1);
    assertThat(half.available()).isEqualTo(49);

    tell(half, 38);
    assertThat(half.used()).isEqualTo(2 + 10);
  }

  @Test
  void spareSlotsAreTakenOneByOne() {
    tell(window, 39); // a quarter of the 39 or so that are free, halved; and one with each answer

    assertThat(delay()).isZero();
    window.send(now);
    assertThat(delay()).isPositive();

    admit(38);
    assertThat(delay()).isZero();
    window.send(now);
    assertThat(delay()).isZero();
    window.send(now);
    assertThat(delay()).isPositive();
  }

  @Test
  void ownSlotsAreUsedAgainWithoutAWaitForAnAnswer() {
    for (int remaining = 99; remaining > 89; remaining--) {
      tell(window, remaining);
    }
    now += seconds(50);
    tell(window, 0); // from now on others have the rest

    now += seconds(10) + Duration.ofMillis(20).toNanos();
    window.dropExpired(now);

    int reused = 0;
    for (; delay() == 0; reused++) {
      window.send(now);
    }
    // Of ten slots that fell free a fifth is left to the others, since a quarter is our least part.
    assertThat(reused).isEqualTo(8);
  }

  @Test
  void withNothingToTakeAWaitIsUntilTheNextChange() {
    for (int remaining = 99; remaining > 89; remaining--) {
      tell(window, remaining);
    }
    now += seconds(30);
    tell(window, 0);
    window.send(now); // in flight, so that nothing is tested

    // 89 of others' slots are spread over a window, our first ten fall free in half of one.
    assertThat(delay()).isEqualTo(seconds(60) / 89 + Duration.ofMillis(20).toNanos());
  }

  @Test
  void whoReportsNothingWaitsUntilASlotIsFree() {
    tell(window, 0);
    assertThat(window.delay(now, 1, /* tracked= */ false, now)).isPositive();

    tell(window, 39);
    assertThat(window.delay(now, 1, /* tracked= */ false, now)).isZero();
    assertThat(window.delay(now, 99, /* tracked= */ false, now)).isPositive();
  }

  @Test
  void a429StopsGrowthButClosesNoGateUntilTheThirdInARow() {
    tell(window, 39);

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
  void a429InBetweenBeginsTheCountAnew() {
    tell(window, 39);
    reject();
    reject();
    tell(window, 38);
    reject();
    reject();

    assertThat(window.pause(now)).isZero();
  }

  @Test
  void a429ShowsHowMuchOthersUse() {
    tell(window, 39);

    reject();

    assertThat(window.available()).isZero();
  }

  @Test
  void aLostRequestMayBeWhatTheServerCounts() {
    window.send(now);
    window.lost(now, now);
    window.sendUntracked(now, 2);

    tell(window, LIMIT - 4);

    assertThat(window.used()).isEqualTo(4);
    assertThat(window.available()).isEqualTo(96);
  }

  @Test
  void whenTheOthersAreGoneGrowthIsFree() {
    tell(window, 39);
    for (int i = 0; i < 121; i++) {
      now += seconds(1);
      window.dropExpired(now);
    }

    assertThat(window.used()).isZero();
    tell(window, 99);
    for (int i = 0; i < 60; i++) {
      assertThat(delay()).isZero();
      window.send(now);
    }
  }

  private long delay() {
    return window.delay(now, 1, /* tracked= */ true, now);
  }

  /** A request is sent and answered at this moment. */
  private void tell(Window window, int remaining) {
    window.send(now);
    window.accepted(now, now, LIMIT, remaining);
  }

  private void admit(int remaining) {
    window.accepted(now, now, LIMIT, remaining);
  }

  private void reject() {
    window.send(now);
    window.release();
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
