package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever completes the future of a call, in whatever way, ends the call. */
class CallFutureTest {

  /** All that a user can do to it; its tasks run at once. */
  static Stream<Named<Consumer<CompletableFuture<Connection>>>> ways() {
    return Stream.of(
        Named.of("cancel", future -> future.cancel(true)),
        Named.of("complete", future -> future.complete(new Connection())),
        Named.of("fail", future -> future.completeExceptionally(new IllegalStateException())),
        Named.of("completeAsync", future -> future.completeAsync(Connection::new, Runnable::run)),
        Named.of("failAsync", future -> future.completeAsync(CallFutureTest::fail, Runnable::run)),
        Named.of("obtrudeValue", future -> future.obtrudeValue(new Connection())),
        Named.of("obtrude", future -> future.obtrudeException(new IllegalStateException())));
  }

  private static Connection fail() {
    throw new IllegalStateException();
  }

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient client = http.client().callTimeout(Duration.ofMinutes(10)).build();

  /** From here on calls wait for a minute. */
  @BeforeEach
  void fillTheWindow() {
    http.then(ok("X-RateLimit-Limit", "1"));
    client.connections().update("first", "name");
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private CompletableFuture<Connection> update() {
    return client.connections().updateAsync("conn_1", "name");
  }

  private RateLimitStatus status() {
    return client.rateLimits().values().iterator().next();
  }

  @Test
  void itGivesWhatTheCallGives() {
    UpdateConnectionRequest request = new UpdateConnectionRequest().name("name");
    CompletableFuture<Connection> byName = client.connections().updateAsync("conn_1", "name");
    CompletableFuture<Connection> byRequest = client.connections().updateAsync("conn_1", request);
    time.runUntilIdle();

    assertThat(byName.join().getName()).isEqualTo("Sales");
    assertThat(byRequest.join()).isEqualTo(byName.join());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void itLeavesTheQueueAtOnceAndIsNotSent(Consumer<CompletableFuture<Connection>> way) {
    CompletableFuture<Connection> future = update();
    assertThat(status().waiting()).isEqualTo(1);

    way.accept(future);

    assertThat(status().waiting()).isZero();
    time.runUntilIdle();
    assertThat(http.requests()).hasSize(1);
    assertThat(future).isDone();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void atItsEndItIsTheUsersAlone(Consumer<CompletableFuture<Connection>> way) {
    CompletableFuture<Connection> future = update();
    time.runUntilIdle();
    assertThat(future).isCompleted();

    way.accept(future);

    time.runUntilIdle();
    assertThat(http.requests()).hasSize(2);
  }

  @Test
  void itTellsWhoCompletedIt() {
    Connection mine = new Connection();
    CompletableFuture<Connection> completed = update();
    CompletableFuture<Connection> failed = update();
    CompletableFuture<Connection> canceled = update();

    assertThat(completed.complete(mine)).isTrue();
    assertThat(failed.completeExceptionally(new IllegalStateException())).isTrue();
    assertThat(canceled.cancel(true)).isTrue();
    for (CompletableFuture<Connection> done : List.of(completed, failed)) {
      assertThat(done.complete(mine)).isFalse();
      assertThat(done.completeExceptionally(new IllegalStateException())).isFalse();
      assertThat(done.cancel(true)).isFalse();
      assertThat(done.completeAsync(() -> mine, Runnable::run)).isSameAs(done);
    }
    assertThat(completed.join()).isSameAs(mine);
    failed.obtrudeValue(mine);
    assertThat(failed.join()).isSameAs(mine);
    completed.obtrudeException(new IllegalStateException("mine"));
    assertThat(Futures.failure(completed)).hasMessage("mine");
  }

  @Test
  void whatIsDerivedFromItIsNoCall() {
    CompletableFuture<Connection> future = update();

    future.thenApply(Connection::getName).cancel(true);
    future.copy().cancel(true);

    assertThat(status().waiting()).isEqualTo(1);
    time.runUntilIdle();
    assertThat(future).isCompleted();
  }
}
