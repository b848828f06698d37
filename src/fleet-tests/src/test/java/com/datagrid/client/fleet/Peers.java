package com.datagrid.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.ratelimit.internal.LeapingTime;
import com.datagrid.client.redis.FleetStatus;
import com.datagrid.client.redis.RedisFleet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Clients in this process, each with its own fleet object, as if in a process of its own. */
final class Peers implements AutoCloseable {

  private final Scale scale;
  private final Service service;
  private final List<Peer> peers = new ArrayList<>();
  private final List<CompletableFuture<?>> calls = new ArrayList<>();

  private record Peer(DatagridClient client, RedisFleet fleet) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      fleet.close();
    }
  }

  Peers(Scale scale) throws IOException {
    this.scale = scale;
    this.service = Service.start(scale.limit(), scale.window(), scale.shortest(), scale.longest());
  }

  /**
   * Skips the test unless Redis runs here, and loads classes: the first request might otherwise
   * reach the service later than the limiter allows for.
   */
  static void assumeRedisRuns() throws Exception {
    assumeTrue(RedisBinary.get().path() != null, RedisBinary.get().description());
    Scale large = new Scale(1_000, Duration.ofMinutes(1), 2, 50, Duration.ZERO, Duration.ZERO);
    try (Peers peers = Peers.of(large, "redis://127.0.0.1:1")) {
      peers.begin();
      peers.awaitAll(Duration.ZERO);
    }
  }

  /** The usual number of clients, on one Redis. */
  static Peers of(Scale scale, String redis) throws IOException {
    Peers peers = new Peers(scale);
    for (int i = 0; i < scale.processes(); i++) {
      peers.add(redis);
    }
    return peers;
  }

  void add(String redis) {
    add(redis, Duration.ZERO);
  }

  /** Adds a client whose clock is ahead by that much. */
  void add(String redis, Duration ahead) {
    add(RedisFleet.builder().uri(redis), ahead);
  }

  /** Adds a client whose fleet has those settings. */
  void add(RedisFleet.Builder settings, Duration ahead) {
    LeapingTime time = new LeapingTime();
    time.leap(ahead);
    RedisFleet fleet = settings.processes(scale.processes()).build();
    DatagridClient client =
        ClientInTime.of(time, DatagridClient.builder())
            .apiKey("key")
            .baseUrl(service.baseUrl())
            .rateLimitWindow(scale.window())
            .callTimeout(Duration.ZERO)
            .fleet(fleet)
            .build();
    peers.add(new Peer(client, fleet));
  }

  /** The statuses of all limits of all clients. */
  List<FleetStatus> statuses() {
    return peers.stream().flatMap(peer -> peer.fleet().status().stream()).toList();
  }

  Service service() {
    return service;
  }

  /** Makes the usual number of calls with each client. */
  void begin() {
    for (int i = 0; i < peers.size(); i++) {
      begin(i, scale.calls());
    }
  }

  /** Makes that many calls with one client. */
  void begin(int peer, int count) {
    for (int i = 0; i < count; i++) {
      String connection = "p" + peer + "-" + calls.size();
      calls.add(peers.get(peer).client().connections().updateAsync(connection, "Sales"));
    }
  }

  /** Closes a client; its waiting calls fail. */
  void leave(int peer) {
    peers.get(peer).close();
  }

  /** Waits until the service has accepted that many requests in all. */
  void awaitAccepted(int count) throws InterruptedException {
    long end = System.nanoTime() + scale.longest(Duration.ofMinutes(1)).toNanos();
    while (service.counts().accepted() < count) {
      assertThat(System.nanoTime())
          .as("the time for %s of %s accepted requests", service.counts().accepted(), count)
          .isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Waits for all calls; they must succeed, without a rejection. */
  void awaitAllWithout429(Duration outage) throws Exception {
    awaitAll(outage);
    assertThat(service.counts().rejected()).as("429s").isZero();
    assertThat(service.counts().accepted()).isEqualTo(calls.size());
  }

  /** At full scale: now that Redis is back, all clients share again within a second. */
  void assertSharedWithinASecond() throws InterruptedException {
    long back = System.nanoTime();
    long lastAlone = back;
    while (Scale.IS_FULL && System.nanoTime() - back < TimeUnit.SECONDS.toNanos(3)) {
      if (!statuses().stream().allMatch(FleetStatus::isShared)) {
        lastAlone = System.nanoTime();
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(Duration.ofNanos(lastAlone - back)).isLessThan(Duration.ofSeconds(1));
  }

  /** At full scale, where the duration of a batch is meaningful. */
  void assertLostAtMostTwoWindows() {
    List<Service.Arrival> arrivals = service.arrivals();
    double seconds = (arrivals.get(arrivals.size() - 1).nanos() - arrivals.get(0).nanos()) / 1e9;
    double ideal = (calls.size() - 1) / scale.limit() * scale.window().toSeconds();
    System.out.printf(Locale.ROOT, "%.1f s, of which %.1f s are lost%n", seconds, seconds - ideal);
    if (Scale.IS_FULL) {
      assertThat(seconds - ideal).isLessThan(2 * scale.window().toSeconds() + 0.05 * ideal);
    }
  }

  /** Waits for all calls; they must succeed. */
  void awaitAll(Duration outage) throws Exception {
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .get(scale.longest(outage).toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    peers.forEach(Peer::close);
    service.close();
  }
}
