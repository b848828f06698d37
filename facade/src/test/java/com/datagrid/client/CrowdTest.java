package com.datagrid.client;

import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Ten thousand calls at once at the service's true limit, 200 per 60 s, in virtual time. */
class CrowdTest {

  private static final int CALLS = 10_000;
  private static final int LIMIT = 200;
  private static final long WINDOW = Duration.ofSeconds(60).toNanos();

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time).otherwise(request -> serve());
  private final Deque<Long> admitted = new ArrayDeque<>();
  private int rejections;

  /** An exact sliding window, as the service has it. */
  private Reply serve() {
    while (!admitted.isEmpty() && admitted.peekFirst() <= time.nanos() - WINDOW) {
      admitted.removeFirst();
    }
    if (admitted.size() == LIMIT) {
      rejections++;
      return FakeHttp.rejected("Retry-After", "1");
    }
    admitted.addLast(time.nanos());
    return FakeHttp.ok("X-RateLimit-Limit", String.valueOf(LIMIT));
  }

  private List<CompletableFuture<Connection>> updateAll(DatagridClient client) {
    List<CompletableFuture<Connection>> futures = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      futures.add(client.connections().updateAsync("conn_" + i, "name"));
    }
    return futures;
  }

  @Test
  void allSucceedWithoutA429IfThereIsNoDeadline() {
    try (DatagridClient client = http.client().callTimeout(Duration.ZERO).build()) {
      List<CompletableFuture<Connection>> futures = updateAll(client);
      time.runUntilIdle();

      assertThat(futures).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
    }
    assertThat(rejections).isZero();
    assertThat(http.requests()).hasSize(CALLS);
    double ideal = (Math.ceil((double) CALLS / LIMIT) - 1) * 60;
    assertThat(time.seconds()).isBetween(ideal, ideal * 1.005);
  }

  @Test
  void thoseThatCannotMeetTheDefaultDeadlineAreRefusedWithTheFirstResponse() {
    try (DatagridClient client = http.client().build()) {
      List<CompletableFuture<Connection>> futures = updateAll(client);
      time.advance(Duration.ofSeconds(1));

      List<Throwable> refused = new ArrayList<>();
      for (CompletableFuture<Connection> future : futures) {
        if (future.isCompletedExceptionally()) {
          refused.add(failure(future));
        }
      }
      // 200 in each of the windows that begin at 0, 60 and 120 s; the guard puts the next past 180.
      assertThat(refused).hasSize(CALLS - 3 * LIMIT);
      assertThat(refused)
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .isInstanceOfSatisfying(
                          CallTimeoutException.class,
                          e -> {
                            assertThat(e.attempts()).isZero();
                            assertThat(e.requiredWait().orElseThrow())
                                .isGreaterThan(Duration.ofSeconds(178));
                          })
                      .hasMessageContaining("callTimeout"));
      assertThat(http.requests()).hasSize(LIMIT);

      time.runUntilIdle();
      assertThat(futures.stream().filter(f -> !f.isCompletedExceptionally()).count())
          .isEqualTo(3 * LIMIT);
    }
    assertThat(http.requests()).hasSize(3 * LIMIT);
    assertThat(rejections).isZero();
    assertThat(time.seconds()).isLessThan(180);
  }
}
