package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  private static final long SLOT = Calls.SLOT.toNanos();
  private static final int NO_LIMIT = 0;
  private static final long NO_PAUSE = 0;

  private long now;

  @Nested
  class Counting {
    private final Window window = withLimit(3);

    @Test
    void grantsTheLimitAtOnce() {
      send(window, 3);

      assertThat(delay(window)).isEqualTo(Time.NEVER);
      assertThat(window.inFlight()).isEqualTo(3);
    }

    @Test
    void aRequestKeepsItsSlotForAWindowAfterItsResponse() {
      send(window, 3);
      now = seconds(2);
      window.accepted(now, 0, 3, -1);

      assertThat(delay(window)).isEqualTo(SLOT);
      now += SLOT - 1;
      assertThat(delay(window)).isEqualTo(1);
      now += 1;
      assertThat(delay(window)).isZero();
    }

    @Test
    void aResponseLaterThan4SecondsCountsFromThen() {
      send(window, 3);
      now = seconds(9);
      window.accepted(now, 0, 3, -1);

      assertThat(delay(window)).isEqualTo(SLOT - seconds(5));
    }

    @Test
    void anUnsentRequestReleasesItsSlot() {
      send(window, 3);
      window.release(now);

      assertThat(delay(window)).isZero();
    }

    @Test
    void aLostRequestKeepsItsSlotForAWindowFromTheLatestStamp() {
      send(window, 3);
      now = seconds(1);
      window.lost(now, 0);

      assertThat(delay(window)).isEqualTo(seconds(4) - now + SLOT);
    }

    @Test
    void aRequestLostLongAfterItWasSentCountsFromNow() {
      send(window, 3);
      now = seconds(30);
      window.lost(now, 0);

      window.accepted(now, now, 3, -1); // a response, so that no leader is needed
      assertThat(window.delay(now, 1, true, now)).isEqualTo(SLOT);
    }

    @Test
    void permitsForSeveralSlotsWaitForAsMany() {
      for (int i = 0; i < 3; i++) {
        now = seconds(i);
        send(window, 1);
        window.accepted(now, now, 3, -1);
      }

      assertThat(window.delay(now, 2, true, now)).isEqualTo(SLOT - seconds(1));
      assertThat(window.delay(now, 3, true, now)).isEqualTo(SLOT);
      assertThat(window.delay(now, 4, true, now)).isEqualTo(Time.NEVER);
    }
  }

  @Nested
  class LeastDelay {

    @Test
    void isNeverLongerThanTimeItself() {
      RateLimitSettings yearly =
          new RateLimitSettings(
              Duration.ofDays(366), 1, OptionalInt.of(1), Duration.ofMinutes(5), true);

      assertThat(new Window(yearly, 0).leastDelay(0, 290, 1, true, 0)).isLessThan(Time.NEVER);
      assertThat(new Window(yearly, 0).leastDelay(0, 300, 1, true, 0)).isEqualTo(Time.NEVER);
    }

    @Test
    void isThePauseIfThereIsNoLimit() {
      Window window = withUnknownLimit();
      assertThat(window.leastDelay(now, 1_000_000, 1, true, now)).isZero();

      window.unavailable(now, NO_LIMIT, seconds(5));
      assertThat(window.leastDelay(now, 1_000_000, 1, true, now)).isEqualTo(seconds(5));
    }

    @Test
    void assumesThatTheOldestInFlightGetsItsResponseNow() {
      Window window = withLimit(1);
      send(window, 1);
      now = seconds(30);

      assertThat(window.leastDelay(now, 0, 1, true, 0)).isEqualTo(SLOT - seconds(26));
      assertThat(window.leastDelay(now, 1, 1, true, 0)).isEqualTo(2 * SLOT - seconds(26));
    }

    @Test
    void doesNotCountOnAssumedUseToOutlastOurOwnSlots() {
      Window window = withLimit(4);
      for (int round = 0; round < 4; round++) {
        send(window, 1);
        reject(window, 4, seconds(1));
        now += seconds(1);
      }
      assertThat(window.leastDelay(now, 0, 1, true, now)).as("for the probe").isZero();
      for (int ahead = 1; ahead <= 4; ahead++) {
        assertThat(window.leastDelay(now, ahead, 1, true, now)).isEqualTo(SLOT);
      }
      send(window, 1);
      window.accepted(now, now, 4, -1);

      long first = window.leastDelay(now, 0, 1, true, now);
      assertThat(first).as("a quarter of 8 windows").isEqualTo(seconds(119));
      assertThat(window.leastDelay(now, 1, 1, true, now)).isEqualTo(first + SLOT);
      assertThat(window.leastDelay(now, 2, 1, true, now)).isEqualTo(first + SLOT);
      assertThat(window.leastDelay(now, 4, 1, true, now)).isEqualTo(first + SLOT);
    }
  }

  @Nested
  class Limits {

    @Test
    void aNamedLimitHoldsAtOnceUpAndDown() {
      Window window = withLimit(10);
      send(window, 4);

      assertThat(window.accepted(now, now, 4, -1)).isTrue();
      assertThat(window.allowance()).hasValue(4);
      assertThat(window.available()).isZero();
      assertThat(window.accepted(now, now, 6, -1)).isFalse();
      assertThat(window.available()).isEqualTo(2);
    }

    @Test
    void aResponseThatNamesNoneChangesNothing() {
      Window window = withLimit(10);
      send(window, 1);
      window.accepted(now, now, NO_LIMIT, -1);

      assertThat(window.allowance()).hasValue(10);
    }

    @Test
    void withNoLimitNamedAndNothingRejectedThereIsNone() {
      Window window = withUnknownLimit();
      send(window, 1);
      window.accepted(now, now, NO_LIMIT, -1);
      for (int i = 0; i < 1_000_000; i++) {
        send(window, 1);
        window.accepted(now, now, NO_LIMIT, -1);
      }

      assertThat(window.allowance()).isEmpty();
      assertThat(window.available()).isEqualTo(Integer.MAX_VALUE);
      assertThat(delay(window)).isZero();
    }

    @Test
    void aRejectionThatNamesNoneMakesTheSlotsTakenTheEstimate() {
      Window window = withUnknownLimit();
      send(window, 8);
      for (int i = 0; i < 5; i++) {
        window.accepted(now, now, NO_LIMIT, -1);
      }
      reject(window, NO_LIMIT, seconds(1));

      assertThat(window.allowance()).as("5 accepted, 2 in flight").hasValue(7);
    }

    @Test
    void anEstimateFallsWithEachRejectionAndIsNeverLessThan1() {
      Window window = withUnknownLimit();
      send(window, 3);
      reject(window, NO_LIMIT, seconds(1));
      assertThat(window.allowance()).hasValue(2);
      reject(window, NO_LIMIT, seconds(1));
      reject(window, NO_LIMIT, seconds(1));

      assertThat(window.allowance()).hasValue(1);
    }

    @Test
    void anEstimateFallsToNoLessThanHalfInOneRound() {
      Window window = withUnknownLimit();
      send(window, 41);
      for (int i = 0; i < 40; i++) {
        window.accepted(now, now, NO_LIMIT, -1);
      }
      reject(window, NO_LIMIT, seconds(1));
      assertThat(window.allowance()).hasValue(40);

      now += 2 * SLOT;
      send(window, 1);
      window.accepted(now, now, NO_LIMIT, -1); // the probe
      assertThat(window.allowance()).hasValue(42);
      send(window, 2);
      reject(window, NO_LIMIT, seconds(1));
      reject(window, NO_LIMIT, seconds(1));

      assertThat(window.allowance()).as("only 1 was accepted").hasValue(21);
    }

    @ParameterizedTest
    @CsvSource({"10, 11", "40, 42", "100, 105"})
    void anEstimateRisesBy5PercentInEveryWindowWithoutARejection(int estimate, int risen) {
      Window window = withUnknownLimit();
      send(window, estimate + 3);
      reject(window, NO_LIMIT, seconds(1));
      window.release(now); // never sent
      reject(window, NO_LIMIT, seconds(1));

      now += seconds(59);
      window.accepted(now, now, NO_LIMIT, -1);
      assertThat(window.allowance()).hasValue(estimate);
      now += seconds(1);
      window.accepted(now, now, NO_LIMIT, -1);
      assertThat(window.allowance()).hasValue(risen);
      window.accepted(now, now, NO_LIMIT, -1);
      assertThat(window.allowance()).as("once in a window").hasValue(risen);
    }

    @Test
    void afterAWrongRiseTheNextOneWaitsForTwoWindows() {
      Window window = withUnknownLimit();
      send(window, 43);
      for (int i = 0; i < 40; i++) {
        window.accepted(now, now, NO_LIMIT, -1);
      }
      window.release(now);
      reject(window, NO_LIMIT, seconds(1));
      assertThat(window.allowance()).hasValue(41);

      now += seconds(60);
      window.accepted(now, now, NO_LIMIT, -1);
      assertThat(window.allowance()).hasValue(43);
      send(window, 3);
      reject(window, NO_LIMIT, seconds(1)); // at once
      now += seconds(1);
      reject(window, NO_LIMIT, seconds(1)); // of the same round
      OptionalInt fallen = window.allowance();

      now += seconds(119) - 1;
      window.accepted(now, now, NO_LIMIT, -1);
      assertThat(window.allowance()).isEqualTo(fallen);
      now += 1;
      window.accepted(now, now, NO_LIMIT, -1);
      assertThat(window.allowance().orElseThrow()).isGreaterThan(fallen.orElseThrow());
    }

    /** The probe goes whatever the estimate. */
    @Test
    void aRejectedProbeSaysNothingAboutTheEstimate() {
      Window window = withUnknownLimit();
      send(window, 5);
      for (int i = 0; i < 4; i++) {
        window.accepted(now, now, NO_LIMIT, -1);
      }
      reject(window, NO_LIMIT, seconds(90));
      assertThat(window.allowance()).hasValue(4);

      now += seconds(90); // the very moment at which it may go, when nothing of ours counts
      send(window, 1);
      reject(window, NO_LIMIT, seconds(1));

      assertThat(window.allowance()).hasValue(4);
    }

    @Test
    void aHeaderEndsTheEstimate() {
      Window window = withUnknownLimit();
      send(window, 2);
      reject(window, NO_LIMIT, seconds(1));

      assertThat(window.accepted(now, now, 100, -1)).isTrue();
      assertThat(window.allowance()).hasValue(100);
    }

    @ParameterizedTest
    @CsvSource({
      "100, 1, 100",
      "100, 0.5, 50",
      "100, 0.29, 29",
      "98, 0.02040816326530612, 2", // a 49th
      "10, 0.33, 3",
      "3, 0.1, 1",
      "2147483647, 1, 2147483647"
    })
    void theShareIsRoundedDownButToAtLeast1(int limit, double share, int allowance) {
      Window window = new Window(Calls.settings(OptionalInt.of(limit), share), now);

      assertThat(window.allowance()).hasValue(allowance);
    }
  }

  @Nested
  class LeaderRequests {

    @Test
    void oneRequestLeadsAndOneMoreWithEverySecondWithoutAResponse() {
      Window window = withUnknownLimit();
      now = seconds(5);
      for (int leaders = 0; leaders < 200; leaders++) {
        assertThat(delay(window)).isZero();
        send(window, 1);
        assertThat(delay(window)).isEqualTo(leaders < 199 ? seconds(1) : Time.NEVER);
        now += seconds(1);
      }
      now += seconds(1000);
      assertThat(delay(window)).as("never above the vendor's limit").isEqualTo(Time.NEVER);
    }

    @Test
    void whenTheLimitIsKnownTwiceAsManyLeadWithEverySecondWithoutAResponse() {
      Window window = withLimit(2_000);
      now = seconds(20);
      send(window, 1);
      assertThat(delay(window)).isEqualTo(seconds(1));
      now += seconds(1);
      send(window, 1);
      assertThat(delay(window)).isEqualTo(seconds(1));
      now += seconds(1);
      send(window, 2);
      assertThat(delay(window)).isEqualTo(seconds(1));
      now += seconds(100);
      send(window, 1_000);
      assertThat(delay(window)).as("after so long waiting is of no use").isZero();
    }

    @Test
    void theFirstResponseLetsABurstGo() {
      Window window = withUnknownLimit();
      send(window, 1);
      window.accepted(now, now, 100, -1);
      send(window, 63);

      assertThat(delay(window)).isZero();
    }

    @Test
    void aResponseOlderThan15SecondsRequiresALeaderAgain() {
      Window window = withLimit(100);
      send(window, 1);
      window.accepted(now, now, 100, -1);
      send(window, 1);

      now = seconds(15) - 1;
      assertThat(delay(window)).isZero();
      now = seconds(15);
      assertThat(delay(window)).isEqualTo(seconds(1));
    }

    @Test
    void untrackedPermitsNeedNoLeader() {
      Window window = withUnknownLimit();
      send(window, 1);

      assertThat(window.delay(now, 1, false, now)).isZero();
    }
  }

  @Nested
  class Rejections {

    @Test
    void allPauseForAsLongAsTheServerSays() {
      Window window = withLimit(100);
      send(window, 1);
      reject(window, 100, seconds(7));

      assertThat(delay(window)).isEqualTo(seconds(7));
      assertThat(window.delay(now, 1, false, now)).isEqualTo(seconds(7));
      now += seconds(7);
      assertThat(delay(window)).isZero();
    }

    @Test
    void aLaterRejectionNeverShortensThePause() {
      Window window = withLimit(100);
      send(window, 2);
      reject(window, 100, seconds(7));
      reject(window, 100, seconds(1));

      assertThat(window.pause(now)).isEqualTo(seconds(7));
    }

    @Test
    void noPauseIsLongerThanTheMaximum() {
      Window window = withLimit(100);
      send(window, 1);
      reject(window, 100, Long.MAX_VALUE);

      assertThat(window.pause(now)).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void withoutAMaximumAPauseCanBeEndless() {
      Window window =
          new Window(
              new RateLimitSettings(
                  Duration.ofSeconds(60),
                  1,
                  OptionalInt.of(1),
                  Duration.ofSeconds(Long.MAX_VALUE),
                  true),
              0);
      now = seconds(1);
      send(window, 1);
      reject(window, 100, Long.MAX_VALUE);

      assertThat(delay(window)).isEqualTo(Time.NEVER - now);
    }

    @Test
    void withoutAPauseTheBackoffDoublesFrom1To60Seconds() {
      Window window = withLimit(1);
      long[] expected = {1, 2, 4, 8, 16, 32, 60, 60};
      for (long seconds : expected) {
        send(window, 1);
        reject(window, 1, NO_PAUSE);
        assertThat(window.pause(now)).isEqualTo(seconds(seconds));
        now += window.pause(now);
      }
      send(window, 1);
      window.accepted(now, now, 1, -1);
      now += SLOT;
      send(window, 1);
      reject(window, 1, NO_PAUSE);
      assertThat(window.pause(now)).as("starts over").isEqualTo(seconds(1));
    }

    @Test
    void withoutANamedPauseItEndsWhenTheFirstOfOurSlotsIsFree() {
      Window window = withLimit(100);
      send(window, 2);
      window.accepted(now, now, 100, -1);
      now += SLOT - seconds(1) / 4;
      reject(window, 100, NO_PAUSE);

      assertThat(window.pause(now)).isEqualTo(seconds(1) / 4);
    }

    /** The server does not count as we do: slots that follow within milliseconds say nothing. */
    @Test
    void onceTheFirstFreeSlotWasRejectedTheNextOnesWaitForASecond() {
      Window window = withLimit(100);
      for (int i = 0; i < 20; i++) {
        send(window, 1);
        window.accepted(now, now, 100, -1);
        now += seconds(1) / 1000;
      }
      now = SLOT;
      send(window, 1);
      reject(window, 100, NO_PAUSE);
      assertThat(window.pause(now)).isEqualTo(seconds(1) / 1000);

      now += window.pause(now);
      send(window, 1);
      reject(window, 100, NO_PAUSE);

      assertThat(window.pause(now)).isEqualTo(seconds(1));
    }

    @Test
    void withoutAPauseTheBackoffIsNoLongerThanTheWindow() {
      Window window =
          new Window(
              new RateLimitSettings(
                  Duration.ofSeconds(6), 1, OptionalInt.of(1), Duration.ofMinutes(5), true),
              0);
      long[] expected = {1, 2, 4, 6, 6};
      for (long seconds : expected) {
        send(window, 1);
        reject(window, 1, NO_PAUSE);
        assertThat(window.pause(now)).isEqualTo(seconds(seconds));
        now += window.pause(now);
      }
    }

    @Test
    void oneCallProbesThenTwoThenFour() {
      Window window = withLimit(100);
      send(window, 1);
      reject(window, 100, seconds(1));
      now += seconds(1);
      for (int allowed = 1; allowed <= 8; allowed *= 2) {
        long sentAt = now;
        send(window, allowed);
        assertThat(delay(window)).isEqualTo(Time.NEVER);
        now += seconds(1) / 10;
        for (int i = 0; i < allowed; i++) {
          window.accepted(now, sentAt, 100, -1);
        }
      }
    }

    @Test
    void aResponseToAnEarlierRequestIsNoProbe() {
      Window window = withLimit(100);
      send(window, 3);
      reject(window, 100, seconds(1));
      window.accepted(now, 0, 100, -1);
      now += seconds(2);
      window.accepted(now, 0, 100, -1);
      send(window, 1);

      assertThat(delay(window)).as("still one").isEqualTo(Time.NEVER);
    }

    /** The server named the pause; external use is only assumed. */
    @Test
    void theProbeGoesWhenTheServerSaysAfterAnyNumberOfRounds() {
      Window window = withLimit(2);
      for (int round = 0; round < 10; round++) {
        assertThat(delay(window)).isZero();
        send(window, 1);
        reject(window, 2, seconds(1));
        assertThat(delay(window)).isEqualTo(seconds(1));
        now += seconds(1);
      }
      send(window, 1);
      window.accepted(now, now, 2, -1);

      assertThat(delay(window)).as("the next one waits for its slot").isGreaterThan(seconds(50));
    }

    /** Slots that are counted are ours, and the server counts them, too. */
    @Test
    void theProbeWaitsForASlotOfOurOwn() {
      Window window = withLimit(1);
      send(window, 1);
      window.accepted(now, now, 1, -1);
      send(window, 1);
      reject(window, 1, seconds(1));

      assertThat(delay(window)).isEqualTo(seconds(1));
      now += seconds(1);
      assertThat(delay(window)).isEqualTo(SLOT - seconds(1));
      assertThat(window.leastDelay(now, 0, 1, true, now)).isEqualTo(SLOT - seconds(1));
    }

    @Test
    void theProbeDoesNotWaitForAnEstimatedLimit() {
      Window window = withUnknownLimit();
      send(window, 5);
      for (int i = 0; i < 4; i++) {
        window.accepted(now, now, NO_LIMIT, -1);
      }
      reject(window, NO_LIMIT, seconds(1));
      assertThat(window.allowance()).hasValue(4);

      now += seconds(1);
      assertThat(delay(window)).isZero();
      assertThat(window.leastDelay(now, 0, 1, true, now)).isZero();
      send(window, 1);
      reject(window, NO_LIMIT, NO_PAUSE);
      now += seconds(2);
      assertThat(delay(window)).as("nor without a named pause").isZero();
    }

    @Test
    void aLimitOfBillionsTakesNoMemory() {
      Window window = withLimit(999_999_999);
      send(window, 1);
      reject(window, 999_999_999, seconds(1));

      assertThat(window.available()).isZero();
      now += seconds(30);
      window.dropExpired(now);
      assertThat(window.available()).isBetween(499_999_999, 500_000_000);
    }

    @Test
    void aProbeWithoutAResponseFor15SecondsIsFollowedByAnother() {
      Window window = withLimit(100);
      send(window, 1);
      reject(window, 100, seconds(1));
      now += seconds(1);
      send(window, 1);
      now += seconds(15) - 1;
      assertThat(delay(window)).isEqualTo(Time.NEVER);
      now += seconds(1) + 1;

      assertThat(delay(window)).isZero();
    }

    @Test
    void assumedExternalUseEndsEvenlyOverAWindow() {
      Window window = withLimit(100);
      send(window, 41);
      for (int i = 0; i < 40; i++) {
        window.accepted(now, now, 100, -1);
      }
      reject(window, 100, seconds(1));

      assertThat(window.available()).isZero();
      for (int freed = 1; freed <= 60; freed++) {
        now = seconds(freed);
        window.dropExpired(now);
        assertThat(window.available()).isEqualTo(freed);
      }
    }

    @Test
    void assumedExternalUseLastsTwiceAsLongWithEveryRoundUpTo8Windows() {
      Window window = withLimit(10);
      for (long windows : new long[] {1, 2, 4, 8, 8}) {
        send(window, 1);
        reject(window, 10, seconds(1));
        now += seconds(6 * windows) - 1;
        window.dropExpired(now);
        assertThat(window.available()).isZero();
        now += 1;
        window.dropExpired(now);
        assertThat(window.available()).isEqualTo(1);
      }
      now += seconds(61);
      send(window, 1);
      reject(window, 10, seconds(1));
      now += seconds(6);
      window.dropExpired(now);
      assertThat(window.available()).as("a window later it starts over").isEqualTo(1);
    }

    @Test
    void aRejectionThatNothingElseExplainsTeachesTheStampLag() {
      Window window = withLimit(10);
      send(window, 2);
      now = seconds(12);
      window.accepted(now, 0, 10, -1);
      reject(window, 10, seconds(1));
      assertThat(window.available()).as("no external use is assumed").isEqualTo(9);

      send(window, 1);
      window.accepted(now + seconds(12), now, 10, -1);
      now += seconds(12) + SLOT - 1;
      window.dropExpired(now);
      assertThat(window.used()).as("counts from its response").isEqualTo(1);
      window.dropExpired(now + 1);
      assertThat(window.used()).isZero();
    }

    @Test
    void aResponseIsAsSlowAsTheTimeSinceItsRequest() {
      Window window = withLimit(10);
      now = seconds(100);
      send(window, 2);
      now += seconds(4);
      window.accepted(now, now - seconds(4), 10, -1);
      reject(window, 10, seconds(1));

      assertThat(window.available()).as("no slow one: others use the rest").isZero();
    }

    @Test
    void aRejectionTeachesNoLagIfNoResponseTookLonger() {
      Window window = withLimit(10);
      send(window, 2);
      now = seconds(4);
      window.accepted(now, 0, 10, -1);
      reject(window, 10, seconds(1));

      assertThat(window.available()).as("others use the rest").isZero();
    }

    @Test
    void aRejectionWithALowerLimitTeachesNoLag() {
      Window window = withLimit(100);
      send(window, 2);
      now = seconds(9);
      window.accepted(now, 0, 100, -1);
      reject(window, 10, seconds(1));

      assertThat(window.available()).as("others use the rest").isZero();
    }

    @Test
    void aFewUnexplainedSlotsAreIgnoredOnceButNotTwice() {
      Window window = withLimit(100);
      send(window, 99);
      for (int i = 0; i < 98; i++) {
        window.accepted(now, now, 100, -1);
      }
      reject(window, 100, seconds(1));
      assertThat(window.available()).as("2 of 100 are an edge").isEqualTo(2);

      now += seconds(1);
      send(window, 1);
      reject(window, 100, seconds(1));
      assertThat(window.available()).isZero();
    }

    @Test
    void othersMayUseTheirPartOfASharedLimit() {
      Window window = new Window(Calls.settings(OptionalInt.of(100), 0.25), now);
      send(window, 11);
      for (int i = 0; i < 10; i++) {
        window.accepted(now, now, 100, -1);
      }
      reject(window, 100, seconds(1));

      assertThat(window.used()).as("of 25: 10 ours, 15 theirs beyond their 75").isEqualTo(25);
    }
  }

  @Nested
  class UntrackedPermits {

    @Test
    void countFromTheirGrant() {
      Window window = withLimit(2);
      window.sendUntracked(now, now, 2);

      assertThat(delay(window)).isEqualTo(SLOT);
    }

    @Test
    void aReportMovesTheOldest() {
      Window window = withLimit(2);
      window.sendUntracked(now, now, 1);
      now = seconds(1);
      window.sendUntracked(now, now, 1);
      now = seconds(3);
      window.reportOldest(now);

      assertThat(delay(window))
          .as("the younger one's, granted at 1 s")
          .isEqualTo(SLOT - seconds(2));
      now += SLOT;
      assertThat(window.delay(now, 2, false, now)).isZero();
    }

    @Test
    void aReportAfterExpiryChangesNothing() {
      Window window = withLimit(2);
      window.sendUntracked(now, now, 2);
      now += SLOT;
      window.dropExpired(now);
      window.reportOldest(now);
      window.reportOldest(now);

      assertThat(window.used()).isZero();
    }

    @Test
    void aReportNeverMovesAReservationToAnEarlierTime() {
      Window window = withLimit(1);
      window.sendUntracked(now, seconds(60), 1);
      window.reportOldest(now);

      assertThat(delay(window)).isEqualTo(seconds(60) + SLOT);
    }
  }

  private static Window withLimit(int limit) {
    return new Window(Calls.settings(OptionalInt.of(limit), 1), 0);
  }

  private static Window withUnknownLimit() {
    return new Window(Calls.settings(OptionalInt.empty(), 1), 0);
  }

  private long delay(Window window) {
    return window.delay(now, 1, true, now);
  }

  private void send(Window window, int count) {
    for (int i = 0; i < count; i++) {
      window.send(now);
    }
  }

  private void reject(Window window, int limit, long pause) {
    window.release(now);
    window.throttled(now, now, limit, pause);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
