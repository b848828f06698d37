package com.datagrid.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to one process, the others go on, and the service rejects nothing. */
class ProcessFaultsTest {

  private static final String FULL = "fleet.faults";

  private static final Scale SCALE = Scale.get();

  @TempDir Path dir;

  @BeforeAll
  static void redisRuns() throws Exception {
    Peers.assumeRedisRuns();
  }

  @Test
  void clocksAnHourApart() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("clocks"));
        Peers peers = new Peers(SCALE)) {
      for (int i = 0; i < SCALE.processes(); i++) {
        peers.add(redis.uri(), Duration.ofHours(i));
      }
      peers.begin();
      peers.awaitAllWithout429(Duration.ZERO);
    }
  }

  /**
   * Calls come one by one, so each process may be rejected once before it knows. More would be
   * rejected in a burst that is in flight when the limit drops.
   */
  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void aLimitThatDrops() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("drop"));
        Peers peers = Peers.of(SCALE, redis.uri())) {
      for (int i = 0; i < 60; i++) {
        if (i == 45) {
          peers.service().setLimit(SCALE.limit() / 2);
        }
        peers.begin(i % SCALE.processes(), 1);
        TimeUnit.MILLISECONDS.sleep(200); // 30 per window
      }
      peers.awaitAll(SCALE.window().multipliedBy(20));
      assertThat(peers.service().counts().rejected()).isBetween(1L, (long) SCALE.processes());
    }
  }

  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void fourThenTwelveThenTwo() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("sizes"));
        Peers peers = Peers.of(SCALE, redis.uri())) {
      peers.begin();
      peers.awaitAccepted(SCALE.limit() * 2);
      for (int i = 4; i < 12; i++) {
        peers.add(redis.uri());
        peers.begin(i, SCALE.calls() / 4);
      }
      peers.awaitAllWithout429(Duration.ZERO);
      for (int i = 2; i < 12; i++) {
        peers.leave(i);
      }
      peers.begin(0, SCALE.calls());
      peers.begin(1, SCALE.calls());
      peers.awaitAllWithout429(Duration.ZERO);
    }
  }

  /** Its requests in flight count until they can no longer have been sent. */
  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void oneKilled() throws Exception {
    processes(
        "killed",
        members -> {
          Signals.KILL.to(members.get(0).process());
          return members.subList(1, members.size());
        });
  }

  @Test
  @EnabledIfSystemProperty(named = FULL, matches = "true")
  void oneStoppedForFiveSeconds() throws Exception {
    processes(
        "stopped",
        members -> {
          Signals.STOP.to(members.get(0).process());
          TimeUnit.SECONDS.sleep(5);
          Signals.CONT.to(members.get(0).process());
          return members;
        });
  }

  private interface Disturbance {
    /** Returns the members whose calls must all succeed. */
    List<Member> happen(List<Member> members) throws Exception;
  }

  private void processes(String name, Disturbance disturbance) throws Exception {
    Setup setup =
        new Setup(
            name,
            SCALE.limit(),
            SCALE.window(),
            SCALE.processes(),
            SCALE.allCalls(),
            0,
            List.of(Contender.FLEET));
    List<Member> members = new ArrayList<>();
    try (RedisServer redis = RedisServer.start(dir.resolve("redis"));
        Service service = Service.start(SCALE.limit(), SCALE.window())) {
      members.addAll(Trial.members(setup, Contender.FLEET, service, redis, dir));
      while (service.counts().accepted() < SCALE.someAccepted()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      for (Member each : disturbance.happen(members)) {
        each.done().get(SCALE.longest(Duration.ofSeconds(10)).toSeconds(), TimeUnit.SECONDS);
        assertThat(each.ends()).allSatisfy(end -> assertThat(end.failure()).isEmpty());
      }
      assertThat(service.counts().rejected()).as("429s").isZero();
    } finally {
      members.forEach(Member::close);
    }
  }
}
