package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** Connections that have served and are idle, until they are of no use any more. */
@ParameterizedClass
@EnumSource(Mode.class)
class StaleConnectionTest {

  private static final int POOLED = 3;

  interface Things {
    @POST("things")
    Call<Connection> create(@Body UpdateConnectionRequest request);
  }

  private final Mode mode;
  private final ConnectionPool pool = new ConnectionPool();

  StaleConnectionTest(Mode mode) {
    this.mode = mode;
  }

  private DatagridClient client(String whose, RawServer server) {
    DatagridClient.Builder settings =
        Settings.of("attemptTimeout 30S, maxRetries 0").initialRateLimit(100).baseUrl(server.url());
    if (whose.equals("borrowed")) {
      settings.httpClient(new OkHttpClient.Builder().connectionPool(pool).build());
    }
    return ClientInTime.of(server.time(), settings).build();
  }

  private Connection create(DatagridClient client) {
    UpdateConnectionRequest request = new UpdateConnectionRequest().name("Sales");
    return mode.execute(client, client.api(Things.class).create(request), RequestOptions.none())
        .body();
  }

  private static void openAll(DatagridClient client) {
    Stream.generate(() -> client.connections().updateAsync("conn_1", "Sales"))
        .limit(POOLED)
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static int slotsUsed(DatagridClient client) {
    return client.rateLimits().values().stream().mapToInt(RateLimitStatus::used).sum();
  }

  /** Responds to one request on each of the first connections, which then meet their end. */
  private static RawServer server(String end) throws IOException {
    AtomicInteger accepted = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(POOLED);
    return new RawServer(
        RawServer.loopback(),
        (wire, server) -> {
          boolean stale = accepted.incrementAndGet() <= POOLED;
          for (boolean first = true; ; first = false) {
            Wire.Request request = wire.read();
            if (request == null) {
              return;
            }
            server.count(request);
            if (stale && !first) {
              switch (end) {
                case "reset" -> wire.reset();
                case "closed" -> wire.close();
                default -> wire.stall().in().readAllBytes();
              }
              return;
            }
            if (stale) {
              all.countDown();
              all.await();
            }
            Responses.ok(wire);
          }
        });
  }

  /** The first call pays for the silence, and nobody else. */
  @ParameterizedTest(name = "{argumentsWithNames}")
  @CsvSource({
    "reset, own",
    "reset, borrowed",
    "closed, own",
    "closed, borrowed",
    "silence, own",
    "silence, borrowed"
  })
  void isReplacedAtOnceAndSoAreTheOthers(String end, String whose) throws Exception {
    try (RawServer server = server(end)) {
      try (DatagridClient client = client(whose, server)) {
        openAll(client);
        assertThat(server.connections()).isEqualTo(POOLED);

        for (int call = 0; call < 4; call++) {
          assertThat(mode.update(client).attempts()).isEqualTo(1);
        }
        assertThat(server.connections()).isEqualTo(POOLED + 1);
        assertThat(server.requests()).hasSize(POOLED + 1 + 4);
        // The one without a response counts, too: the server may have counted it.
        assertThat(slotsUsed(client)).isEqualTo(POOLED + 1 + 4);
        Leftovers.assertNoPermits(client);
      }
      pool.evictAll();
      server.assertAllClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({"own", "borrowed"})
  void aRequestThatMustNotBeSentTwiceIsNot(String whose) throws Exception {
    try (RawServer server = server("reset");
        DatagridClient client = client(whose, server)) {
      openAll(client);

      assertThat(catchThrowable(() -> create(client)))
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContainingAll("may have carried it out", "not idempotent");
      assertThat(server.requests()).hasSize(POOLED + 1);
      assertThat(create(client).getId()).isEqualTo("conn_1");
      assertThat(server.connections()).isEqualTo(POOLED + 1);
    }
  }

  /** Nothing is sent, so it may be any request, and no slot is lost. */
  @ParameterizedTest
  @CsvSource({"own, closed", "own, 408", "borrowed, closed", "borrowed, 408"})
  void whatTheServerClosedWhileItWasIdleIsNotUsed(String whose, String how) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    RawServer.Response thenClosed =
        wire -> {
          Responses.ok(wire);
          if (how.equals("408")) { // as HAProxy did, to nobody
            wire.respond(408, "Connection: close", "");
          }
          wire.close();
          closed.countDown();
        };
    try (RawServer server = RawServer.once(thenClosed)) {
      try (DatagridClient client = client(whose, server)) {
        assertThat(create(client).getId()).isEqualTo("conn_1");
        closed.await();
        server.time().leap(Duration.ofSeconds(2));

        assertThat(create(client).getId()).isEqualTo("conn_1");
        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(slotsUsed(client)).isEqualTo(2);
      }
      pool.evictAll();
      server.assertAllClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({"own", "borrowed"})
  void whatIsStillOpenAfterAPauseIsUsedAgain(String whose) throws Exception {
    try (RawServer server = RawServer.always(Responses::ok);
        DatagridClient client = client(whose, server)) {
      for (int call = 0; call < 3; call++) {
        mode.update(client);
        server.time().leap(Duration.ofSeconds(20));
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void theUsersOwnConnectionsStayInTheirPool() throws Exception {
    try (RawServer server =
            RawServer.then(Responses::ok, Responses::ok, Wire::reset, Responses::ok);
        DatagridClient client = client("borrowed", server)) {
      OkHttpClient own = new OkHttpClient.Builder().connectionPool(pool).build();
      get(own, server);
      mode.update(client);
      assertThat(mode.update(client).attempts()).isEqualTo(1);
      int connections = server.connections();

      get(own, server);
      assertThat(server.connections()).isEqualTo(connections).isEqualTo(3);
    }
  }

  private static void get(OkHttpClient http, RawServer server) throws IOException {
    Request request = new Request.Builder().url(server.url()).build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.body().string()).isNotEmpty();
    }
  }

  /** A server that moved, and a load balancer that wants to spread its clients anew. */
  @ParameterizedTest
  @CsvSource({"own", "borrowed"})
  void aConnectionHasAGreatestAge(String whose) throws Exception {
    try (RawServer server = RawServer.always(Responses::ok);
        DatagridClient client = client(whose, server)) {
      for (Duration pause : List.of(Duration.ZERO, Duration.ofMinutes(4), Duration.ofMinutes(2))) {
        server.time().leap(pause);
        mode.update(client);
      }
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void theGreatestAgeIsASetting() throws Exception {
    try (RawServer server = RawServer.always(Responses::ok);
        DatagridClient client =
            ClientInTime.of(server.time(), Settings.of(""))
                .baseUrl(server.url())
                .maxConnectionAge(Duration.ofSeconds(30))
                .build()) {
      mode.update(client);
      server.time().leap(Duration.ofSeconds(31));
      mode.update(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
