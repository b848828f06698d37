package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that share a window fill it as a single one would, in equal parts. */
class SharedWindowTest {

  @ParameterizedTest
  @CsvSource({
    "40, 6, 1, 640, 1.0, 1.0",
    "40, 6, 4, 640, 0.97, 2.2",
    "40, 6, 12, 324, 0.93, 3.3",
    "200, 6, 4, 1600, 0.97, 1.0",
    "100, 60, 4, 400, 0.97, 1.0"
  })
  void theyFillItAsOneWould(
      int limit, int seconds, int n, int calls, double jainPerWindow, double scripts) {
    Simulation one = new Simulation(1, limit, Duration.ofSeconds(seconds));
    one.start(false).call(calls);
    one.runUntilDone(10_000);
    Simulation s = new Simulation(1, limit, Duration.ofSeconds(seconds));
    for (int i = 0; i < n; i++) {
      Simulation.Member member = s.start(true);
      s.at(0.001 * i, () -> member.call(calls / n));
    }
    s.runUntilDone(10_000);

    assertThat(s.accepted()).isEqualTo(calls);
    assertThat(s.rejections).isEmpty();
    assertThat(s.makespan()).isLessThan(1.01 * one.makespan());
    assertThat(s.jainAt(s.firstDone())).isGreaterThanOrEqualTo(0.99);
    assertThat(s.jainPerWindow(0, s.firstDone())).isGreaterThanOrEqualTo(jainPerWindow);
    assertThat((double) s.redis.scripts / calls).isLessThan(scripts);
  }

  @Test
  void callsThatComeAtRandomWaitAsInOneQueue() {
    double[] waits = new double[2];
    for (int n : new int[] {1, 4}) {
      Simulation s = new Simulation(7, 40, Duration.ofSeconds(6));
      for (int i = 0; i < n; i++) {
        Simulation.Member unused = s.start(n > 1);
      }
      poisson(s, 0.9 * 40 / 6, 300);
      s.run(300);
      s.runUntilDone(100);
      waits[n > 1 ? 1 : 0] =
          s.processes.stream()
              .flatMap(p -> p.waits.stream())
              .mapToDouble(w -> w)
              .average()
              .orElseThrow();
      assertThat(s.rejections).isEmpty();
    }
    assertThat(waits[1] - waits[0]).isLessThan(0.1);
  }

  /** Random calls of random processes; the same calls for any number of processes. */
  private static void poisson(Simulation s, double perSecond, double until) {
    java.util.Random random = new java.util.Random(1);
    for (double at = 1; at < until; at += -Math.log(1 - random.nextDouble()) / perSecond) {
      int which = random.nextInt(4) % s.processes.size();
      s.at(at, () -> s.processes.get(which).call());
    }
  }

  @Test
  void whatOneDoesNotUseTheOthersDo() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    int[] calls = {400, 80, 0, 0};
    for (int count : calls) {
      Simulation.Member member = s.start(true);
      s.at(0.01, () -> member.call(count));
    }
    s.runUntilDone(1000);

    assertThat(s.rejections).isEmpty();
    assertThat(s.makespan()).isLessThan(1.01 * (480 / 40 - 1) * 6.1);
  }

  @Test
  void theirNumberMayChange() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    for (int i = 0; i < 4; i++) {
      s.start(true).call(200);
    }
    s.at(
        20,
        () -> {
          for (int i = 0; i < 8; i++) {
            s.start(true).call(50);
          }
        });
    s.at(60, () -> s.processes.subList(2, 12).forEach(Simulation.Member::leave));
    s.run(59);
    assertThat(s.jainBetween(26, 50)).isGreaterThan(0.97);
    s.run(7);
    int before = s.accepted();
    s.run(12);

    assertThat(s.rejections).isEmpty();
    assertThat(s.accepted() - before).isGreaterThanOrEqualTo(2 * 40 - 2);
  }

  /** Only requests already in flight are rejected. */
  @ParameterizedTest
  @CsvSource({"30", "20", "10"})
  void ofALimitThatDropsAllKnowWithTheFirstResponse(int to) {
    for (int seed = 1; seed <= 3; seed++) {
      Simulation s = new Simulation(seed, 40, Duration.ofSeconds(6));
      for (int i = 0; i < 4; i++) {
        s.start(true).call(120);
      }
      s.at(20 + seed, () -> s.setLimit(to));
      s.at(50 + seed, () -> s.setLimit(40));
      s.runUntilDone(1000);

      // to the server and back, and to Redis
      assertThat(s.rejections).allMatch(at -> at - s.rejections.get(0) < 190_000_000L);
      assertThat(s.rejections.size()).isLessThan(40 - to);
      assertThat(s.processes.stream().mapToInt(p -> p.open).sum()).isZero();
    }
  }

  @Test
  void othersThanTheFleetAreMetOnceAWindowAtMost() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    for (int i = 0; i < 4; i++) {
      s.start(true).call(120);
    }
    for (int i = 0; i < 60; i++) {
      s.at(20 + 0.3 * i, s::stranger);
    }
    s.runUntilDone(1000);

    assertThat(s.rejections).hasSizeLessThanOrEqualTo(4 * 3);
    assertThat(s.makespan()).isLessThan(1.15 * (480 + 60) / 40 * 6);
  }

  @Test
  void oneOfTheFleetLearnsTheLimit() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    for (int i = 0; i < 4; i++) {
      s.start(true).call(10);
    }
    s.run(0.04);
    assertThat(s.processes.stream().mapToInt(p -> p.waits.size()).sum()).isEqualTo(1);
    s.run(0.3);
    assertThat(s.accepted()).isGreaterThan(30);
  }

  @Test
  void oneThatWaitsForOthersHasItsPartAndDoesNotAskAllTheTime() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    s.processesConfigured = 4;
    s.start(true).call(200);
    s.run(5);
    assertThat(s.accepted()).isEqualTo(10);
    assertThat(s.redis.scripts).isLessThan(20);
    s.run(30);

    assertThat(s.accepted()).isGreaterThan(10 + 3 * 40);
    assertThat(s.rejections).isEmpty();
  }

  @Test
  void anIdleProcessIsHeardAndThenLeaves() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    Simulation.Member member = s.start(true);
    member.call(3);
    s.run(100);
    int before = s.redis.scripts;
    s.run(60);
    assertThat(s.redis.scripts - before).isBetween(55, 65);
    s.run(600);
    before = s.redis.scripts;
    s.run(3600);
    assertThat(s.redis.scripts).isEqualTo(before);

    member.call(3);
    s.run(1);
    assertThat(s.accepted()).isEqualTo(6);
  }

  @Test
  void aShareIsThatOfTheFleet() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    s.share = 0.5;
    for (int i = 0; i < 4; i++) {
      s.start(true).call(60);
    }
    s.run(20);

    assertThat(s.accepted()).isBetween(4 * 20 - 4, 4 * 20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerMayNameNoLimit(boolean rejects) {
    Simulation s = new Simulation(1, rejects ? 40 : 4000, Duration.ofSeconds(6));
    s.namesLimit = false;
    for (int i = 0; i < 4; i++) {
      s.start(true).call(120);
    }
    s.runUntilDone(200);

    assertThat(s.accepted()).isEqualTo(480);
  }

  @ParameterizedTest
  @ValueSource(longs = {900, 3000, 9000})
  void requestsMayBeSentLate(long connectMillis) {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    s.connectMillis = connectMillis;
    for (int i = 0; i < 4; i++) {
      s.start(true).call(80);
    }
    s.runUntilDone(500);

    assertThat(s.accepted()).isEqualTo(320);
    assertThat(s.rejections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 5000, 20000})
  void responsesMayTakeLong(long millis) {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    s.slowMillis = millis;
    for (int i = 0; i < 4; i++) {
      s.start(true).call(80);
    }
    s.runUntilDone(500);

    assertThat(s.accepted()).isEqualTo(320);
    assertThat(s.rejections).isEmpty();
  }

  @Test
  void severalPermitsAreGrantedTogether() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    s.limitIsKnown = true;
    for (int i = 0; i < 4; i++) {
      s.start(true).call(i == 0 ? 2 : 80);
    }
    Simulation.Member batch = s.processes.get(0);
    s.run(3);
    long before = s.time.nanos();
    assertThat(batch.limiter.acquirePermission(10)).isTrue();
    double waited = (s.time.nanos() - before) / 1e9;
    s.runUntilDone(100);

    assertThat(waited).isBetween(3.0, 9.5);
    assertThat(s.accepted()).isEqualTo(242);
  }
}
