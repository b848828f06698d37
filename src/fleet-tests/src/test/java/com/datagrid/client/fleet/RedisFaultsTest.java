package com.datagrid.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datagrid.client.testing.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to Redis, no call fails or waits forever because of it, and the service rejects
 * nothing. Each test has its own Redis.
 */
class RedisFaultsTest {

  private static final Scale SCALE = Scale.get();

  /** Longer than any fault lasts. */
  private static final Duration OUTAGE = Duration.ofSeconds(10);

  @TempDir Path dir;

  @BeforeAll
  static void redisRuns() throws Exception {
    Peers.assumeRedisRuns();
  }

  static Stream<RedisFault> faults() {
    return Arrays.stream(RedisFault.values()).filter(RedisFault::isTested);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void inTheMiddleOfABatch(RedisFault fault) throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve(fault.name()), fault.settings());
        Peers peers = Peers.of(SCALE, redis.uri())) {
      peers.begin();
      peers.awaitAccepted(SCALE.someAccepted());
      fault.happen(redis);
      if (fault.isOver()) {
        peers.assertSharedWithinASecond();
      }
      peers.awaitAllWithout429(OUTAGE);
      peers.assertLostAtMostTwoWindows();
    }
  }

  @Test
  void downFromTheStart() throws Exception {
    String uri;
    try (RedisServer redis = RedisServer.start(dir.resolve("down"))) {
      uri = redis.uri();
    }
    try (Peers peers = Peers.of(SCALE, uri)) {
      peers.begin();
      peers.awaitAllWithout429(OUTAGE);
    }
  }

  @Test
  void downFromTheStartAndThenUp() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("late"))) {
      redis.kill();
      try (Peers peers = Peers.of(SCALE, redis.uri())) {
        peers.begin();
        peers.awaitAccepted(SCALE.someAccepted());
        redis.restart();
        peers.awaitAllWithout429(OUTAGE);
      }
    }
  }

  @Test
  void aWrongPassword() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("password"), "--requirepass right");
        Peers peers = Peers.of(SCALE, redis.uri().replace("//", "//:wrong@"))) {
      peers.begin();
      peers.awaitAllWithout429(OUTAGE);
    }
  }

  /** Only one process is affected. */
  @Test
  void oneProcessCutOffFromRedis() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("cut"));
        Relay relay = new Relay(redis.port());
        Peers peers = new Peers(SCALE)) {
      peers.add("redis://127.0.0.1:" + relay.port());
      for (int i = 1; i < SCALE.processes(); i++) {
        peers.add(redis.uri());
      }
      peers.begin();
      peers.awaitAccepted(SCALE.someAccepted());
      relay.cutOff();
      peers.awaitAccepted(SCALE.someAccepted() + SCALE.limit() / 2);
      relay.restore();
      peers.awaitAllWithout429(OUTAGE);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "fleet.faults", matches = "true")
  void failoverToAReplica() throws Exception {
    try (RedisServer master = RedisServer.start(dir.resolve("master"));
        RedisServer replica =
            RedisServer.start(dir.resolve("replica"), "--replicaof 127.0.0.1 " + master.port());
        Relay relay = new Relay(master.port());
        Peers peers = Peers.of(SCALE, "redis://127.0.0.1:" + relay.port())) {
      awaitReplication(replica);
      peers.begin();
      peers.awaitAccepted(SCALE.someAccepted());
      master.kill();
      replica.ask("REPLICAOF", "NO", "ONE");
      relay.forwardTo(replica.port());
      relay.dropAll();
      peers.awaitAllWithout429(OUTAGE);
      assertThat(RedisStats.of(replica).scripts()).isPositive();
    }
  }

  /** A leap of Redis' clock, back or forward, causes no rejection. */
  @ParameterizedTest
  @ValueSource(ints = {-3600, -10, -1, 1, 10, 3600})
  @EnabledIfSystemProperty(named = "fleet.faults", matches = "true")
  void itsClockLeaps(int seconds) throws Exception {
    assumeTrue(RedisServer.canLeap(), "libfaketime is not installed");
    try (RedisServer redis = RedisServer.startLeaping(dir.resolve("leap" + seconds));
        Peers peers = Peers.of(SCALE, redis.uri())) {
      peers.begin();
      peers.awaitAccepted(SCALE.someAccepted());
      redis.leap(seconds);
      peers.awaitAllWithout429(OUTAGE);
    }
  }

  private static void awaitReplication(RedisServer replica) throws InterruptedException {
    while (!replica.ask("INFO", "replication").contains("master_link_status:up")) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
