package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;

/** Cancel, close and interrupt at every point of a call's way; nothing may be left over. */
class EndingTest {

  private static final UpdateConnectionRequest REQUEST = new UpdateConnectionRequest().name("name");

  /** Where the call stands when it is ended. */
  enum Point {
    /** Behind a first call that holds the only slot. */
    IN_LINE,
    GATE_CLOSED,
    BACKING_OFF,
    EXCHANGING
  }

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient client = http.client().build();

  @AfterEach
  void closeClient() {
    client.close();
  }

  /** Makes the next call stand at that point for 5 to 10 seconds from now. */
  private void prepare(Point point) {
    switch (point) {
      case IN_LINE -> {
        http.then(ok("X-RateLimit-Limit", "1"));
        client.connections().update("first", "name");
        time.advance(Duration.ofSeconds(50));
      }
      case GATE_CLOSED -> http.then(rejected("Retry-After", "10"));
      case BACKING_OFF -> http.then(Reply.of(503, "", "Retry-After", "10"));
      case EXCHANGING -> http.then(ok().after(Duration.ofSeconds(10)));
    }
  }

  private CompletableFuture<Connection> update() {
    return client.connections().updateAsync("conn_1", "name");
  }

  private void assertNothingIsLeft() {
    assertThat(client.rateLimits().values())
        .allSatisfy(
            status -> {
              assertThat(status.inFlight()).isZero();
              assertThat(status.waiting()).isZero();
            });
  }

  /** Everything that gives a future. */
  enum Async {
    BY_NAME {
      @Override
      CompletableFuture<?> start(DatagridClient client) {
        return client.connections().updateAsync("conn_1", "name");
      }
    },
    BY_REQUEST {
      @Override
      CompletableFuture<?> start(DatagridClient client) {
        return client.connections().updateAsync("conn_1", REQUEST);
      }
    },
    WITH_OPTIONS {
      @Override
      CompletableFuture<?> start(DatagridClient client) {
        return client
            .connections()
            .updateWithResponseAsync("conn_1", REQUEST, RequestOptions.none());
      }
    },
    OF_AN_INTERFACE {
      @Override
      CompletableFuture<?> start(DatagridClient client) {
        return client.executeAsync(apiCall(client));
      }
    };

    abstract CompletableFuture<?> start(DatagridClient client);
  }

  static Stream<Arguments> pointsAndAsyncs() {
    return Stream.of(Point.values())
        .flatMap(point -> Stream.of(Async.values()).map(async -> Arguments.of(point, async)));
  }

  @ParameterizedTest
  @MethodSource("pointsAndAsyncs")
  void cancelingTheFutureEndsTheCallAndTheNextGoesOn(Point point, Async async) {
    prepare(point);
    int before = http.requests().size();
    CompletableFuture<?> canceled = async.start(client);
    time.schedule(TimeUnit.SECONDS.toNanos(5), () -> canceled.cancel(true));
    CompletableFuture<?> next = async.start(client);
    time.advance(Duration.ofSeconds(5));

    assertThatThrownBy(canceled::join).isInstanceOf(CancellationException.class);
    time.runUntilIdle();
    assertThat(next).isCompleted();
    // The canceled one was sent where it had its turn before it was canceled.
    assertThat(http.requests()).hasSize(before + (point == Point.IN_LINE ? 1 : 2));
    assertNothingIsLeft();
  }

  /** A future derived from it is the user's own, and tells it nothing. */
  @ParameterizedTest
  @EnumSource
  void cancelingADerivedFutureLeavesTheCallAlone(Async async) {
    prepare(Point.EXCHANGING);
    CompletableFuture<?> future = async.start(client);
    CompletableFuture<Void> derived = future.thenAccept(value -> {});
    CompletableFuture<Void> all = CompletableFuture.allOf(future);
    time.schedule(
        TimeUnit.SECONDS.toNanos(5),
        () -> {
          derived.cancel(true);
          all.cancel(true);
        });
    time.runUntilIdle();

    assertThat(future).isCompleted();
    assertThat(derived).isCancelled();
    assertThat(all).isCancelled();
  }

  @ParameterizedTest
  @EnumSource
  void closingFailsTheCall(Point point) {
    prepare(point);
    CompletableFuture<Connection> future = update();
    time.schedule(TimeUnit.SECONDS.toNanos(5), client::close);
    time.runUntilIdle();

    assertThat(failure(future))
        .isInstanceOfSatisfying(
            ClientClosedException.class,
            e -> assertThat(e.attempts()).isEqualTo(point == Point.IN_LINE ? 0 : 1));
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource
  void closingFailsABlockedCall(Point point) {
    prepare(point);
    time.schedule(TimeUnit.SECONDS.toNanos(5), client::close);

    assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
        .isInstanceOf(ClientClosedException.class);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXCHANGING")
  void anInterruptEndsAWaitAtOnce(Point point) {
    prepare(point);
    double from = time.seconds();
    Thread caller = Thread.currentThread();
    time.schedule(TimeUnit.SECONDS.toNanos(5), caller::interrupt);

    CallInterruptedException interrupted =
        catchThrowableOfType(
            CallInterruptedException.class, () -> client.connections().update("conn_1", "name"));

    assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
    assertThat(interrupted.attempts()).isEqualTo(point == Point.IN_LINE ? 0 : 1);
    assertThat(interrupted.getSuppressed()).hasSize(point == Point.IN_LINE ? 0 : 1);
    assertThat(time.seconds() - from).isEqualTo(5);
    assertNothingIsLeft();
  }

  @Test
  void anInterruptDuringAnExchangeCountsWhenItBreaks() {
    http.then(Reply.broken(new IOException("closed")).after(Duration.ofSeconds(10)));
    Thread caller = Thread.currentThread();
    time.schedule(TimeUnit.SECONDS.toNanos(5), caller::interrupt);

    assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
        .isInstanceOf(CallInterruptedException.class)
        .hasRootCauseMessage("closed");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(http.requests()).hasSize(1);
  }

  /** A blocking read of a socket knows no interrupt. */
  private void interruptDuringTheExchange(Reply reply) {
    http.then(reply.after(Duration.ofSeconds(10)));
    time.schedule(TimeUnit.SECONDS.toNanos(5), Thread.currentThread()::interrupt);
  }

  @Test
  void anAttemptThatSucceedsInSpiteOfAnInterruptIsTheResult() {
    interruptDuringTheExchange(ok());

    Connection connection = client.connections().update("conn_1", "name");

    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    assertThat(connection.getId()).isEqualTo("conn_1");
    assertNothingIsLeft();
  }

  @Test
  void aFinalFailureInSpiteOfAnInterruptIsTheResult() {
    interruptDuringTheExchange(Reply.of(404, ""));

    assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
        .isInstanceOf(NotFoundException.class);
    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429})
  void afterAnInterruptThereIsNoOtherAttempt(int status) {
    interruptDuringTheExchange(Reply.of(status, "", "Retry-After", "1"));

    CallInterruptedException interrupted =
        catchThrowableOfType(
            CallInterruptedException.class, () -> client.connections().update("conn_1", "name"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupted.attempts()).isEqualTo(1);
    assertThat(interrupted.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    time.runUntilIdle();
    assertThat(http.requests()).hasSize(1);
    assertThat(time.seconds()).isEqualTo(10);
    assertNothingIsLeft();
  }

  @Test
  void aThreadThatIsInterruptedBeforehandSendsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
        .isInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(http.requests()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void aTimeoutOfTheUsersOwnOnTheFutureEndsTheCall() {
    prepare(Point.GATE_CLOSED);
    CompletableFuture<Connection> future = update();
    time.advance(Duration.ofSeconds(1));
    future.completeExceptionally(new java.util.concurrent.TimeoutException());
    time.runUntilIdle();

    assertThat(http.requests()).hasSize(1);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource
  void cancelingARetrofitCallIsAnIoException(Point point) {
    prepare(point);
    Call<Connection> call = apiCall(client);
    time.schedule(TimeUnit.SECONDS.toNanos(5), call::cancel);
    assertThat(call.isExecuted()).isFalse();
    assertThat(call.isCanceled()).isFalse();

    assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
    assertThat(call.isExecuted()).isTrue();
    assertThat(call.isCanceled()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void aRetrofitCallThatIsCanceledBeforehandSendsNothing() {
    Call<Connection> call = apiCall(client);
    call.cancel();
    assertThatThrownBy(call::execute).isInstanceOf(IOException.class);
    assertThat(http.requests()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void closingFailsThousandsOfWaitingCallsAndSendsNoneOfThem() {
    prepare(Point.IN_LINE);
    RequestOptions patient = RequestOptions.builder().callTimeout(Duration.ZERO).build();
    var futures =
        Stream.generate(() -> client.executeAsync(apiCall(client), patient)).limit(3_000).toList();
    client.close();
    time.runUntilIdle();

    assertThat(futures)
        .allSatisfy(f -> assertThat(failure(f)).isInstanceOf(ClientClosedException.class));
    assertThat(http.requests()).hasSize(1);
    assertThat(client.rateLimits().values()).extracting(RateLimitStatus::waiting).containsOnly(0);
  }

  private static Call<Connection> apiCall(DatagridClient client) {
    return client.api(ConnectionsApi.class).updateConnection("conn_1", REQUEST);
  }
}
