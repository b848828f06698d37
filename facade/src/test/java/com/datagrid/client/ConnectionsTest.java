package com.datagrid.client;

import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Connections} makes of a fake that has only the two abstract methods. */
class ConnectionsTest {

  private static final UpdateConnectionRequest REQUEST = new UpdateConnectionRequest().name("HR");

  /** What was asked for, and a future for the test to complete. */
  private static final class Fake implements Connections {
    private final List<String> calls = new ArrayList<>();
    private CompletableFuture<ApiResponse<Connection>> future = new CompletableFuture<>();

    @Override
    public ApiResponse<Connection> updateWithResponse(
        String connectionId, UpdateConnectionRequest request, RequestOptions options) {
      calls.add(connectionId + ' ' + request.getName());
      assertThat(options).isSameAs(RequestOptions.none());
      if (connectionId.equals("gone")) {
        throw new NotFoundException(Headers.empty(), "");
      }
      return response(request.getName());
    }

    @Override
    public CompletableFuture<ApiResponse<Connection>> updateWithResponseAsync(
        String connectionId, UpdateConnectionRequest request, RequestOptions options) {
      calls.add(connectionId + ' ' + request.getName());
      assertThat(options).isSameAs(RequestOptions.none());
      return future;
    }
  }

  private static ApiResponse<Connection> response(String name) {
    return ApiResponse.of(new Connection().name(name));
  }

  /** The default methods that give a future. */
  enum Method {
    NAME {
      @Override
      CompletableFuture<Connection> update(Connections connections) {
        return connections.updateAsync("conn_1", "HR");
      }
    },
    REQUEST_ONLY {
      @Override
      CompletableFuture<Connection> update(Connections connections) {
        return connections.updateAsync("conn_1", REQUEST);
      }
    };

    abstract CompletableFuture<Connection> update(Connections connections);
  }

  private final Fake connections = new Fake();

  @Test
  void blocking() {
    assertThat(connections.update("conn_1", "HR").getName()).isEqualTo("HR");
    assertThat(connections.update("conn_1", REQUEST).getName()).isEqualTo("HR");
    assertThat(connections.calls).containsExactly("conn_1 HR", "conn_1 HR");
    assertThatThrownBy(() -> connections.update("gone", "HR"))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource
  void async(Method method) {
    CompletableFuture<Connection> result = method.update(connections);
    assertThat(result).isNotDone();

    connections.future.complete(response("HR"));

    assertThat(result.join().getName()).isEqualTo("HR");
    assertThat(connections.calls).containsExactly("conn_1 HR");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void noName() {
    String none = null;
    assertThatNullPointerException()
        .isThrownBy(() -> connections.update("conn_1", none))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateAsync("conn_1", none))
        .withMessage("name");
    assertThat(connections.calls).isEmpty();
  }

  /** All the ways in which a fake's future may fail with the same exception. */
  static Stream<Named<Function<DatagridException, CompletableFuture<ApiResponse<Connection>>>>>
      failing() {
    return Stream.of(
        Named.of("failed", CompletableFuture::failedFuture),
        Named.of("supplied", e -> CompletableFuture.supplyAsync(() -> raise(e), Runnable::run)),
        Named.of(
            "derived",
            e ->
                CompletableFuture.supplyAsync(() -> raise(e), Runnable::run)
                    .thenApply(response -> response)),
        Named.of(
            "wrapped twice",
            e ->
                CompletableFuture.failedFuture(
                    new CompletionException(new CompletionException(e)))));
  }

  private static ApiResponse<Connection> raise(DatagridException e) {
    throw e;
  }

  @ParameterizedTest
  @MethodSource("failing")
  void failsWithTheExceptionItself(
      Function<DatagridException, CompletableFuture<ApiResponse<Connection>>> failing) {
    NotFoundException failure = new NotFoundException(Headers.empty(), "");
    List<Throwable> seen = new ArrayList<>();
    connections.future = failing.apply(failure);

    for (Method method : Method.values()) {
      var unused = method.update(connections).whenComplete((body, e) -> seen.add(e));
    }

    assertThat(seen).containsExactly(failure, failure);
  }

  @Test
  void whatHasNoCauseIsNotUnwrapped() {
    CompletionException failure = new CompletionException("odd", null);
    connections.future = CompletableFuture.failedFuture(failure);
    List<Throwable> seen = new ArrayList<>();

    var unused = Method.NAME.update(connections).whenComplete((body, e) -> seen.add(e));

    assertThat(seen).containsExactly(failure);
  }

  /** A fake that gives no response fails the future too, which would never complete otherwise. */
  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("NullAway") // on purpose
  void noResponse(Method method) {
    connections.future = CompletableFuture.completedFuture(null);
    assertThat(failure(method.update(connections))).isInstanceOf(NullPointerException.class);
  }

  static Stream<Named<Consumer<CompletableFuture<Connection>>>> ways() {
    return CallFutureTest.ways();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whoeverCompletesItCancelsTheCall(Consumer<CompletableFuture<Connection>> way) {
    for (Method method : Method.values()) {
      connections.future = new CompletableFuture<>();
      way.accept(method.update(connections));
      assertThat(connections.future).as("%s", method).isCancelled();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isCanceledWithTheCall(Method method) {
    CompletableFuture<Connection> result = method.update(connections);
    connections.future.cancel(true);
    assertThat(result).isCancelled();
  }
}
