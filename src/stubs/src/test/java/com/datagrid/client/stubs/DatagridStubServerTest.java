package com.datagrid.client.stubs;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.stubs.DatagridStubServer.Counts;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.google.gson.JsonObject;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatagridStubServerTest {
  private final VirtualClock clock = new VirtualClock();
  private final Instant start = clock.instant();
  private final DatagridStubServer.Builder builder =
      DatagridStubServer.builder().limit(2).window(Duration.ofSeconds(6)).clock(clock);

  @Test
  void respondsAsTheServiceDoes() {
    try (DatagridStubServer server = builder.start()) {
      HttpResponse<String> first = update(server);
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(StubHttp.json(first).get("name").getAsString()).isEqualTo("name");
      assertHeaders(first, "2", "1", String.valueOf(start.getEpochSecond() + 7), null);

      clock.advance(Duration.ofMillis(500));
      assertHeaders(update(server), "2", "0", String.valueOf(start.getEpochSecond() + 7), "6");

      clock.advance(Duration.ofMillis(500));
      HttpResponse<String> rejected = update(server);
      assertThat(rejected.statusCode()).isEqualTo(429);
      assertHeaders(rejected, "2", "0", String.valueOf(start.getEpochSecond() + 7), "5");
      assertThat(rejected.headers().firstValue("Content-Type")).hasValue("application/json");
      JsonObject error = StubHttp.json(rejected);
      assertThat(error.keySet())
          .containsExactlyInAnyOrder(
              "status_code",
              "statusCode",
              "error",
              "message",
              "mitigation",
              "retryable",
              "details");
      assertThat(error.get("error").getAsString()).isEqualTo("rate_limit_exceeded");

      clock.set(start.plusSeconds(6));
      assertThat(update(server).statusCode()).isEqualTo(200);
      assertThat(server.counts()).isEqualTo(new Counts(3, 1, 2));
      assertThat(server.counts().total()).isEqualTo(4);
      server.wireMock().verify(4, patchRequestedFor(urlPathEqualTo("/v1/connections/conn_1")));
    }
  }

  @Test
  void eachTeamspaceHasAWindowOfItsOwnButAllConnectionsShareIt() {
    try (DatagridStubServer server = builder.start()) {
      StubHttp http = http(server).teamspace("one");
      assertThat(http.update("conn_1", "name").statusCode()).isEqualTo(200);
      assertThat(http.update("conn_2", "name").statusCode()).isEqualTo(200);
      assertThat(http.update("conn_3", "name").statusCode()).isEqualTo(429);
      assertThat(http(server).teamspace("two").update("conn_1", "name").statusCode())
          .isEqualTo(200);
      assertThat(update(server).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void asksForABearerTokenFirst() {
    try (DatagridStubServer server = builder.limit(1).start()) {
      for (@Nullable String authorization :
          new @Nullable String[] {null, "", "Bearer", "Bearer  ", "Basic abc"}) {
        HttpResponse<String> response =
            http(server).authorization(authorization).update("conn_1", "name");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(StubHttp.json(response).get("status_code").getAsInt()).isEqualTo(401);
      }
      assertThat(server.counts()).isEqualTo(new Counts(0, 0, 0));
      assertThat(http(server).authorization("bearer My API key").update("conn_1", "name"))
          .returns(200, HttpResponse::statusCode);
    }
  }

  @Test
  void leavesOtherPathsToOwnStubs() {
    try (DatagridStubServer server = builder.start()) {
      assertThat(http(server).send("GET", "/own", "").statusCode()).isEqualTo(404);
      server.wireMock().stubFor(get(urlPathEqualTo("/v1/own")).willReturn(ok("mine")));
      HttpResponse<String> own = http(server).authorization(null).send("GET", "/own", "");
      assertThat(own.body()).isEqualTo("mine");
      assertThat(own.headers().firstValue("X-RateLimit-Limit")).isEmpty();
      assertThat(server.counts().total()).isZero();
    }
  }

  @Test
  void ownStubsGoBeforeTheDefaultsUntilAReset() {
    try (DatagridStubServer server = builder.start()) {
      server.wireMock().addStubMapping(DatagridStubs.connectionNotFound());
      HttpResponse<String> missing = update(server);
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.headers().firstValue("X-RateLimit-Remaining")).hasValue("1");

      server.reset();
      assertThat(update(server).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sendsOnlyTheHeadersOfTheDocument() {
    try (DatagridStubServer server =
        builder.limit(1).headers(RateLimitHeaders.LIMIT_ONLY).start()) {
      assertHeaders(update(server), "1", null, null, "6");
      assertHeaders(update(server), "1", null, null, "6");
    }
  }

  @Test
  void sendsNoRateLimitHeaders() {
    try (DatagridStubServer server = builder.limit(1).headers(RateLimitHeaders.NONE).start()) {
      assertHeaders(update(server), null, null, null, null);
      HttpResponse<String> rejected = update(server);
      assertThat(rejected.statusCode()).isEqualTo(429);
      assertHeaders(rejected, null, null, null, null);
    }
  }

  @Test
  void theLimitChangesAtRunTime() {
    try (DatagridStubServer server = builder.limit(1).start()) {
      update(server);
      server.setLimit(3);
      assertThat(update(server).headers().firstValue("X-RateLimit-Remaining")).hasValue("1");
      server.setLimit(1);
      assertThat(update(server).statusCode()).isEqualTo(429);
      // Windows that come later have the new limit too.
      assertThat(
              http(server)
                  .teamspace("new")
                  .update("conn_1", "name")
                  .headers()
                  .firstValue("X-RateLimit-Limit"))
          .hasValue("1");
      assertThatIllegalArgumentException().isThrownBy(() -> server.setLimit(0));
    }
  }

  @Test
  void aShareOfTheWindowIsUsedAlready() {
    try (DatagridStubServer server = builder.limit(10).initiallyUsed(0.6).start()) {
      assertThat(update(server).headers().firstValue("X-RateLimit-Remaining")).hasValue("3");
      assertThat(server.counts()).isEqualTo(new Counts(1, 0, 7));
    }
  }

  @Test
  void aResetForgetsEverything() {
    try (DatagridStubServer server = builder.limit(1).start()) {
      server.setLimit(2);
      server.failNext(5, StubFault.internalServerError());
      update(server);
      update(server);
      update(server);
      assertThat(server.counts()).isEqualTo(new Counts(2, 1, 2));

      server.reset();
      assertThat(server.counts()).isEqualTo(new Counts(0, 0, 0));
      assertThat(server.wireMock().getAllServeEvents()).isEmpty();
      assertHeaders(update(server), "1", "0", String.valueOf(start.getEpochSecond() + 7), "6");
    }
  }

  @Test
  void theJournalKeepsTheLastRequests() {
    try (DatagridStubServer server = builder.journal(1).start()) {
      http(server).update("conn_1", "name");
      http(server).update("conn_2", "name");
      assertThat(server.wireMock().getAllServeEvents())
          .extracting(event -> event.getRequest().getUrl())
          .containsExactly("/v1/connections/conn_2");
      assertThat(server.counts().total()).isEqualTo(2);
    }
  }

  @Test
  void respondsLaterByItsLatency() {
    Duration latency = Duration.ofMillis(60);
    try (DatagridStubServer server = builder.latency(latency, latency.plusMillis(20)).start()) {
      assertThat(elapsed(server)).isGreaterThan(latency);
      server.failNext(StubFault.delay(Duration.ofMillis(100)));
      assertThat(elapsed(server)).isGreaterThan(latency.plusMillis(100));
      assertThat(server.counts().accepted()).isEqualTo(2);
    }
  }

  /** With the time standing still, one request too many or too few cannot hide. */
  @Test
  void countsExactlyUnderLoad() throws Exception {
    try (DatagridStubServer server = builder.limit(500).start()) {
      ExecutorService threads = Executors.newFixedThreadPool(16);
      try {
        List<Future<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
          responses.add(threads.submit(() -> update(server)));
        }
        int accepted = 0;
        for (Future<HttpResponse<String>> response : responses) {
          accepted += response.get().statusCode() == 200 ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(500);
        assertThat(server.counts()).isEqualTo(new Counts(500, 300, 500));
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void listensOnTheLoopbackAddressOnly() {
    try (DatagridStubServer server = builder.start()) {
      URI baseUrl = URI.create(server.baseUrl());
      assertThat(baseUrl.getHost()).isEqualTo("127.0.0.1");
      assertThat(baseUrl.getPath()).isEqualTo("/v1");
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> new Socket("127.0.0.2", baseUrl.getPort()).close());
    }
  }

  @Test
  void closingTwiceIsFineAndAPortCanBeTakenOnce() {
    DatagridStubServer server = builder.start();
    int port = server.wireMock().port();
    assertThatExceptionOfType(FatalStartupException.class)
        .isThrownBy(() -> DatagridStubServer.builder().port(port).start());
    server.close();
    server.close();
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> http(server).trySend("PATCH", "/connections/conn_1", "{}"));
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.limit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.window(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.journal(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.requests(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.initiallyUsed(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.initiallyUsed(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.latency(Duration.ofMillis(2), Duration.ofMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.fault(0.6, StubFault.reset()).fault(0.6, StubFault.reset()))
        .withMessage("probability must be from 0 to 1: 1.2");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.fault(-0.1, StubFault.reset()));
  }

  private static void assertHeaders(
      HttpResponse<String> response,
      @Nullable String limit,
      @Nullable String remaining,
      @Nullable String reset,
      @Nullable String retryAfter) {
    assertThat(response.headers().firstValue("X-RateLimit-Limit").orElse(null)).isEqualTo(limit);
    assertThat(response.headers().firstValue("X-RateLimit-Remaining").orElse(null))
        .isEqualTo(remaining);
    assertThat(response.headers().firstValue("X-RateLimit-Reset").orElse(null)).isEqualTo(reset);
    assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
  }

  private static Duration elapsed(DatagridStubServer server) {
    long before = System.nanoTime();
    assertThat(update(server).statusCode()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - before);
  }

  private static StubHttp http(DatagridStubServer server) {
    return new StubHttp(server.baseUrl());
  }

  private static HttpResponse<String> update(DatagridStubServer server) {
    return http(server).update("conn_1", "name");
  }
}
