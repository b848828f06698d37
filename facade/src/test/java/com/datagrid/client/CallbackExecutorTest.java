package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/** An executor of the user's for what follows a call. */
class CallbackExecutorTest {

  private static final UpdateConnectionRequest REQUEST =
      new UpdateConnectionRequest().name("Sales");

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final Queue<Runnable> given = new ArrayDeque<>();
  private final List<DatagridClient> clients = new ArrayList<>();

  private DatagridClient client(Executor executor) {
    DatagridClient client = http.client().callbackExecutor(executor).build();
    clients.add(client);
    return client;
  }

  @AfterEach
  void closeClients() {
    clients.forEach(DatagridClient::close);
  }

  @Test
  void successCompletesOnIt() {
    CompletableFuture<Connection> future = client(given::add).connections().updateAsync("c", "n");
    time.runUntilIdle();
    assertThat(http.requests()).hasSize(1);
    assertThat(future).isNotDone();

    given.remove().run();

    assertThat(future).isCompleted();
    assertThat(given).isEmpty();
  }

  @Test
  void failureCompletesOnIt() {
    http.otherwise(request -> FakeHttp.Reply.of(404, "{}"));
    CompletableFuture<Connection> future = client(given::add).connections().updateAsync("c", "n");
    time.runUntilIdle();
    assertThat(future).isNotDone();

    given.remove().run();

    assertThat(failure(future)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatClosingFailsCompletesOnIt() {
    http.otherwise(request -> ok("X-RateLimit-Limit", "1"));
    DatagridClient client = client(given::add);
    var first = client.connections().updateAsync("first", "n");
    var waiting = client.connections().updateAsync("second", "n");
    time.advance(Duration.ofSeconds(1));
    client.close();
    time.runUntilIdle();
    assertThat(waiting).isNotDone();

    given.forEach(Runnable::run);

    assertThat(first).isCompleted();
    assertThat(failure(waiting)).isInstanceOf(ClientClosedException.class);
  }

  @Test
  void callbacksOfRetrofitRunOnIt() {
    List<Object> ends = new ArrayList<>();
    client(given::add)
        .api(ConnectionsApi.class)
        .updateConnection("c", REQUEST)
        .enqueue(recording(ends));
    time.runUntilIdle();
    assertThat(ends).isEmpty();

    assertThatIllegalStateException().isThrownBy(given.remove()::run);

    assertThat(ends).hasSize(1);
  }

  private static Callback<Connection> recording(List<Object> ends) {
    return new Callback<>() {
      @Override
      public void onResponse(Call<Connection> call, Response<Connection> response) {
        ends.add(response);
        throw new IllegalStateException("of the callback"); // as users' code may
      }

      @Override
      public void onFailure(Call<Connection> call, Throwable failure) {
        ends.add(failure);
      }
    };
  }

  static Stream<Named<Executor>> rejecting() {
    return Stream.of(
        Named.of(
            "rejects",
            task -> {
              throw new RejectedExecutionException("full");
            }),
        Named.of(
            "fails",
            task -> {
              throw new AssertionError("broken");
            }));
  }

  @ParameterizedTest
  @MethodSource("rejecting")
  void whatItRejectsCompletesAllTheSame(Executor executor) {
    DatagridClient client = client(executor);
    http.then(ok(), FakeHttp.Reply.of(404, "{}"));
    CompletableFuture<Connection> success = client.connections().updateAsync("c", "n");
    CompletableFuture<Connection> failing = client.connections().updateAsync("c", "n");
    time.runUntilIdle();

    assertThat(success).isCompleted();
    assertThat(failure(failing)).isInstanceOf(NotFoundException.class);
  }

  /** Its failure is the callback's, not a rejection. */
  @Test
  void aCallbackThatThrowsRunsOnce() {
    List<Object> ends = new ArrayList<>();
    client(Runnable::run)
        .api(ConnectionsApi.class)
        .updateConnection("c", REQUEST)
        .enqueue(recording(ends));
    assertThatIllegalStateException().as("of the callback").isThrownBy(time::runUntilIdle);

    assertThat(ends).hasSize(1);
  }

  @Test
  void aTaskThatWasTakenAndThenRejectedRunsOnce() {
    List<Object> ends = new ArrayList<>();
    client(
            task -> {
              given.add(task);
              throw new RejectedExecutionException("or not");
            })
        .api(ConnectionsApi.class)
        .updateConnection("c", REQUEST)
        .enqueue(recording(ends));
    assertThatIllegalStateException().as("of the callback").isThrownBy(time::runUntilIdle);

    given.remove().run();

    assertThat(ends).hasSize(1);
  }

  /** Else a callback could hold up the timer of all calls, or the thread that makes the call. */
  @Test
  void anExecutorOfNoThreadsRunsOnThreadsForCallbacks() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    try (DatagridClient client =
        http.client()
            .time(new SystemTime(), CallExecutors::new)
            .initialRateLimit(1)
            .rateLimitWindow(Duration.ofHours(1))
            .callTimeout(Duration.ofMinutes(1))
            .callbackExecutor(
                task -> {
                  thread.complete(Thread.currentThread().getName());
                  task.run();
                })
            .build()) {
      client.connections().update("first", "n");
      CompletableFuture<Connection> refused = client.connections().updateAsync("second", "n");

      assertThat(thread.get(30, TimeUnit.SECONDS)).startsWith("datagrid-callback");
      assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CallTimeoutException.class);
    }
  }
}
