package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a limit of 100, in seconds. */
class ExternalUsageTest {

  private static final int LIMIT = 100;

  private final ExternalUsage others = new ExternalUsage(settings(true));
  private long now;

  @Test
  void whatIsNotOursIsOthers() {
    told(1, 59);

    assertThat(others.count()).isEqualTo(40);
  }

  @Test
  void oneClientAloneHasNoOthersHoweverItsAnswersOverlap() {
    // Of ten in flight the server has counted some when it answers the first.
    for (int counted = 1; counted <= 10; counted++) {
      told(10, LIMIT - counted);

      assertThat(others.count()).isZero();
    }
  }

  @Test
  void ourOwnThatMayBeInTheWindowIsNotOthers() {
    others.countedOwn(0, seconds(1));
    now = seconds(61); // sent when the window reached back to just that moment

    told(1, LIMIT - 2);
    assertThat(others.count()).isZero();

    now = seconds(62);
    others.dropExpired(now);
    told(1, LIMIT - 2);
    assertThat(others.count()).isEqualTo(1);
  }

  @Test
  void aLostOneMayBeInTheWindowAndNeedNotBe() {
    others.mayHaveCountedOwn(seconds(1));
    now = seconds(2);

    told(1, LIMIT - 2);
    assertThat(others.count()).isZero();

    told(1, LIMIT - 1); // no lie
    told(1, LIMIT - 1);
    told(1, 50);
    assertThat(others.count()).isEqualTo(48);
  }

  @Test
  void whatShouldHaveFallenFreeIsHeldUntilAnAnswerShowsThatItIs() {
    told(1, 59);

    now = seconds(31);
    others.dropExpired(now);
    assertThat(others.count()).isEqualTo(40);
    assertThat(others.held()).isEqualTo(20);

    told(1, 79);
    assertThat(others.count()).isEqualTo(20);
    assertThat(others.held()).isZero();

    told(1, 84);
    assertThat(others.count()).isEqualTo(15);
  }

  @Test
  void whatIsHeldAndUsedAgainIsHeldNoMore() {
    told(1, 59);
    now = seconds(31);
    others.dropExpired(now);

    told(1, 59);

    assertThat(others.count()).isEqualTo(40);
    assertThat(others.held()).isZero();
  }

  @Test
  void nothingIsHeldForMoreThanAWindow() {
    told(1, 59);

    assertThat(others.nextMoment()).isEqualTo(seconds(60) / 40 + Duration.ofMillis(20).toNanos());
    now = seconds(121);
    others.dropExpired(now);

    assertThat(others.count()).isZero();
    assertThat(others.nextMoment()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a429SaysThatTheLimitIsUsedUp() {
    told(1, 59);

    others.throttled(now, now, 10, LIMIT);

    assertThat(others.count()).isEqualTo(90);
  }

  @Test
  void a429SaysNothingWhereNobodyEverToldWhatRemains() {
    others.throttled(now, now, 10, LIMIT);

    assertThat(others.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, LIMIT, LIMIT + 1, Integer.MAX_VALUE})
  void whatCannotBeSaysNothing(int remaining) {
    told(1, remaining);
    others.throttled(now, now, 10, LIMIT);

    assertThat(others.count()).isZero();
  }

  @Test
  void soManyThatTheyWouldTakeTheMemoryAreNotBelieved() {
    others.accepted(now, now, 1, 999_999_999, 1, false);
    assertThat(others.count()).isZero();
  }

  @Test
  void a429WithAnAbsurdLimitIsNotBelieved() {
    told(1, 59);
    others.throttled(now, now, 1, 999_999_999);

    assertThat(others.count()).isZero();
  }

  @Test
  void anAnswerThatNamesNoLimitSaysNothing() {
    others.accepted(now, now, 1, 0, 59, false);

    assertThat(others.count()).isZero();
  }

  @Test
  void anAnswerThatTookLongSaysNothing() {
    now = seconds(31);
    others.accepted(now, 0, 1, LIMIT, 59, false);

    assertThat(others.count()).isZero();
  }

  @Test
  void aHeaderThatTwiceTellsLessThanWeMustHaveUsedIsNotBelievedAnyMore() {
    for (int i = 0; i < 10; i++) {
      others.countedOwn(0, 0);
    }
    now = seconds(1);

    told(1, 59);
    assertThat(others.count()).isEqualTo(30);

    told(1, LIMIT - 5);
    told(1, 59);
    assertThat(others.count()).isEqualTo(30);

    told(1, LIMIT - 5);
    told(1, 59);
    assertThat(others.count()).isZero();
  }

  @Test
  void moreThanTheLimitMayBeUsedWhenItHasJustFallen() {
    for (int i = 0; i < 60; i++) {
      others.countedOwn(0, 0);
    }
    now = seconds(1);

    for (int i = 0; i < 5; i++) {
      others.accepted(now, now, 1, 40, 0, false);
    }

    told(1, 29);
    assertThat(others.count()).isEqualTo(10);
  }

  @Test
  void aHeaderThatSaysTheSameAfterEachTestIsNotBelievedAnyMore() {
    for (int tests = 0; tests < 3; tests++) {
      assertThat(tell(0, true)).isPositive();
    }

    assertThat(tell(0, true)).isZero();
    assertThat(tell(50, false)).isZero();
  }

  @Test
  void aTestThatFindsMoreThanItsOwnSlotConfirmsTheHeader() {
    for (int tests = 0; tests < 10; tests++) {
      assertThat(tell(tests, true)).isPositive();
    }
  }

  @Test
  void a429AfterATestConfirmsTheHeader() {
    for (int tests = 0; tests < 10; tests++) {
      assertThat(tell(0, true)).isPositive();
      others.throttled(now, now, 1, LIMIT);
    }
  }

  @Test
  void nothingIsBelievedIfTheUserDoesNotWantIt() {
    ExternalUsage others = new ExternalUsage(settings(false));

    others.accepted(0, 0, 1, LIMIT, 50, false);
    others.throttled(0, 0, 1, LIMIT);

    assertThat(others.count()).isZero();
  }

  /** An answer comes at the moment when its request was sent. */
  private void told(int inFlight, int remaining) {
    others.accepted(now, now, inFlight, LIMIT, remaining, false);
  }

  private int tell(int remaining, boolean isTest) {
    others.accepted(now, now, 1, LIMIT, remaining, isTest);
    return others.count();
  }

  private static RateLimitSettings settings(boolean useRemainingHeader) {
    return new RateLimitSettings(
        Duration.ofSeconds(60), 1, OptionalInt.empty(), Duration.ofMinutes(5), useRemainingHeader);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
