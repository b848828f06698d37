package com.datagrid.client.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.LeapingTime;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.Time;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limiter without the client, in front of {@code java.net.http}. */
class StandaloneTest {

  private static final int LIMIT = 20;
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration LEAP = Duration.ofSeconds(31);

  private final LeapingTime time = new LeapingTime();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", new SlidingWindow(time));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Fixed cycles of a window would let 30 go within half of one. */
  @Test
  void aSlidingWindowRejectsNothing() throws Exception {
    RateLimiterConfig config = config(Duration.ofHours(1));
    RateLimiter limiter =
        new SlidingWindowRateLimiterRegistry(RateLimitSettings.of(config), config, time)
            .rateLimiter("search");
    List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < LIMIT / 2; i++) {
      statuses.add(get(limiter));
    }
    time.leap(LEAP);

    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      workers.add(
          threads.submit(
              () -> {
                for (int call = 0; call < 5; call++) {
                  statuses.add(get(limiter));
                }
                return null;
              }));
    }
    int leaps = 0;
    while (!workers.stream().allMatch(Future::isDone)) {
      long running = workers.stream().filter(worker -> !worker.isDone()).count();
      if (running > 0 && limiter.getMetrics().getNumberOfWaitingThreads() == running) {
        time.leap(LEAP);
        leaps++;
      }
      Thread.onSpinWait();
    }

    for (Future<?> worker : workers) {
      worker.get();
    }
    assertThat(statuses).hasSize(60).containsOnly(200);
    assertThat(leaps).as("10 go in each half window, unless it is a slow one").isBetween(4, 8);
  }

  @Test
  void theFactoryGivesALimiterOfThatConfig() throws Exception {
    RateLimiter limiter = SlidingWindowRateLimiter.of("search", config(Duration.ZERO));

    for (int i = 0; i < LIMIT; i++) {
      assertThat(get(limiter)).isEqualTo(200);
    }
    assertThat(limiter.acquirePermission()).isFalse();
    assertThat(limiter.getName()).isEqualTo("search");
    assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
  }

  @Test
  void eachLimiterOfARegistryHasAWindowOfItsOwn() {
    var registry = SlidingWindowRateLimiter.registry(config(Duration.ZERO));

    assertThat(registry.rateLimiter("a").acquirePermission(LIMIT)).isTrue();
    assertThat(registry.rateLimiter("a").acquirePermission()).isFalse();
    assertThat(registry.rateLimiter("b").acquirePermission(LIMIT)).isTrue();
  }

  private static RateLimiterConfig config(Duration timeout) {
    return RateLimiterConfig.custom()
        .limitForPeriod(LIMIT)
        .limitRefreshPeriod(WINDOW)
        .timeoutDuration(timeout)
        .build();
  }

  private int get(RateLimiter limiter) throws Exception {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return limiter
        .executeCallable(() -> http.send(request, HttpResponse.BodyHandlers.discarding()))
        .statusCode();
  }

  /** Accepts at most the limit in any span of a window; rejects with a 429. */
  private static final class SlidingWindow implements com.sun.net.httpserver.HttpHandler {
    private final Time time;
    private final Deque<Long> accepted = new ArrayDeque<>();

    SlidingWindow(Time time) {
      this.time = time;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      exchange.sendResponseHeaders(count() ? 200 : 429, -1);
      exchange.close();
    }

    private synchronized boolean count() {
      long now = time.nanos();
      while (!accepted.isEmpty() && accepted.getFirst() <= now - WINDOW.toNanos()) {
        accepted.removeFirst();
      }
      return accepted.size() < LIMIT && accepted.add(now);
    }
  }
}
