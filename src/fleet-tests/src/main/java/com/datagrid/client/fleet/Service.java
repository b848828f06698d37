package com.datagrid.client.fleet;

import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.testing.Relay;
import com.github.tomakehurst.wiremock.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rate-limited stub server behind a delay; it records all requests. Thread-safe. */
final class Service implements AutoCloseable {

  /** The delay of requests, and of responses. */
  static final Duration SHORTEST_WAY = Duration.ofMillis(20);

  static final Duration LONGEST_WAY = Duration.ofMillis(60);

  private final DatagridStubServer server;
  private final Relay relay;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final long start = System.nanoTime();

  /**
   * A request with a token.
   *
   * @param process the number in its connection's id, {@code p<process>-<call>}
   * @param nanos since the service started
   */
  record Arrival(int process, String call, long nanos, boolean accepted) {}

  private Service(DatagridStubServer server, Relay relay) {
    this.server = server;
    this.relay = relay;
    server
        .wireMock()
        .addMockServiceRequestListener(
            (request, response) -> arrived(request, response.getStatus() != 429));
  }

  /** Starts a service with the usual delay. */
  static Service start(int limit, Duration window) throws IOException {
    return start(limit, window, SHORTEST_WAY, LONGEST_WAY);
  }

  /** Starts a service with another delay. */
  static Service start(int limit, Duration window, Duration shortest, Duration longest)
      throws IOException {
    DatagridStubServer server =
        DatagridStubServer.builder().limit(limit).window(window).journal(0).start();
    return new Service(server, new Relay(server.wireMock().port(), shortest, longest));
  }

  private void arrived(Request request, boolean accepted) {
    long nanos = System.nanoTime() - start;
    String call = request.getUrl().substring(request.getUrl().lastIndexOf('/') + 1);
    int process = Integer.parseInt(call.substring(1, call.indexOf('-')));
    synchronized (arrivals) {
      arrivals.add(new Arrival(process, call, nanos, accepted));
    }
  }

  String baseUrl() {
    return "http://127.0.0.1:" + relay.port() + "/v1";
  }

  void setLimit(int limit) {
    server.setLimit(limit);
  }

  DatagridStubServer.Counts counts() {
    return server.counts();
  }

  /** All requests, in order of arrival. */
  List<Arrival> arrivals() {
    synchronized (arrivals) {
      return List.copyOf(arrivals);
    }
  }

  @Override
  public void close() throws IOException {
    relay.close();
    server.close();
  }
}
