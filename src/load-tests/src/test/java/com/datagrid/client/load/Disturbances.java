package com.datagrid.client.load;

import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.StubFault;
import com.datagrid.client.testing.Relay;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Random;

/**
 * A stub server that fails by chance, and whose limit changes and which is restarted when the test
 * says so, behind a relay that then and now drops or loses all connections. Not thread-safe.
 */
final class Disturbances implements AutoCloseable {

  static final Duration WINDOW = Duration.ofSeconds(2);
  private static final int HIGHEST_LIMIT = 1_000;
  private static final int LOWEST_LIMIT = 200;
  private static final double EACH_FAULT = 0.005;

  private final Random random;
  private final ServerView view;
  private final Duration attemptTimeout;
  private final Relay relay;
  private DatagridStubServer server;
  private int limit = HIGHEST_LIMIT;
  private int limitDrops;
  private int restarts;
  private int cuts;

  Disturbances(ServerView view, Duration attemptTimeout, long seed) throws IOException {
    this.view = view;
    this.random = new Random(seed);
    this.attemptTimeout = attemptTimeout;
    this.server = start();
    this.relay = new Relay(server.wireMock().port());
  }

  private DatagridStubServer start() {
    DatagridStubServer started =
        DatagridStubServer.builder()
            .limit(limit)
            .window(WINDOW)
            .latency(Duration.ZERO, Duration.ofMillis(20))
            .journal(0)
            .seed(random.nextLong())
            .fault(EACH_FAULT, StubFault.reset())
            .fault(EACH_FAULT, StubFault.emptyResponse())
            .fault(EACH_FAULT, StubFault.garbage())
            .fault(EACH_FAULT, StubFault.brokenBody())
            .fault(EACH_FAULT, StubFault.internalServerError())
            .fault(EACH_FAULT, StubFault.serviceUnavailable())
            .fault(EACH_FAULT, StubFault.delay(attemptTimeout.multipliedBy(2)))
            .start();
    view.watch(started);
    return started;
  }

  /** Of the relay. */
  String baseUrl() {
    URI url = URI.create(server.baseUrl());
    return url.getScheme() + "://" + url.getHost() + ":" + relay.port() + url.getPath();
  }

  /** One change of the limit, a restart behind the same port, or the end of all connections. */
  void next() throws IOException {
    switch (random.nextInt(8)) {
      case 0, 1 -> restart();
      case 2 -> {
        relay.loseAll();
        cuts++;
      }
      case 3 -> {
        relay.dropAll();
        cuts++;
      }
      default -> changeLimit();
    }
  }

  private void restart() {
    server.close();
    server = start(); // on another port, so that no request comes before it is watched
    relay.forwardTo(server.wireMock().port());
    restarts++;
  }

  private void changeLimit() {
    int changed = LOWEST_LIMIT + random.nextInt(HIGHEST_LIMIT - LOWEST_LIMIT + 1);
    limitDrops += changed < limit ? 1 : 0;
    limit = changed;
    server.setLimit(limit);
  }

  int limitDrops() {
    return limitDrops;
  }

  int restarts() {
    return restarts;
  }

  /** How often all connections were dropped or lost. */
  int cuts() {
    return cuts;
  }

  @Override
  public void close() throws IOException {
    relay.close();
    server.close();
  }
}
