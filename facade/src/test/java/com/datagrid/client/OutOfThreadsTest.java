package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a thread is needed and none to be had, the call ends, and holds nothing. */
@Timeout(60)
class OutOfThreadsTest {

  private static final UpdateConnectionRequest REQUEST = new UpdateConnectionRequest().name("x");

  private final MockWebServer server = new MockWebServer();
  private final ScarceThreads exchanges = new ScarceThreads(DaemonThreads.named("datagrid-call"));
  private final ScarceThreads callbacks =
      new ScarceThreads(DaemonThreads.named("datagrid-callback"));
  private final ScarceThreads timers = new ScarceThreads(DaemonThreads.named("unused"));

  @BeforeEach
  void start() throws IOException {
    respondWith(new MockResponse(200, okhttp3.Headers.of(), FakeHttp.CONNECTION));
    server.start();
  }

  private void respondWith(MockResponse response) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return response;
          }
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DatagridClient.Builder builder(Time time, boolean virtual) {
    return DatagridClient.builder()
        .apiKey("key")
        .baseUrl(server.url("/v1").toString())
        .time(
            time,
            same ->
                new CallExecutors(
                    same,
                    virtual ? Optional.of(exchanges) : Optional.empty(),
                    exchanges,
                    callbacks));
  }

  private static void assertNothingHeld(DatagridClient client) {
    assertThat(client.rateLimits().values())
        .allSatisfy(
            status -> {
              assertThat(status.inFlight()).isZero();
              assertThat(status.waiting()).isZero();
            });
  }

  private static void assertWithoutThread(Throwable failure) {
    assertThat(failure)
        .isExactlyInstanceOf(DatagridException.class)
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  // Of an exchange.

  /** Whether its threads are virtual or not makes no difference: none is none. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noneForAnExchangeEndsTheCallUnsent(boolean virtual) {
    try (DatagridClient client = builder(new SystemTime(), virtual).build()) {
      exchanges.runOut();
      List<CompletableFuture<Connection>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        calls.add(client.connections().updateAsync("conn_" + i, "x"));
      }

      for (CompletableFuture<Connection> call : calls) {
        Throwable failure = Futures.failure(call);
        assertWithoutThread(failure);
        assertThat(failure)
            .hasMessageContaining("was not sent: there is no thread to be had")
            .returns(0, e -> ((DatagridException) e).attempts());
      }
      assertNothingHeld(client);
      assertThat(server.getRequestCount()).isZero();

      exchanges.comeBack();
      assertThat(client.connections().updateAsync("conn_1", "x").join()).isNotNull();
    }
  }

  /** Its turn is another call's news. */
  @Test
  void noneForACallThatWaitedEndsItAndTheNextHasItsTurn() {
    CountDownLatch release = new CountDownLatch(1);
    try (DatagridClient client =
        builder(new SystemTime(), true)
            .apiKey(
                () -> {
                  Futures.await(release);
                  return "key";
                })
            .build()) {
      CompletableFuture<Connection> leading = client.connections().updateAsync("conn_1", "x");
      CompletableFuture<Connection> waiting = client.connections().updateAsync("conn_2", "x");
      exchanges.runOut();
      release.countDown();

      assertThat(leading.join()).isNotNull();
      assertWithoutThread(Futures.failure(waiting));
      assertNothingHeld(client);
      exchanges.comeBack();
      assertThat(client.connections().updateAsync("conn_3", "x").join()).isNotNull();
    }
  }

  @Test
  void noneForRetrofitsCallbackEither() {
    try (DatagridClient client = builder(new SystemTime(), true).build()) {
      exchanges.runOut();
      callbacks.runOut();
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      client
          .api(ConnectionsApi.class)
          .updateConnection("conn_1", REQUEST)
          .enqueue(
              new retrofit2.Callback<>() {
                @Override
                public void onResponse(
                    retrofit2.Call<Connection> call, retrofit2.Response<Connection> response) {
                  failure.complete(new AssertionError("a response"));
                }

                @Override
                public void onFailure(retrofit2.Call<Connection> call, Throwable e) {
                  failure.complete(e);
                }
              });
      callbacks.comeBack(); // the timer tries again

      assertThat(failure.join())
          .isInstanceOf(IOException.class)
          .hasCauseExactlyInstanceOf(DatagridException.class);
      assertNothingHeld(client);
    }
  }

  // Of the timer.

  /** One timeout per attempt needs the timer. */
  @ParameterizedTest
  @EnumSource
  void noneForTheTimeoutOfAnAttemptEndsTheCallUnsent(Mode mode) {
    Time time = timers.new Timer();
    try (DatagridClient client = builder(time, true).callTimeout(Duration.ZERO).build()) {
      timers.runOut();
      for (int i = 0; i < 30; i++) {
        assertWithoutThread(catchThrowable(() -> update(mode, client)));
      }
      assertNothingHeld(client);
      assertThat(server.getRequestCount()).isZero();

      timers.comeBack();
      update(mode, client);
    }
  }

  /** So does a place in the queue. */
  @ParameterizedTest
  @EnumSource
  void noneToWakeTheQueueEndsTheCall(Mode mode) {
    respondWith(
        new MockResponse(200, okhttp3.Headers.of("X-RateLimit-Limit", "1"), FakeHttp.CONNECTION));
    Time time = timers.new Timer();
    try (DatagridClient client =
        builder(time, true)
            .callTimeout(Duration.ZERO)
            .rateLimitWindow(Duration.ofDays(1))
            .build()) {
      update(mode, client);
      timers.runOut();

      Throwable failure = catchThrowable(() -> update(mode, client));

      assertWithoutThread(failure);
      assertThat(failure).hasMessageContaining("was not sent");
      assertNothingHeld(client);
      assertThat(server.getRequestCount()).isEqualTo(1);
    }
  }

  /** And a pause before another attempt. */
  @ParameterizedTest
  @EnumSource
  void noneForABackoffEndsTheCall(Mode mode) {
    Time time = timers.new Timer();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            timers.runOut();
            return new MockResponse(503, okhttp3.Headers.of(), "");
          }
        });
    try (DatagridClient client = builder(time, true).callTimeout(Duration.ZERO).build()) {
      Throwable failure = catchThrowable(() -> update(mode, client));

      assertWithoutThread(failure);
      assertThat(failure)
          .hasMessageContaining("was not tried again")
          .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(ApiException.class));
      assertNothingHeld(client);

      timers.comeBack();
      respondWith(new MockResponse(200, okhttp3.Headers.of(), FakeHttp.CONNECTION));
      update(mode, client);
    }
  }

  private static void update(Mode mode, DatagridClient client) {
    if (mode == Mode.BLOCKING) {
      client.connections().update("conn_1", "x");
      return;
    }
    try {
      client.connections().updateAsync("conn_1", "x").join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  // Of what the user plugs in.

  @ParameterizedTest
  @EnumSource
  void aCallFactoryThatThrowsEndsTheCall(Mode mode) {
    Error error = new OutOfMemoryError("unable to create native thread");
    try (DatagridClient client =
        builder(new SystemTime(), true)
            .callFactory(
                http ->
                    request -> {
                      throw error;
                    })
            .build()) {
      assertThat(catchThrowable(() -> update(mode, client)))
          .isExactlyInstanceOf(DatagridException.class)
          .hasCause(error);
      assertThat(client.rateLimits().values()).singleElement().returns(0, RateLimitStatus::used);
      assertNothingHeld(client);
    }
  }
}
