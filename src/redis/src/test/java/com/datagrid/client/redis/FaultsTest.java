package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to Redis or to a process, no call fails and none is rejected. {@code
 * -Dfleet.seeds=40} tries each fault at 40 points of the window, with four processes and with
 * twelve; {@code -Dfleet.window.seconds=60} sets the service's window.
 */
class FaultsTest {

  private static final int LIMIT = 40;
  private static final int CALLS = 288;
  private static final Duration WINDOW =
      Duration.ofSeconds(Integer.getInteger("fleet.window.seconds", 6));
  private static final int SEEDS = Integer.getInteger("fleet.seeds", 2);

  /** What a fault may cost: two windows during the outage, and one at the end. */
  private static final int LOST_WINDOWS = 3;

  static Stream<String> faults() {
    return scenarios(0).keySet().stream();
  }

  private static Map<String, Consumer<Simulation>> scenarios(double fault) {
    Map<String, Consumer<Simulation>> all = new LinkedHashMap<>();
    all.put("nothing", s -> {});
    all.put(
        "down from the start",
        s -> {
          s.redis.down(true);
          s.at(fault, () -> s.redis.down(false));
        });
    all.put(
        "killed, back empty",
        s -> {
          s.at(fault, () -> s.redis.down(true));
          s.at(
              fault + 8,
              () -> {
                s.redis.flush();
                s.redis.down(false);
              });
        });
    all.put(
        "killed, back empty at once",
        s ->
            s.at(
                fault,
                () -> {
                  s.redis.down(true);
                  s.redis.flush();
                  s.at(fault + 0.3, () -> s.redis.down(false));
                }));
    all.put(
        "killed, back with its data",
        s -> {
          s.at(fault, () -> s.redis.down(true));
          s.at(fault + 8, () -> s.redis.down(false));
        });
    for (double seconds : new double[] {1, 3, 8}) {
      all.put(
          "stopped for " + seconds,
          s -> {
            s.at(fault, s.redis::stop);
            s.at(fault + seconds, s.redis::resume);
          });
    }
    all.put("FLUSHALL", s -> s.at(fault, s.redis::flush));
    for (String key : new String[] {"slots", "state", "members", "waiting", "silent"}) {
      all.put("DEL " + key, s -> s.at(fault, () -> s.redis.engine().delete(key)));
    }
    for (double seconds : new double[] {0.05, 3, -3, 3600, -3600}) {
      all.put("clock steps by " + seconds, s -> s.at(fault, () -> s.redis.step(seconds)));
    }
    all.put(
        "failover to a replica that lags",
        s -> {
          Map<String, Object>[] copy = copies();
          s.at(fault, () -> copy[0] = s.redis.engine().copy());
          s.at(
              fault + 0.02,
              () -> {
                s.redis.engine().restore(copy[0]);
                s.redis.restart();
              });
        });
    all.put(
        "failover to a replica whose clock is ahead",
        s ->
            s.at(
                fault,
                () -> {
                  s.redis.down(true);
                  s.redis.step(3);
                  s.at(fault + 1, () -> s.redis.down(false));
                }));
    all.put("a process is killed", s -> s.at(fault, () -> s.processes.get(0).kill()));
    for (double seconds : new double[] {2, 5, 15}) {
      all.put(
          "one is cut off for " + seconds,
          s -> {
            s.at(fault, () -> s.processes.get(0).cutOff = true);
            s.at(fault + seconds, () -> s.processes.get(0).cutOff = false);
          });
    }
    all.put("one is paused for 5", s -> s.at(fault, () -> s.processes.get(0).pause(5)));
    all.put("one is paused for 0.7", s -> s.at(fault, () -> s.processes.get(0).pause(0.7)));
    return all;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, Object>[] copies() {
    return new Map[1];
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothingIsRejected(String fault) {
    int index = List.copyOf(scenarios(0).keySet()).indexOf(fault);
    for (int seed = 1; seed <= SEEDS; seed++) {
      int n = (index + seed) % 2 == 0 ? 4 : 12;
      Simulation s = new Simulation(seed, LIMIT, WINDOW);
      s.processesConfigured = n;
      for (int i = 0; i < n; i++) {
        Simulation.Member p = s.start(true);
        s.at(0.001 * i, () -> p.call(CALLS / n));
      }
      double at = (3 + s.random.nextDouble()) * WINDOW.toMillis() / 1e3;
      Objects.requireNonNull(scenarios(at).get(fault)).accept(s);
      s.runUntilDone(60.0 * WINDOW.toSeconds());

      assertThat(s.rejections.stream().map(t -> (t - 1e9) / 1e9))
          .as("rejected, by %s processes with seed %s and the fault at %s", n, seed, at)
          .isEmpty();
      assertThat(s.processes.stream().mapToInt(p -> p.open).sum()).as("not ended").isZero();
      assertThat(s.makespan())
          .as("makespan")
          .isLessThan(((double) CALLS / LIMIT - 1 + LOST_WINDOWS) * WINDOW.toNanos() / 1e9);
    }
  }

  /** One process has most of the load, one some, and two a call now and then. */
  @ParameterizedTest
  @MethodSource("faults")
  void nothingIsRejectedIfTheyDiffer(String fault) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Simulation s = new Simulation(100 + seed, LIMIT, WINDOW);
      s.processesConfigured = 4;
      double window = WINDOW.toMillis() / 1e3;
      Simulation.Member most = s.start(true);
      Simulation.Member some = s.start(true);
      most.call(5 * LIMIT);
      some.call(LIMIT);
      for (int i = 0; i < 20; i++) {
        Simulation.Member each = i < 2 ? s.start(true) : s.processes.get(2 + i % 2);
        s.at(8 * window * s.random.nextDouble(), each::call);
      }
      double at = (2.5 + s.random.nextDouble()) * window;
      Objects.requireNonNull(scenarios(at).get(fault)).accept(s);
      s.run(8 * window);
      s.runUntilDone(60 * window);

      assertThat(s.rejections.stream().map(t -> (t - 1e9) / 1e9))
          .as("rejected with seed %s and the fault at %s", seed, at)
          .isEmpty();
      assertThat(s.processes.stream().mapToInt(p -> p.open).sum()).as("not ended").isZero();
    }
  }
}
