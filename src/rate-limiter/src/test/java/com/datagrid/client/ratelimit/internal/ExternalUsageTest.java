package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of a limit of 100; times in seconds. */
class ExternalUsageTest {

  private static final int LIMIT = 100;

  private final ExternalUsage usage = new ExternalUsage(settings(true));
  private long now;

  @Test
  void requestsThatAreNotOursAreOthers() {
    respond(1, 59);

    assertThat(usage.count()).isEqualTo(40);
  }

  @Test
  void aClientAloneSeesNoOthersHoweverItsResponsesOverlap() {
    // Of ten in flight the server has counted some when it responds to the first.
    for (int counted = 1; counted <= 10; counted++) {
      respond(10, LIMIT - counted);

      assertThat(usage.count()).isZero();
    }
  }

  @Test
  void ownRequestsThatMayBeInTheWindowAreNotOthers() {
    usage.countedOwn(0, seconds(1));
    now = seconds(61); // sent when the window reached back to just that time

    respond(1, LIMIT - 2);
    assertThat(usage.count()).isZero();

    now = seconds(62);
    usage.dropExpired(now);
    respond(1, LIMIT - 2);
    assertThat(usage.count()).isEqualTo(1);
  }

  @Test
  void aLostRequestMayOrMayNotBeInTheWindow() {
    usage.mayHaveCountedOwn(seconds(1));
    now = seconds(2);

    respond(1, LIMIT - 2);
    assertThat(usage.count()).isZero();

    respond(1, LIMIT - 1); // plausible
    respond(1, LIMIT - 1);
    respond(1, 50);
    assertThat(usage.count()).isEqualTo(48);
  }

  @Test
  void aSlotThatShouldBeFreeIsHeldUntilAResponseShowsThatItIs() {
    respond(1, 59);

    now = seconds(31);
    usage.dropExpired(now);
    assertThat(usage.count()).isEqualTo(40);
    assertThat(usage.held()).isEqualTo(20);

    respond(1, 79);
    assertThat(usage.count()).isEqualTo(20);
    assertThat(usage.held()).isZero();

    respond(1, 84);
    assertThat(usage.count()).isEqualTo(15);
  }

  @Test
  void aHeldSlotThatIsUsedAgainIsNoLongerHeld() {
    respond(1, 59);
    now = seconds(31);
    usage.dropExpired(now);

    respond(1, 59);

    assertThat(usage.count()).isEqualTo(40);
    assertThat(usage.held()).isZero();
  }

  @Test
  void noSlotIsHeldForMoreThanAWindow() {
    respond(1, 59);

    assertThat(usage.nextChange()).isEqualTo(seconds(60) / 40 + Duration.ofMillis(20).toNanos());
    now = seconds(121);
    usage.dropExpired(now);

    assertThat(usage.count()).isZero();
    assertThat(usage.nextChange()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a429MeansThatTheLimitIsUsedUp() {
    respond(1, 59);

    usage.throttled(now, now, 10, LIMIT);

    assertThat(usage.count()).isEqualTo(90);
  }

  @Test
  void a429MeansNothingWithoutAnEarlierRemainingHeader() {
    usage.throttled(now, now, 10, LIMIT);

    assertThat(usage.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, LIMIT, LIMIT + 1, Integer.MAX_VALUE})
  void anInvalidHeaderIsIgnored(int remaining) {
    respond(1, remaining);
    usage.throttled(now, now, 10, LIMIT);

    assertThat(usage.count()).isZero();
  }

  @Test
  void aNumberThatWouldTakeTheMemoryIsNotTrusted() {
    usage.accepted(now, now, 1, 999_999_999, 1, false);
    assertThat(usage.count()).isZero();
  }

  @Test
  void a429WithAnAbsurdLimitIsNotTrusted() {
    respond(1, 59);
    usage.throttled(now, now, 1, 999_999_999);

    assertThat(usage.count()).isZero();
  }

  @Test
  void aResponseWithoutALimitIsIgnored() {
    usage.accepted(now, now, 1, 0, 59, false);

    assertThat(usage.count()).isZero();
  }

  @Test
  void aSlowResponseIsIgnored() {
    now = seconds(31);
    usage.accepted(now, 0, 1, LIMIT, 59, false);

    assertThat(usage.count()).isZero();
  }

  @Test
  void aHeaderThatTwiceShowsLessThanWeMustHaveUsedIsNoLongerTrusted() {
    for (int i = 0; i < 10; i++) {
      usage.countedOwn(0, 0);
    }
    now = seconds(1);

    respond(1, 59);
    assertThat(usage.count()).isEqualTo(30);

    respond(1, LIMIT - 5);
    respond(1, 59);
    assertThat(usage.count()).isEqualTo(30);

    respond(1, LIMIT - 5);
    respond(1, 59);
    assertThat(usage.count()).isZero();
  }

  @Test
  void moreThanTheLimitMayBeUsedWhenItHasJustFallen() {
    for (int i = 0; i < 60; i++) {
      usage.countedOwn(0, 0);
    }
    now = seconds(1);

    for (int i = 0; i < 5; i++) {
      usage.accepted(now, now, 1, 40, 0, false);
    }

    respond(1, 29);
    assertThat(usage.count()).isEqualTo(10);
  }

  @Test
  void aHeaderThatNeverChangesAfterATestIsNoLongerTrusted() {
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
      usage.throttled(now, now, 1, LIMIT);
    }
  }

  @Test
  void theHeaderIsIgnoredIfTheUserTurnsItOff() {
    ExternalUsage usage = new ExternalUsage(settings(false));

    usage.accepted(0, 0, 1, LIMIT, 50, false);
    usage.throttled(0, 0, 1, LIMIT);

    assertThat(usage.count()).isZero();
  }

  /** A response comes as soon as its request is sent. */
  private void respond(int inFlight, int remaining) {
    usage.accepted(now, now, inFlight, LIMIT, remaining, false);
  }

  private int tell(int remaining, boolean isTest) {
    usage.accepted(now, now, 1, LIMIT, remaining, isTest);
    return usage.count();
  }

  private static RateLimitSettings settings(boolean useRemainingHeader) {
    return new RateLimitSettings(
        Duration.ofSeconds(60), 1, OptionalInt.empty(), Duration.ofMinutes(5), useRemainingHeader);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
