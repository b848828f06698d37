package com.datagrid.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.redis.RedisFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** What {@code docs/fleet.md} requires of Redis is enough. */
class RedisAccessTest {

  private static final Scale SCALE = Scale.get();

  @TempDir Path dir;

  @BeforeAll
  static void redisRuns() throws Exception {
    Peers.assumeRedisRuns();
  }

  @Test
  void aUserWithTheRightsOfThePage() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("user"))) {
      redis.ask(userOfThePage().split(" ", -1));
      String uri = redis.uri().replace("//", "//datagrid:secret@");
      try (Peers peers = Peers.of(SCALE, uri)) {
        peers.begin();
        peers.awaitAllWithout429(Duration.ZERO);
        assertThat(peers.statuses()).allMatch(status -> status.isShared());
        assertThat(peers.statuses()).allMatch(status -> status.failures() == 0);
      }
    }
  }

  private static String userOfThePage() throws IOException {
    Path page = Path.of(System.getProperty("basedir", "")).resolve("../../docs/fleet.md");
    List<String> lines =
        Files.readAllLines(page).stream().filter(line -> line.startsWith("ACL SETUSER ")).toList();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  /** A cluster of one node, which rejects scripts whose keys differ in their hash slot. */
  @Test
  void aCluster() throws Exception {
    try (RedisServer redis = RedisServer.start(dir.resolve("cluster"), "--cluster-enabled yes")) {
      for (int from = 0; from < 16_384; from += 1_024) {
        redis.ask(addSlots(from, from + 1_024));
      }
      try (RedisClusterClient client =
              RedisClusterClient.builder()
                  .nodes(Set.of(new HostAndPort("127.0.0.1", redis.port())))
                  .clientConfig(DefaultJedisClientConfig.builder().build())
                  .build();
          Peers peers = new Peers(SCALE)) {
        for (int i = 0; i < SCALE.processes(); i++) {
          peers.add(RedisFleet.builder().client(client), Duration.ZERO);
        }
        peers.begin();
        peers.awaitAllWithout429(Duration.ZERO);
        assertThat(peers.statuses()).allMatch(status -> status.isShared());
      }
    }
  }

  private static String[] addSlots(int from, int to) {
    Stream<String> slots = IntStream.range(from, to).mapToObj(Integer::toString);
    return Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new);
  }
}
