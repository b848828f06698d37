package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The caller's context where its call runs on other threads. */
@Timeout(60)
class ContextCaptureTest {

  private static final ThreadLocal<@Nullable String> CONTEXT = new ThreadLocal<>();
  private static final InheritableThreadLocal<@Nullable String> INHERITABLE =
      new InheritableThreadLocal<>();
  private static final int CALLERS = 40;

  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger captures = new AtomicInteger();

  /** What the key supplier, an interceptor and a callback found, of calls named by their ids. */
  private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();

  private volatile CountDownLatch mayRespond = new CountDownLatch(0);

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            Futures.await(mayRespond);
            // Half of the callers have to wait for the responses of others.
            return new MockResponse(
                200,
                okhttp3.Headers.of("X-RateLimit-Limit", String.valueOf(CALLERS / 2)),
                FakeHttp.CONNECTION);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    CONTEXT.remove();
    INHERITABLE.remove();
  }

  private DatagridClient.Builder builder() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  List<String> path = chain.request().url().pathSegments();
                  note(path.get(path.size() - 1) + " interceptor");
                  return chain.proceed(chain.request());
                })
            .build();
    return DatagridClient.builder()
        .apiKey(() -> "key-of-" + CONTEXT.get())
        .baseUrl(server.url("/v1").toString())
        .rateLimitWindow(Duration.ofMillis(300))
        .httpClient(http);
  }

  private UnaryOperator<Runnable> capture() {
    captures.incrementAndGet();
    String captured = CONTEXT.get();
    return task ->
        () -> {
          String before = CONTEXT.get();
          CONTEXT.set(captured);
          try {
            task.run();
          } finally {
            CONTEXT.set(before);
          }
        };
  }

  private void note(String where) {
    found.add(where + " " + CONTEXT.get() + " " + INHERITABLE.get());
  }

  static Stream<@Nullable Executor> callbackExecutors() {
    return Stream.of(null, Runnable::run);
  }

  /** Makes a call per caller, each in its context, and waits for all. */
  private void callAll(DatagridClient client) {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    CountDownLatch made = new CountDownLatch(CALLERS);
    mayRespond = made; // so that no call has ended before there is its callback
    for (int i = 0; i < CALLERS; i++) {
      String caller = "c" + i;
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends.add(end);
      Thread thread =
          new Thread(
              () -> {
                CONTEXT.set(caller);
                INHERITABLE.set(caller);
                var unused =
                    client
                        .connections()
                        .updateAsync(caller, "x")
                        .whenComplete(
                            (connection, failure) -> {
                              note(caller + " callback");
                              end.complete(null);
                            });
                made.countDown();
              },
              caller);
      thread.start();
    }
    ends.forEach(CompletableFuture::join);
  }

  @ParameterizedTest
  @MethodSource("callbackExecutors")
  void isThereForTheKeySupplierInterceptorsAndCallbacks(@Nullable Executor executor)
      throws Exception {
    DatagridClient.Builder builder = builder().contextCapture(this::capture);
    if (executor != null) {
      builder.callbackExecutor(executor);
    }
    try (DatagridClient client = builder.build()) {
      callAll(client);
    }
    assertThat(captures).hasValue(CALLERS);
    assertThat(found)
        .filteredOn(line -> line.contains("interceptor"))
        .hasSize(CALLERS)
        .allMatch(line -> line.matches("(c\\d+) interceptor \\1 null"));
    assertThat(found)
        .filteredOn(line -> line.contains("callback"))
        .hasSize(CALLERS)
        .allMatch(line -> line.matches("(c\\d+) callback \\1 null"));
    for (int i = 0; i < CALLERS; i++) {
      RecordedRequest request = server.takeRequest();
      String caller = Objects.requireNonNull(request.getUrl().pathSegments().get(2));
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer key-of-" + caller);
    }
  }

  @Test
  void isNobodysWhereNoneIsConfigured() {
    try (DatagridClient client = builder().build()) {
      callAll(client);
    }
    assertThat(found)
        .hasSize(2 * CALLERS)
        .allMatch(line -> line.matches("c\\d+ (interceptor|callback) null null"));
  }

  @Test
  void isThereForTheCallbacksOfRetrofit() {
    try (DatagridClient client = builder().contextCapture(this::capture).build()) {
      CONTEXT.set("caller");
      CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
      client
          .api(ConnectionsApi.class)
          .updateConnection("conn_1", new UpdateConnectionRequest().name("x"))
          .enqueue(
              new retrofit2.Callback<>() {
                @Override
                public void onResponse(
                    retrofit2.Call<Connection> call, retrofit2.Response<Connection> response) {
                  seen.complete(CONTEXT.get());
                }

                @Override
                public void onFailure(retrofit2.Call<Connection> call, Throwable failure) {
                  seen.completeExceptionally(failure);
                }
              });
      assertThat(seen.join()).isEqualTo("caller");
    }
  }

  @Test
  void isNotTouchedOnTheCallersOwnThread() {
    try (DatagridClient client = builder().contextCapture(this::capture).build()) {
      CONTEXT.set("caller");
      client.connections().update("conn_1", "x");
    }
    assertThat(captures).hasValue(0);
    assertThat(found).containsExactly("conn_1 interceptor caller null");
  }

  @Test
  void whatTheSupplierThrowsIsThrownWhereTheCallIsMade() {
    RuntimeException bug = new IllegalStateException("bug");
    try (DatagridClient client =
        builder()
            .contextCapture(
                () -> {
                  throw bug;
                })
            .build()) {
      assertThatThrownBy(() -> client.connections().updateAsync("conn_1", "x")).isSameAs(bug);
      assertThat(client.rateLimits()).isEmpty();
    }
  }

  static Stream<UnaryOperator<Runnable>> broken() {
    return Stream.of(
        task -> {
          throw new NoClassDefFoundError("tracing/Scope");
        },
        task ->
            () -> {
              throw new IllegalStateException("no scope");
            });
  }

  @ParameterizedTest
  @MethodSource("broken")
  void anOperatorThatFailsLosesNoCall(UnaryOperator<Runnable> operator) {
    try (DatagridClient client = builder().contextCapture(() -> operator).build()) {
      assertThat(client.connections().updateAsync("conn_1", "x").join()).isNotNull();
    }
    assertThat(found).containsExactly("conn_1 interceptor null null");
  }
}
