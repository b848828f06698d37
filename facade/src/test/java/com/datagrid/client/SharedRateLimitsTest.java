package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two clients in one line, of which the first, whose rate limits they are, is closed. */
class SharedRateLimitsTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient first = builder().build();
  private final DatagridClient second = builder().rateLimitsOf(first).build();

  private DatagridClient.Builder builder() {
    return http.client().callTimeout(Duration.ZERO);
  }

  /** One request per window, and that of this one is used. */
  @BeforeEach
  void useTheOnlySlot() {
    http.otherwise(request -> ok("X-RateLimit-Limit", "1"));
    first.connections().update("used", "name");
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @ParameterizedTest
  @EnumSource
  void theOtherWaitsOnAndHasItsTurn(Mode mode) throws Exception {
    time.schedule(Duration.ofSeconds(5).toNanos(), first::close);

    assertThat(mode.update(second, time).attempts()).isEqualTo(1);

    assertThat(time.seconds()).isEqualTo(60.02);
    assertThat(http.requests()).hasSize(2);
  }

  @Test
  void theWaitingCallsOfTheClosedOneFreeTheQueue() {
    List<CompletableFuture<Connection>> ofFirst =
        Stream.generate(() -> first.connections().updateAsync("conn_1", "name")).limit(3).toList();
    CompletableFuture<Connection> ofSecond = second.connections().updateAsync("conn_2", "name");
    time.advance(Duration.ofSeconds(5));

    first.close();
    time.advance(Duration.ofSeconds(56));

    assertThat(ofFirst)
        .allSatisfy(f -> assertThat(failure(f)).isInstanceOf(ClientClosedException.class));
    assertThat(ofSecond).as("next, at 60 s").isCompleted();
    assertThat(http.requests())
        .extracting(request -> request.url().encodedPath())
        .containsExactly("/v1/connections/used", "/v1/connections/conn_2");
    assertThat(second.rateLimits().values())
        .singleElement()
        .satisfies(status -> assertThat(status.waiting()).isZero())
        .satisfies(status -> assertThat(status.inFlight()).isZero());
  }
}
