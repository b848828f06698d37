package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.datagrid.client.stubs.SlidingWindow.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration NANO = Duration.ofNanos(1);

  private final VirtualClock clock = new VirtualClock();
  private final Instant start = clock.instant();

  @Test
  void aSlotIsFreeAgainAfterTheWindowExactly() {
    SlidingWindow window = new SlidingWindow(1, WINDOW, clock);

    assertThat(window.admit().admitted()).isTrue();
    clock.advance(WINDOW.minus(NANO));
    assertThat(window.admit().admitted()).isFalse();
    clock.advance(NANO);
    assertThat(window.admit().admitted()).isTrue();
  }

  @Test
  void rejectedRequestsUseNoSlot() {
    SlidingWindow window = new SlidingWindow(2, WINDOW, clock);
    window.admit();
    window.admit();

    for (int i = 0; i < 59; i++) {
      clock.advance(Duration.ofSeconds(1));
      assertThat(window.admit()).matches(decision -> !decision.admitted() && decision.used() == 2);
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(window.admit()).matches(decision -> decision.admitted() && decision.used() == 1);
  }

  @Test
  void tellsWhatIsLeftAndWhenTheNextSlotIsFree() {
    SlidingWindow window = new SlidingWindow(2, WINDOW, clock);

    Decision first = window.admit();
    assertThat(first).isEqualTo(new Decision(true, start, 2, 1, start.plus(WINDOW)));
    assertThat(first.remaining()).isEqualTo(1);
    assertThat(first.retryAfterSeconds()).isEmpty();
    // The window started a quarter of a second past the full second: rounded up.
    assertThat(first.resetEpochSecond()).isEqualTo(start.getEpochSecond() + 61);

    clock.advance(Duration.ofMillis(10_100));
    Decision last = window.admit();
    assertThat(last.admitted()).isTrue();
    assertThat(last.remaining()).isZero();
    assertThat(last.retryAfterSeconds()).hasValue(50);
    assertThat(last.resetEpochSecond()).isEqualTo(first.resetEpochSecond());

    clock.advance(Duration.ofMillis(900));
    Decision rejected = window.admit();
    assertThat(rejected.admitted()).isFalse();
    assertThat(rejected.remaining()).isZero();
    assertThat(rejected.retryAfterSeconds()).hasValue(49);
  }

  @Test
  void aFallenLimitHoldsAtOnceAndSaysHowLongItTakes() {
    SlidingWindow window = new SlidingWindow(4, WINDOW, clock);
    for (int i = 0; i < 4; i++) {
      window.admit();
      clock.advance(Duration.ofSeconds(1));
    }

    window.setLimit(2);
    Decision rejected = window.admit();
    assertThat(rejected.admitted()).isFalse();
    assertThat(rejected.limit()).isEqualTo(2);
    assertThat(rejected.used()).isEqualTo(4);
    assertThat(rejected.remaining()).isZero();
    // Three of the four must leave; the third came at second 2, and now is second 4.
    assertThat(rejected.retryAfterSeconds()).hasValue(58);
    clock.set(rejected.resetAt().minus(NANO));
    assertThat(window.admit().admitted()).isFalse();
    clock.set(rejected.resetAt());
    assertThat(window.admit().admitted()).isTrue();
  }

  @Test
  void aRisenLimitHoldsAtOnce() {
    SlidingWindow window = new SlidingWindow(1, WINDOW, clock);
    window.admit();

    window.setLimit(2);
    assertThat(window.admit()).matches(decision -> decision.admitted() && decision.limit() == 2);
    assertThat(window.admit().admitted()).isFalse();
  }

  @Test
  void requestsOfSomebodyElseLeaveAtEvenDistances() {
    SlidingWindow window = new SlidingWindow(5, WINDOW, clock);
    window.fill(5);

    for (int i = 0; i < 5; i++) {
      assertThat(window.admit().retryAfterSeconds()).hasValue(10);
      clock.advance(Duration.ofSeconds(10).minus(NANO));
      assertThat(window.admit().admitted()).isFalse();
      clock.advance(NANO);
      assertThat(window.admit().admitted()).isTrue();
    }
  }

  @Test
  void aClockThatRunsBackwardsFreesNothing() {
    SlidingWindow window = new SlidingWindow(1, WINDOW, clock);
    window.admit();
    clock.set(start.minus(WINDOW));

    Decision rejected = window.admit();
    assertThat(rejected.admitted()).isFalse();
    assertThat(rejected.at()).isEqualTo(start);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlidingWindow(0, WINDOW, clock))
        .withMessage("limit must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlidingWindow(1, Duration.ZERO, clock))
        .withMessage("window must be positive: PT0S");

    SlidingWindow window = new SlidingWindow(1, WINDOW, clock);
    assertThatIllegalArgumentException().isThrownBy(() -> window.setLimit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> window.fill(2));
    assertThatIllegalArgumentException().isThrownBy(() -> window.fill(-1));
    window.admit();
    assertThatIllegalStateException().isThrownBy(() -> window.fill(1));
  }

  /** Compared with a plain list of everything that was ever admitted. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void admitsExactlyWhatAnyWindowHasRoomFor(long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(20);
    SlidingWindow window = new SlidingWindow(limit, WINDOW, clock);
    List<Instant> admitted = new ArrayList<>();

    for (int i = 0; i < 1_000; i++) {
      // Often no time at all, often up to the very moment at which a slot is free.
      if (random.nextInt(3) == 0) {
        clock.advance(Duration.ofMillis(random.nextInt(120_000 / limit)));
      }
      if (random.nextInt(200) == 0) {
        limit = 1 + random.nextInt(20);
        window.setLimit(limit);
      }
      Instant now = clock.instant();
      long used = admitted.stream().filter(stamp -> stamp.plus(WINDOW).isAfter(now)).count();

      Decision decision = window.admit();
      assertThat(decision.admitted()).isEqualTo(used < limit);
      assertThat(decision.used()).isEqualTo(decision.admitted() ? used + 1 : used);
      if (decision.admitted()) {
        admitted.add(now);
      } else if (random.nextBoolean()) {
        clock.set(decision.resetAt().minus(NANO));
        assertThat(window.admit().admitted()).as("before a slot is free").isFalse();
        clock.set(decision.resetAt());
        assertThat(window.admit().admitted()).as("once a slot is free").isTrue();
        admitted.add(clock.instant());
      }
    }
  }
}
