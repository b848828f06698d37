package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking calls in a pool such as the common one, of a single thread, leave others theirs. */
@Timeout(60)
class ForkJoinPoolTest {

  private final MockWebServer server = new MockWebServer();
  private final CountDownLatch mayRespond = new CountDownLatch(1);
  private final ForkJoinPool pool = new ForkJoinPool(1);

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            Futures.await(mayRespond);
            return new MockResponse(
                200, okhttp3.Headers.of("X-RateLimit-Limit", "1"), FakeHttp.CONNECTION);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    pool.shutdown();
  }

  private DatagridClient client() {
    return DatagridClient.builder()
        .apiKey("key")
        .baseUrl(server.url("/v1").toString())
        .callTimeout(Duration.ZERO)
        .rateLimitWindow(Duration.ofDays(1))
        .build();
  }

  @Test
  void duringAnExchange() throws Exception {
    try (DatagridClient client = client()) {
      ForkJoinTask<?> call = pool.submit(() -> client.connections().update("conn_1", "x"));
      assertThat(server.takeRequest(30, TimeUnit.SECONDS)).isNotNull();

      pool.execute(mayRespond::countDown);

      assertThat(call.join()).isNotNull();
    }
  }

  @Test
  void inLine() {
    mayRespond.countDown();
    ForkJoinTask<?> call;
    try (DatagridClient client = client()) {
      client.connections().update("conn_1", "x"); // takes the only slot of the day
      call = pool.submit(() -> client.connections().update("conn_2", "x"));
      while (client.rateLimits().values().stream().allMatch(status -> status.waiting() == 0)) {
        Thread.onSpinWait();
      }

      assertThat(pool.submit(() -> "ran").join()).isEqualTo("ran");
      assertThat(call.isDone()).isFalse();
    }
    assertThatThrownBy(call::join).isInstanceOf(ClientClosedException.class);
  }

  /** It has the thread that it may have, and can make up for none. */
  @Test
  void thatIsFullTheCallIsMadeAllTheSame() {
    mayRespond.countDown();
    ForkJoinPool full =
        new ForkJoinPool(
            1,
            ForkJoinPool.defaultForkJoinWorkerThreadFactory,
            null,
            false,
            1,
            1,
            0,
            null,
            1,
            TimeUnit.MINUTES);
    try (DatagridClient client = client()) {
      assertThat(full.submit(() -> client.connections().update("conn_1", "x")).join()).isNotNull();
    }
    full.shutdown();
  }
}
