package com.datagrid.client;

import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit of 2 per 60 s, with background calls that wait. */
class PriorityTest {

  private static final RequestOptions BACKGROUND =
      RequestOptions.builder().priority(Priority.BACKGROUND).build();

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http =
      new FakeHttp(time).otherwise(request -> FakeHttp.ok("X-RateLimit-Limit", "2"));

  private CompletableFuture<ApiResponse<Connection>> update(
      DatagridClient client, String id, RequestOptions options) {
    return client
        .connections()
        .updateWithResponseAsync(id, new UpdateConnectionRequest().name("name"), options);
  }

  private List<String> ids() {
    return http.requests().stream().map(r -> r.url().pathSegments().get(2)).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aNormalCallGoesBeforeFiveHundredOfTheBackground(Mode mode) throws InterruptedException {
    try (DatagridClient client =
        http.client().initialRateLimit(2).callTimeout(Duration.ofHours(9)).build()) {
      for (int i = 0; i < 500; i++) {
        var unused = update(client, "bulk_" + i, BACKGROUND);
      }
      ApiResponse<Connection> response =
          mode.update(
              client, time, RequestOptions.builder().callTimeout(Duration.ofSeconds(61)).build());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(ids()).containsSubsequence("bulk_0", "bulk_1", "conn_1");
      assertThat(ids().size()).isLessThanOrEqualTo(4);
      time.runUntilIdle();
      assertThat(ids().subList(3, 501))
          .isEqualTo(IntStream.range(2, 500).mapToObj(i -> "bulk_" + i).toList());
    }
  }

  @Test
  void aBackgroundCallIsRefusedOnceTooManyNormalOnesWait() {
    try (DatagridClient client =
        http.client().initialRateLimit(2).callTimeout(Duration.ofSeconds(61)).build()) {
      List<CompletableFuture<ApiResponse<Connection>>> normal = new ArrayList<>();
      normal.add(update(client, "a", RequestOptions.none()));
      normal.add(update(client, "b", RequestOptions.none()));
      CompletableFuture<ApiResponse<Connection>> background = update(client, "bulk", BACKGROUND);
      normal.add(update(client, "c", RequestOptions.none()));
      time.advance(Duration.ofSeconds(1));
      assertThat(background).isNotDone();

      normal.add(update(client, "d", RequestOptions.none()));
      time.advance(Duration.ofSeconds(1));

      assertThat(failure(background)).isInstanceOf(CallTimeoutException.class);
      time.runUntilIdle();
      assertThat(normal).allMatch(future -> future.join() != null);
    }
  }
}
