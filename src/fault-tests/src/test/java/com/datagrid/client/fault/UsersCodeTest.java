package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.testing.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users plug in or run beside: it may block, throw and send twice, and others go on. */
@ParameterizedClass
@EnumSource(Mode.class)
class UsersCodeTest {

  private final Mode mode;

  UsersCodeTest(Mode mode) {
    this.mode = mode;
  }

  @Test
  void callbacksThatBlockOrThrowDelayNoCall() throws Exception {
    // A callback of a future that is already complete runs on the thread that adds it: this test's.
    CountDownLatch added = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server =
        RawServer.always(
            wire -> {
              await(added);
              Responses.ok(wire);
            })) {
      Trial.of(
          "",
          server.url(),
          UnaryOperator.identity(),
          client -> {
            List<CompletableFuture<Connection>> blocked = new ArrayList<>();
            List<CompletableFuture<Void>> thrown = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
              blocked.add(
                  client
                      .connections()
                      .updateAsync("conn_1", "Sales")
                      .whenComplete((connection, failure) -> await(end)));
              thrown.add(
                  client
                      .connections()
                      .updateAsync("conn_1", "Sales")
                      .thenRun(
                          () -> {
                            throw new IllegalStateException("bug of a callback");
                          }));
            }
            added.countDown();
            assertThat(mode.update(client).attempts()).isEqualTo(1);
            assertThat(blocked).noneMatch(CompletableFuture::isDone);
            end.countDown();
            blocked.forEach(Mode::await);
            thrown.forEach(future -> Mode.await(future.exceptionally(bug -> null)));
          });
      server.assertAllClosed();
    }
  }

  @Test
  void aDispatcherThatIsSaturatedByTheUsersOwnCallsHoldsUpNoneOfOurs() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(1);
    try (RawServer slow = RawServer.always(wire -> await(end));
        RawServer server = RawServer.always(Responses::ok)) {
      OkHttpClient own = new OkHttpClient.Builder().dispatcher(dispatcher).build();
      for (int i = 0; i < 10; i++) {
        own.newCall(new Request.Builder().url(slow.url()).build()).enqueue(new Ignored());
      }
      Trial.of(
          "",
          server.url(),
          http -> http.dispatcher(dispatcher),
          client -> assertThat(mode.update(client).attempts()).isEqualTo(1));
      assertThat(dispatcher.queuedCallsCount()).isEqualTo(9);
      dispatcher.cancelAll();
      end.countDown();
      dispatcher.executorService().shutdown();
      server.assertAllClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterceptorThatThrowsAnIOExceptionIsAFaultLikeOthers(boolean before) throws Exception {
    DatagridException failure = failure(before, new IOException("bug"), 2);

    assertThat(failure)
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageContainingAll(
            before ? "nothing was sent" : "may have carried it out", "maxRetries")
        .hasRootCauseMessage("bug")
        .returns(2, DatagridException::attempts);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterceptorThatThrowsAnythingElseEndsTheCall(boolean before) throws Exception {
    for (Throwable bug : new Throwable[] {new IllegalStateException("bug"), new Error("bug")}) {
      assertThat(failure(before, bug, 1))
          .isExactlyInstanceOf(DatagridException.class)
          .hasMessageContaining("an interceptor")
          .hasCause(bug)
          .returns(1, DatagridException::attempts);
    }
  }

  private DatagridException failure(boolean before, Throwable bug, int attempts) throws Exception {
    Interceptor interceptor =
        chain -> {
          if (!before) {
            chain.proceed(chain.request()).close();
          }
          throw thrown(bug);
        };
    try (RawServer server = RawServer.always(Responses::ok)) {
      DatagridException failure =
          Trial.failure(
              mode, "maxRetries 1", server.url(), http -> http.addInterceptor(interceptor));
      assertThat(server.requests()).hasSize(before ? 0 : attempts);
      server.assertAllClosed();
      return failure;
    }
  }

  /** At a limit of two per window, a call that sends twice leaves nothing for the next. */
  @Test
  void anInterceptorThatSendsTwiceTakesTwoSlots() throws Exception {
    Interceptor twice =
        chain -> {
          chain.proceed(chain.request()).close();
          return chain.proceed(chain.request());
        };
    RawServer.Response response =
        wire -> wire.respond(200, "X-RateLimit-Limit: 2", Responses.CONNECTION);
    try (RawServer server = RawServer.always(response)) {
      Trial.of(
          "callTimeout 5S",
          server.url(),
          http -> http.addInterceptor(twice),
          client -> {
            assertThat(mode.update(client).attempts()).isEqualTo(1);
            assertThat(used(client)).isEqualTo(2);
            assertThat(Trial.failure(mode, client)).returns(0, DatagridException::attempts);
          });
      assertThat(server.requests()).hasSize(2);
      server.assertAllClosed();
    }
  }

  private static int used(DatagridClient client) {
    return client.rateLimits().values().iterator().next().used();
  }

  private static IOException thrown(Throwable bug) {
    if (bug instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (bug instanceof Error error) {
      throw error;
    }
    return (IOException) bug;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Ignored implements Callback {
    @Override
    public void onFailure(okhttp3.Call call, IOException e) {}

    @Override
    public void onResponse(okhttp3.Call call, Response response) {
      response.close();
    }
  }
}
