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

  private final FairShare sharing =
      new FairShare(
          new RateLimitSettings(
              Duration.ofSeconds(60), 1, OptionalInt.empty(), Duration.ofMinutes(5), true));
  private long now = seconds(100);

  @Test
  void ownSlotsAreUsedAgainButForAPartThatIsLeftToOthers() {
    for (int i = 0; i < 10; i++) {
      sharing.ownExpired(now, OWN, OTHERS);
    }

    int reused = 0;
    for (; delay(0, 0, 1) == 0; reused++) {
      sharing.send(now, 0);
    }
    assertThat(reused).isEqualTo(6); // 0.8 times a half of 10 is left
  }

  @Test
  void anOwnSlotIsOursForThreeSeconds() {
    sharing.ownExpired(now, OWN, OTHERS);

    now += seconds(3) - 1;
    sharing.dropExpired(now);
    assertThat(delay(0, 0, 1)).isZero();

    now += 1;
    sharing.dropExpired(now);
    assertThat(delay(0, 0, 1)).isEqualTo(Time.NEVER);
  }

  @Test
  void spareSlotsAreTakenOneMoreWithEveryAnswerAndAtMostHalfOfOurPart() {
    for (int answers = 1; answers <= 20; answers++) {
      sharing.accepted(40, OWN, OTHERS, 0);

      assertThat(takenNow()).isEqualTo(Math.min(answers, 10));
    }
  }

  @Test
  void whatIsInFlightTakesOfTheSpareSlots() {
    for (int answers = 1; answers <= 20; answers++) {
      sharing.accepted(40, OWN, OTHERS, 0);
    }
    sharing.accepted(40, OWN, OTHERS, 8);

    assertThat(takenNow()).isEqualTo(2);
  }

  @Test
  void growthBeginsAnewAfterATimeAlone() {
    for (int answers = 1; answers <= 20; answers++) {
      sharing.accepted(40, OWN, OTHERS, 0);
    }
    sharing.alone();
    sharing.accepted(40, OWN, OTHERS, 0);

    assertThat(takenNow()).isEqualTo(1);
  }

  @Test
  void withNothingInFlightAFreeSlotIsTestedEveryThreeSeconds() {
    assertThat(delay(1, 0, 1)).isEqualTo(Time.NEVER);
    assertThat(delay(1, 0, 0)).isZero();
    sharing.send(now, 1);

    assertThat(delay(1, 0, 0)).isEqualTo(seconds(3));
  }

  @Test
  void whatOthersHoldIsTestedFromFiveOn() {
    assertThat(delay(0, 4, 0)).isEqualTo(Time.NEVER);
    assertThat(delay(0, 5, 0)).isZero();
    assertThat(delay(0, 5, 1)).isEqualTo(Time.NEVER);
  }

  @Test
  void aTestThatIsRejectedMakesTheNextOneNeedFourTimesAsManyOrAWindow() {
    sharing.send(now, 0);
    sharing.throttled(now, 0, LIMIT);
    sharing.send(now, 0); // the probe

    sharing.throttled(now, 0, LIMIT);
    assertThat(delay(0, 79, 0)).isEqualTo(seconds(60));
    assertThat(delay(0, 80, 0)).isEqualTo(seconds(3));
  }

  @Test
  void aTestThatIsAdmittedMakesTheNextOneNeedHalfAsMany() {
    sharing.send(now, 0);
    sharing.throttled(now, 0, LIMIT);
    sharing.send(now, 0); // the probe
    sharing.accepted(0, OWN, OTHERS, 0);

    assertThat(delay(0, 9, 0)).isEqualTo(seconds(60));
    assertThat(delay(0, 10, 0)).isEqualTo(seconds(3));
  }

  @Test
  void a429StopsGrowthForItsPauseAndThenOneProbeMayGo() {
    sharing.accepted(40, OWN, OTHERS, 0);

    sharing.throttled(now, seconds(7), LIMIT);

    assertThat(delay(40, 0, 0)).isEqualTo(seconds(7));
    now += seconds(7);
    assertThat(delay(0, 0, 0)).isZero();
    sharing.send(now, 0);
    assertThat(delay(0, 0, 0)).isEqualTo(Time.NEVER);
  }

  @Test
  void a429DoesNotStopTheReuseOfOwnSlotsButTakesOne() {
    sharing.ownExpired(now, OWN, OTHERS);
    sharing.ownExpired(now, OWN, OTHERS);
    sharing.ownExpired(now, OWN, OTHERS);

    sharing.throttled(now, seconds(7), LIMIT);

    assertThat(delay(0, 0, 1)).isZero();
    sharing.send(now, 0);
    assertThat(delay(0, 0, 1)).isEqualTo(seconds(7));
  }

  @Test
  void noPauseStopsGrowthForMoreThanAWindow() {
    sharing.throttled(now, seconds(1_000), LIMIT);

    assertThat(delay(1, 0, 0)).isEqualTo(seconds(60));
  }

  @Test
  void three429sInARowStopEverybody() {
    sharing.throttled(now, 0, LIMIT);
    sharing.throttled(now, 0, LIMIT);
    assertThat(sharing.isStuck()).isFalse();

    sharing.throttled(now, 0, LIMIT);
    assertThat(sharing.isStuck()).isTrue();

    sharing.accepted(0, OWN, OTHERS, 0);
    assertThat(sharing.isStuck()).isFalse();
  }

  @Test
  void aTestOfAFreeSlotTellsOfALieOnlyBeforeAny429() {
    assertThat(sharing.isTesting()).isFalse();
    sharing.send(now, 1);
    assertThat(sharing.isTesting()).isTrue();

    sharing.throttled(now, 0, LIMIT);
    assertThat(sharing.isTesting()).isFalse();
    sharing.send(now, 1);
    assertThat(sharing.isTesting()).isFalse();
    sharing.send(now, 0);
    assertThat(sharing.isTesting()).isTrue();
  }

  private long delay(int free, int held, int inFlight) {
    return sharing.delay(now, free, held, inFlight);
  }

  private int takenNow() {
    int taken = 0;
    for (; delay(40, 0, 1) == 0; taken++) {
      sharing.send(now, 40);
    }
    return taken;
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
