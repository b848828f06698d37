package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.Calls.Call;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many calls that may all go at once: 64 at a time, unless responses take long. */
class CrowdedQueueTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Calls calls = Calls.withLimit(1_000);

  @Test
  void sixtyFourGoAndEachResponseLetsOneMoreGo() {
    List<Call> all = calls.calls(100);
    assertThat(calls.granted).hasSize(64);

    all.get(0).send().accepted();
    assertThat(calls.granted).hasSize(65);
    all.get(1).permit().release();
    assertThat(calls.granted).hasSize(66);
  }

  @Test
  void twiceAsManyGoWithEverySecondWithoutAResponseToTheOldest() {
    calls.calls(1_000).stream().limit(64).forEach(Call::send);

    calls.time.advance(SECOND.minusNanos(1));
    assertThat(calls.granted).hasSize(64);
    calls.time.advance(Duration.ofNanos(1));
    assertThat(calls.granted).hasSize(128);
    calls.time.advance(SECOND);
    assertThat(calls.granted).hasSize(256);
    calls.time.advance(SECOND.multipliedBy(2));
    assertThat(calls.granted).as("all that the limit allows").hasSize(1_000);
  }

  @Test
  void thoseStillConnectingMakeNoRoomForMore() {
    List<Call> all = calls.calls(100);
    calls.time.advance(SECOND.multipliedBy(10));
    assertThat(calls.granted).hasSize(64);

    all.get(0).send();
    calls.time.advance(SECOND);
    assertThat(calls.granted).hasSize(100);
  }

  @Test
  void untrackedPermitsAreNotHeldToTheBurst() {
    assertThat(calls.limiter.acquirePermission(1_000)).isTrue();
  }
}
