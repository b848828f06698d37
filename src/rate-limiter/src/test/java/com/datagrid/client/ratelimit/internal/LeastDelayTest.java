package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.Calls.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Refusals in random situations, against what happens in the best case: every response comes at
 * once.
 */
class LeastDelayTest {

  private static final int SITUATIONS = 3_000;

  @Test
  void aCallThatCanGoInTimeIsNeverRefused() {
    for (long seed = 0; seed < SITUATIONS; seed++) {
      Duration wait = waitIfAllGoesWell(new Situation(seed, true));
      Situation same = new Situation(seed, true);

      // One nanosecond for the responses to those ahead that go at the same time.
      Call call = same.calls.call(wait.plusNanos(1));
      same.letAllGoWell();

      assertThat(call.isGranted)
          .as("seed %s, wait %s, refusal %s", seed, wait, call.refusal)
          .isTrue();
    }
  }

  @Test
  void aCallThatCannotMeetItsDeadlineIsRefusedAtOnce() {
    int waited = 0;
    for (long seed = 0; seed < SITUATIONS; seed++) {
      Situation situation = new Situation(seed, false);
      if (situation.calls.status().inFlight() > 0) {
        continue; // the estimate assumes that all are as old as the oldest
      }
      Duration wait = waitIfAllGoesWell(situation);
      if (wait.isZero()) {
        continue;
      }
      waited++;
      Situation same = new Situation(seed, false);

      Call call = same.calls.call(wait.minusNanos(1));

      assertThat(call.refusal).as("seed %s", seed).isEqualTo(wait);
    }
    assertThat(waited).isGreaterThan(SITUATIONS / 10);
  }

  private static Duration waitIfAllGoesWell(Situation situation) {
    long start = situation.calls.time.nanos();
    Call call = situation.calls.call();
    situation.letAllGoWell();
    assertThat(call.isGranted).as("seed %s", situation.seed).isTrue();
    return Duration.ofNanos(Math.round(call.grantedAt * 1e9) - start);
  }

  /** Some calls accepted, some in flight, some waiting, and maybe a pause. */
  private static final class Situation {
    final long seed;
    private final boolean withTrouble;
    final Calls calls;
    private final List<Call> inFlight = new ArrayList<>();

    Situation(long seed, boolean withTrouble) {
      this.seed = seed;
      this.withTrouble = withTrouble;
      Random random = new Random(seed);
      calls = Calls.withLimit(1 + random.nextInt(6));
      boolean allRespond = random.nextBoolean();
      for (int i = random.nextInt(20); i > 0; i--) {
        calls.time.advance(Duration.ofMillis(random.nextInt(20_000)));
        Call call = calls.call(Duration.ZERO);
        if (call.isGranted) {
          inFlight.add(call);
          if (random.nextInt(10) > 0) {
            call.send();
          }
        }
        if (random.nextBoolean() && !inFlight.isEmpty()) {
          respond(inFlight.remove(random.nextInt(inFlight.size())), random);
        }
      }
      while (allRespond && !inFlight.isEmpty()) {
        respond(inFlight.remove(0), random);
      }
      for (int i = random.nextInt(15); i > 0; i--) {
        if (withTrouble && random.nextInt(4) == 0) {
          calls.several(1 + random.nextInt(calls.status().limit().orElseThrow()));
        } else {
          inFlightIfGranted(calls.call());
        }
      }
    }

    private void respond(Call call, Random random) {
      switch (withTrouble ? random.nextInt(8) : 2) {
        case 0 -> call.permit().release();
        case 1 -> call.throttled(0, Duration.ofMillis(1 + random.nextInt(100_000)));
        default -> call.accepted();
      }
    }

    private void inFlightIfGranted(Call call) {
      if (call.isGranted) {
        inFlight.add(call);
      }
    }

    void letAllGoWell() {
      calls.respondAtOnce();
      inFlight.forEach(call -> call.send().accepted());
      calls.time.runUntilIdle();
    }
  }
}
