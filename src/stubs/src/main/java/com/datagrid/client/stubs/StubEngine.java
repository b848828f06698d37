package com.datagrid.client.stubs;

import com.datagrid.client.DatagridClient;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.jspecify.annotations.Nullable;

/** WireMock with all that makes the Datagrid API of it. Thread-safe. */
final class StubEngine {
  private static final String LOOPBACK = "127.0.0.1";
  // Jetty's own threads included. Latency holds none: delayed responses wait in the scheduler.
  private static final int CONTAINER_THREADS = 32;
  private static final int DELAYED_RESPONSE_THREADS = 4;
  // Java's default of 50 makes clients that open hundreds of connections at once wait a second for
  // some.
  private static final int ACCEPT_QUEUE = 1_024;

  private final ApiDocument document;
  private final ServerState state;
  private final WireMockServer wireMock; // started and stopped under this
  private final String baseUrl;
  private @Nullable StubTime time; // guarded by this

  /** A running server. */
  StubEngine(ApiDocument document, StubSettings settings) {
    this.document = document;
    SuccessMappings defaults = new SuccessMappings(document);
    state = new ServerState(settings, this::reset);
    wireMock =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(settings.port)
                // The service speaks HTTP/2 over TLS only.
                .http2PlainDisabled(true)
                .containerThreads(CONTAINER_THREADS)
                .jettyAcceptQueueSize(ACCEPT_QUEUE)
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(DELAYED_RESPONSE_THREADS)
                .stubRequestLoggingDisabled(true) // it formats every request for nobody
                .maxRequestJournalEntries(settings.journal)
                .mappingSource(defaults)
                .extensions(
                    SamePortServer.factory(),
                    new Pages(document),
                    new ServiceBehaviour(document, defaults, state, settings)));
    wireMock.start();
    baseUrl = "http://" + LOOPBACK + ":" + wireMock.port() + document.basePath();
  }

  ApiDocument document() {
    return document;
  }

  ServerState state() {
    return state;
  }

  WireMockServer wireMock() {
    return wireMock;
  }

  String baseUrl() {
    return baseUrl;
  }

  synchronized StubTime virtualTime(DatagridClient.Builder... clients) {
    if (time == null) {
      time = new StubTime();
      state.follow(time::now);
    }
    for (DatagridClient.Builder client : clients) {
      time.add(client);
    }
    return time;
  }

  private void stopTime() {
    if (time != null) {
      time.stop();
      time = null;
    }
  }

  synchronized void close() {
    stopTime();
    stop();
  }

  synchronized void stop() {
    wireMock.stop();
  }

  synchronized void start() {
    if (!wireMock.isRunning()) {
      wireMock.start();
    }
  }

  synchronized void reset() {
    stopTime();
    state.clear();
    wireMock.resetAll();
    start();
  }
}
