package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FleetClockTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  /** The engine's clock is 1,000 s ahead of ours. */
  private static final long AHEAD = 1_000 * SECOND;

  private final FleetClock clock = new FleetClock();

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(clock.latest(5)).isEqualTo(-1);
    assertThat(clock.leap()).isZero();
  }

  @Test
  void theLatestTimeAssumesThatTheReplyTookNoTime() {
    read(0, 10 * MILLI, 4 * MILLI);

    assertThat(clock.latest(SECOND) - AHEAD).isBetween(SECOND + 4 * MILLI, SECOND + 5 * MILLI);
  }

  @Test
  void aFastReplyTellsMore() {
    read(0, 10 * MILLI, 4 * MILLI);
    read(SECOND, MILLI, 0);

    assertThat(clock.latest(2 * SECOND) - AHEAD).isBetween(2 * SECOND, 2 * SECOND + MILLI);
  }

  @Test
  void aSlowReplyIsNoLeap() {
    read(0, MILLI, 0);
    read(SECOND, 3 * SECOND, 3 * SECOND);
    assertThat(clock.leap()).isZero();
    read(5 * SECOND, 3 * SECOND, 0);
    assertThat(clock.leap()).isZero();
    assertThat(clock.latest(9 * SECOND) - AHEAD).isBetween(9 * SECOND, 9 * SECOND + 10 * MILLI);
  }

  @Test
  void driftIsNoLeap() {
    read(0, MILLI, 0);
    clock.read(AHEAD + 3_601 * SECOND, 0, 3_600 * SECOND, 3_600 * SECOND + MILLI);

    assertThat(clock.leap()).isZero();
  }

  @Test
  void aStepForwardIsALeapThatIsToldOnce() {
    read(0, MILLI, 0);
    clock.read(AHEAD + 4 * SECOND, 0, SECOND, SECOND + MILLI);
    assertThat(clock.leap()).isBetween(3 * SECOND - 5 * MILLI, 3 * SECOND);

    clock.read(AHEAD + 5 * SECOND, 0, 2 * SECOND, 2 * SECOND + MILLI);
    assertThat(clock.leap()).isZero();
  }

  @Test
  void aStepBackOrACorrectionIsNone() {
    read(0, MILLI, 0);
    clock.read(AHEAD - SECOND, 0, SECOND, SECOND + MILLI);
    assertThat(clock.leap()).isZero();
    assertThat(clock.latest(2 * SECOND)).isBetween(AHEAD, AHEAD + MILLI);

    clock.read(AHEAD + 10 * SECOND, 7, 3 * SECOND, 3 * SECOND + MILLI);
    assertThat(clock.leap()).isZero();
    assertThat(clock.offset()).isEqualTo(7);
  }

  /** Reads a reply that took that long, written that long after the message was sent. */
  private void read(long sentAt, long took, long madeAfter) {
    clock.read(AHEAD + sentAt + madeAfter, 0, sentAt, sentAt + took);
  }
}
