package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.stubs.DatagridStubServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenameJobTest {

  private static final Duration WINDOW = Duration.ofSeconds(2);

  @Test
  void countsThe429sOnTheWay() throws Exception {
    RenameResult result = run(1, Duration.ofMillis(10), 2); // a client that expects too much

    assertThat(result.failures()).isEmpty();
    assertThat(result.rejections()).isPositive();
    assertThat(result.limit()).isEqualTo(OptionalInt.of(1));
    assertThat(result.longestCall()).isBetween(result.shortestCall(), result.elapsed());
  }

  @Test
  void countsThe429sThatNoWaitWouldHeal() throws Exception {
    try (DatagridStubServer server = DatagridStubServer.start();
        DatagridClient client = client(server, WINDOW)) {
      server
          .wireMock()
          .stubFor(
              WireMock.any(WireMock.anyUrl())
                  .willReturn(WireMock.jsonResponse("{\"retryable\": false}", 429)));

      RenameResult result = new RenameJob(client, new Counter()).run(renames(1));

      assertThat(result.failures()).hasSize(1);
      assertThat(result.rejections()).isEqualTo(1);
    }
  }

  private static RenameResult run(int limit, Duration clientWindow, int calls) throws Exception {
    try (DatagridStubServer server =
            DatagridStubServer.builder().limit(limit).window(WINDOW).start();
        DatagridClient client = client(server, clientWindow)) {
      Counter counter = new Counter();
      RenameResult result = new RenameJob(client, counter).run(renames(calls));
      assertThat(counter.ended).hasValue(calls);
      assertThat(counter.states).hasPositiveValue();
      assertThat(result.rejections()).isEqualTo(server.counts().rejected());
      return result;
    }
  }

  private static DatagridClient client(DatagridStubServer server, Duration window) {
    return DatagridClient.builder()
        .apiKey("key")
        .baseUrl(server.baseUrl())
        .rateLimitWindow(window)
        .build();
  }

  private static List<Rename> renames(int calls) {
    return IntStream.range(0, calls).mapToObj(i -> new Rename("c" + i, "name " + i)).toList();
  }

  private static final class Counter implements RenameJob.Progress {
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger states = new AtomicInteger();

    @Override
    public void callEnded() {
      ended.incrementAndGet();
    }

    @Override
    public void rateLimit(RateLimitStatus status) {
      states.incrementAndGet();
    }
  }
}
