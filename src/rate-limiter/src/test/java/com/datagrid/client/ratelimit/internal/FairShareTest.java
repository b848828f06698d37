package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** At a limit of 100 in 60 s; tests come every 3 s. */
class FairShareTest {

  private static final int LIMIT = 100;
  private static final int OWN = 30;
  private static final int OTHERS = 30; // as many as we

  private final FairShare share =
      new FairShare(
          new RateLimitSettings(
              Duration.ofSeconds(60), 1, OptionalInt.empty(), Duration.ofMinutes(5), true));
  private long now = seconds(100);

  @Test
  void ownSlotsAreReusedExceptAPartYieldedToOthers() {
    for (int i = 0; i < 10; i++) {
      share.ownExpired(now, OWN, OTHERS);
    }

    int reused = 0;
    for (; delay(0, 0, 1) == 0; reused++) {
      share.send(now, 0);
    }
    assertThat(reused).isEqualTo(6); // 0.8 times a half of 10 is yielded
  }

  @Test
  void anOwnSlotStaysReusableForThreeSeconds() {
    share.ownExpired(now, OWN, OTHERS);

    now += seconds(3) - 1;
    share.dropExpired(now);
    assertThat(delay(0, 0, 1)).isZero();

    now += 1;
    share.dropExpired(now);
    assertThat(delay(0, 0, 1)).isEqualTo(Time.NEVER);
  }

  @Test
  void spareSlotsGrowByOnePerResponseUpToHalfOfOurShare() {
    for (int responses = 1; responses <= 20; responses++) {
      share.accepted(40, OWN, OTHERS, 0);

      assertThat(takenNow()).isEqualTo(Math.min(responses, 10));
    }
  }

  @Test
  void requestsInFlightUseUpSpareSlots() {
    for (int responses = 1; responses <= 20; responses++) {
      share.accepted(40, OWN, OTHERS, 0);
    }
    share.accepted(40, OWN, OTHERS, 8);

    assertThat(takenNow()).isEqualTo(2);
  }

  @Test
  void growthStartsOverAfterATimeAlone() {
    for (int responses = 1; responses <= 20; responses++) {
      share.accepted(40, OWN, OTHERS, 0);
    }
    share.alone();
    share.accepted(40, OWN, OTHERS, 0);

    assertThat(takenNow()).isEqualTo(1);
  }

  @Test
  void withNothingInFlightAFreeSlotIsTestedEveryThreeSeconds() {
    assertThat(delay(1, 0, 1)).isEqualTo(Time.NEVER);
    assertThat(delay(1, 0, 0)).isZero();
    share.send(now, 1);

    assertThat(delay(1, 0, 0)).isEqualTo(seconds(3));
  }

  @Test
  void slotsThatOthersHoldAreTestedFromFiveOn() {
    assertThat(delay(0, 4, 0)).isEqualTo(Time.NEVER);
    assertThat(delay(0, 5, 0)).isZero();
    assertThat(delay(0, 5, 1)).isEqualTo(Time.NEVER);
  }

  @Test
  void afterARejectedTestTheNextOneNeedsFourTimesAsManyOrAWindow() {
    share.send(now, 0);
    share.throttled(now, 0, LIMIT);
    share.send(now, 0); // the probe

    share.throttled(now, 0, LIMIT);
    assertThat(delay(0, 79, 0)).isEqualTo(seconds(60));
    assertThat(delay(0, 80, 0)).isEqualTo(seconds(3));
  }

  @Test
  void afterAnAcceptedTestTheNextOneNeedsHalfAsMany() {
    share.send(now, 0);
    share.throttled(now, 0, LIMIT);
    share.send(now, 0); // the probe
    share.accepted(0, OWN, OTHERS, 0);

    assertThat(delay(0, 9, 0)).isEqualTo(seconds(60));
    assertThat(delay(0, 10, 0)).isEqualTo(seconds(3));
  }

  @Test
  void a429StopsGrowthForItsPauseAndThenOneProbes() {
    share.accepted(40, OWN, OTHERS, 0);

    share.throttled(now, seconds(7), LIMIT);

    assertThat(delay(40, 0, 0)).isEqualTo(seconds(7));
    now += seconds(7);
    assertThat(delay(0, 0, 0)).isZero();
    share.send(now, 0);
    assertThat(delay(0, 0, 0)).isEqualTo(Time.NEVER);
  }

  @Test
  void a429DoesNotStopTheReuseOfOwnSlotsButTakesOne() {
    share.ownExpired(now, OWN, OTHERS);
    share.ownExpired(now, OWN, OTHERS);
    share.ownExpired(now, OWN, OTHERS);

    share.throttled(now, seconds(7), LIMIT);

    assertThat(delay(0, 0, 1)).isZero();
    share.send(now, 0);
    assertThat(delay(0, 0, 1)).isEqualTo(seconds(7));
  }

  @Test
  void noPauseStopsGrowthForMoreThanAWindow() {
    share.throttled(now, seconds(1_000), LIMIT);

    assertThat(delay(1, 0, 0)).isEqualTo(seconds(60));
  }

  @Test
  void three429sInARowStopAllRequests() {
    share.throttled(now, 0, LIMIT);
    share.throttled(now, 0, LIMIT);
    assertThat(share.isStuck()).isFalse();

    share.throttled(now, 0, LIMIT);
    assertThat(share.isStuck()).isTrue();

    share.accepted(0, OWN, OTHERS, 0);
    assertThat(share.isStuck()).isFalse();
  }

  @Test
  void aTestOfAFreeSlotExposesAWrongHeaderOnlyBeforeAny429() {
    assertThat(share.isTesting()).isFalse();
    share.send(now, 1);
    assertThat(share.isTesting()).isTrue();

    share.throttled(now, 0, LIMIT);
    assertThat(share.isTesting()).isFalse();
    share.send(now, 1);
    assertThat(share.isTesting()).isFalse();
    share.send(now, 0);
    assertThat(share.isTesting()).isTrue();
  }

  private long delay(int free, int held, int inFlight) {
    return share.delay(now, free, held, inFlight);
  }

  private int takenNow() {
    int taken = 0;
    for (; delay(40, 0, 1) == 0; taken++) {
      share.send(now, 40);
    }
    return taken;
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
