package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.CallInterruptedException;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.ClientClosedException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.stubs.DatagridStubs;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/** A generated interface keeps Retrofit's contract, whichever way its calls are executed. */
@ParameterizedClass
@EnumSource(ApiCallsTest.Way.class)
class ApiCallsTest {

  /** Retrofit's two ways to execute a call. */
  enum Way {
    EXECUTE {
      @Override
      <T> Response<T> run(Call<T> call) throws IOException {
        return call.execute();
      }
    },
    ENQUEUE {
      @Override
      <T> Response<T> run(Call<T> call) throws IOException {
        CompletableFuture<Response<T>> result = new CompletableFuture<>();
        call.enqueue(
            new Callback<T>() {
              @Override
              public void onResponse(Call<T> same, Response<T> response) {
                assertThat(same).isSameAs(call);
                result.complete(response);
              }

              @Override
              public void onFailure(Call<T> same, Throwable failure) {
                assertThat(same).isSameAs(call);
                result.completeExceptionally(failure);
              }
            });
        try {
          return result.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          if (e.getCause() instanceof IOException failure) {
            throw failure;
          }
          throw new AssertionError("neither a response nor an IOException", e);
        } catch (InterruptedException | TimeoutException e) {
          throw new AssertionError("the callback was not called", e);
        }
      }
    };

    abstract <T> Response<T> run(Call<T> call) throws IOException;
  }

  @RegisterExtension final ContractServer server = new ContractServer();

  private final Way way;
  private DatagridClient client;

  ApiCallsTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() {
    client = server.client().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void successIsAResponse() throws IOException {
    Call<Connection> call = update();

    Response<Connection> response = way.run(call);

    assertThat(response.code()).isEqualTo(200);
    assertThat(response.body()).extracting(Connection::getName).isEqualTo("Sales");
    assertThat(response.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(call.isExecuted()).isTrue();
    assertThat(call.isCanceled()).isFalse();
  }

  @Test
  void anErrorIsAResponse() throws IOException {
    server.respond(DatagridStubs.connectionNotFound());

    assertThat(way.run(update()).code()).isEqualTo(404);
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void aRejectionIsWaitedOut() throws IOException {
    server.respondOnce(DatagridStubs.rateLimited());

    assertThat(way.run(update()).code()).isEqualTo(200);
    assertThat(Waits.between(server.exchanges()))
        .singleElement()
        .satisfies(Waits.atLeastMillis(1000));
  }

  @Test
  void aFinalRejectionIsAResponseWithHeadersAndBody() throws IOException {
    String body = Bodies.text("limit, final");
    server.respond(
        Bodies.body("limit, final").withStatus(429).withHeader("X-RateLimit-Limit", "7"));

    Response<Connection> response = way.run(update());

    assertThat(response.code()).isEqualTo(429);
    assertThat(response.headers().get("X-RateLimit-Limit")).isEqualTo("7");
    try (var error = response.errorBody()) {
      assertThat(error).isNotNull();
      assertThat(error.string()).isEqualTo(body);
    }
  }

  @Test
  void aFaultIsTriedAgainAndThenAResponse() throws IOException {
    server.allowUndocumented(503);
    server.respond(Bodies.body("error").withStatus(503).withHeader("retry-after-ms", "10"));

    assertThat(way.run(update()).code()).isEqualTo(503);
    assertThat(server.exchanges()).hasSize(3);
  }

  @Test
  void aBrokenConnectionIsTheIoExceptionItself() {
    client = server.client().maxRetries(0).build();
    server.respond(aResponse().withFault(Fault.EMPTY_RESPONSE));

    assertThat(failure(update())).isInstanceOf(IOException.class);
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void anInvalidBodyIsAnIoExceptionWithOursAsCause() {
    server.checkRequestsOnly().respond(okJson("{}"));

    assertThat(failure(update())).hasCauseInstanceOf(InvalidResponseException.class);
  }

  @Test
  void aDeadlineIsAnIoExceptionWithOursAsCause() {
    client = server.client().callTimeout(Duration.ofMillis(200)).build();
    server.respond(Bodies.slow());

    assertThat(failure(update())).hasCauseInstanceOf(CallTimeoutException.class);
  }

  @Test
  void theTimeoutOfACallIsItsDeadline() {
    server.respond(Bodies.slow());
    Call<Connection> call = update();
    call.timeout().timeout(200, TimeUnit.MILLISECONDS);

    assertThat(failure(call)).hasCauseInstanceOf(CallTimeoutException.class);
  }

  @Test
  void closingIsAnIoExceptionWithOursAsCause() {
    server.respond(Bodies.slow());

    assertThat(failureAfter(client::close, update()))
        .hasCauseInstanceOf(ClientClosedException.class);
  }

  @Test
  void cancelingEndsTheCall() {
    server.respond(Bodies.slow());
    Call<Connection> call = update();

    assertThat(failureAfter(call::cancel, call)).isInstanceOf(IOException.class);
    assertThat(call.isCanceled()).isTrue();
  }

  @Test
  void aCallThatWasCanceledBeforeSendsNothing() {
    Call<Connection> call = update();
    call.cancel();

    assertThat(failure(call)).isInstanceOf(IOException.class);
    assertThat(server.exchanges()).isEmpty();
  }

  @Test
  void anInterruptIsAnIoExceptionWithOursAsCause() {
    if (way == Way.ENQUEUE) {
      return; // nobody waits who could be interrupted
    }
    Thread.currentThread().interrupt();

    assertThat(failure(update())).hasCauseInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.exchanges()).isEmpty();
  }

  @Test
  void aCallIsExecutedOnceAndACloneOnceMore() throws IOException {
    Call<Connection> call = update();
    way.run(call);

    assertThatIllegalStateException().isThrownBy(() -> way.run(call));
    Call<Connection> clone = call.clone();
    assertThat(clone.isExecuted()).isFalse();
    assertThat(way.run(clone).code()).isEqualTo(200);
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void aCloneOfACanceledCallIsNotCanceled() throws IOException {
    Call<Connection> call = update();
    call.cancel();

    assertThat(way.run(call.clone()).code()).isEqualTo(200);
  }

  @Test
  void aClosedClientTakesNoCall() {
    Call<Connection> call = update();
    client.close();

    assertThatIllegalStateException().isThrownBy(() -> way.run(call));
  }

  private Call<Connection> update() {
    return client
        .api(ConnectionsApi.class)
        .updateConnection("conn_1", new UpdateConnectionRequest().name("Sales"));
  }

  private IOException failure(Call<Connection> call) {
    Throwable failure = catchThrowable(() -> way.run(call));
    assertThat(failure).isInstanceOf(IOException.class);
    return (IOException) failure;
  }

  /** How the call fails if that happens once the server has its request. */
  private IOException failureAfter(Runnable event, Call<Connection> call) {
    server.onNextRequest(event);
    return failure(call);
  }
}
