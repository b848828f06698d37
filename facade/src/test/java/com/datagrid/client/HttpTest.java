package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.http.GET;
import retrofit2.http.Path;
import retrofit2.http.Streaming;

/** What only shows with the real OkHttp on a real socket. */
class HttpTest {

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DatagridClient.Builder builder() {
    return DatagridClient.builder().apiKey("key").baseUrl(server.url("/v1").toString());
  }

  private static MockResponse response(int status, String body, String... headers) {
    return new MockResponse(status, okhttp3.Headers.of(headers), body);
  }

  private static MockResponse ok() {
    return response(200, FakeHttp.CONNECTION);
  }

  private RecordedRequest request() throws InterruptedException {
    RecordedRequest request = server.takeRequest(30, TimeUnit.SECONDS);
    assertThat(request).as("a request").isNotNull();
    return request;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b", "a/b", "100%", "%2F", "é", "?q#f;x=1", "..a", "a+b"})
  void anIdArrivesAsOneSegmentByteForByte(String id) throws Exception {
    server.enqueue(ok());
    try (DatagridClient client = builder().build()) {
      client.connections().update(id, "name");
    }
    assertThat(request().getUrl().pathSegments()).containsExactly("v1", "connections", id);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 421, 503})
  void okHttpSendsNothingAgainByItself(int status) {
    server.enqueue(response(status, "", "Retry-After", "0"));
    try (DatagridClient client = builder().maxRetries(0).build()) {
      ApiException failure =
          catchThrowableOfType(
              ApiException.class, () -> client.connections().update("conn_1", "name"));
      assertThat(failure.statusCode()).isEqualTo(status);
      assertThat(failure.headers().first("Retry-After")).contains("0");

      server.enqueue(response(status, "", "Retry-After", "0"));
      assertThatThrownBy(() -> client.execute(client.api(Things.class).get("1")))
          .isInstanceOf(ApiException.class);
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  interface Things {
    @GET("things/{id}")
    retrofit2.Call<Connection> get(@Path("id") String id);

    @GET("files/{id}")
    @Streaming
    retrofit2.Call<ResponseBody> download(@Path("id") String id);
  }

  @Test
  void aDownloadThatStallsIsCutWhereItIsRead() throws IOException {
    server.enqueue(
        new MockResponse.Builder()
            .body("ab")
            .throttleBody(1, 1, TimeUnit.MINUTES) // a byte, and then nothing
            .build());
    try (DatagridClient client =
        builder()
            .attemptTimeout(Duration.ofMillis(300))
            .time(new VirtualTime(), CallExecutors::new) // what is cut by OkHttp is in real time
            .build()) {
      Things things = client.api(Things.class);
      try (ResponseBody body = client.execute(things.download("1")).body()) {
        assertThatThrownBy(body::string).isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(client.rateLimits().values())
          .extracting(RateLimitStatus::inFlight)
          .containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsAnErrorThatNamesTheLocation(int status) {
    server.enqueue(response(status, "", "Location", "https://elsewhere.example/v2"));
    try (DatagridClient client = builder().build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isExactlyInstanceOf(ApiException.class)
          .hasMessageContaining("https://elsewhere.example/v2");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void retrofitCallsKeepRetrofitsContract() throws IOException {
    server.enqueue(ok());
    server.enqueue(response(404, "{\"message\": \"gone\"}"));
    try (DatagridClient client = builder().build()) {
      retrofit2.Call<Connection> call =
          client
              .api(ConnectionsApi.class)
              .updateConnection("conn_1", new UpdateConnectionRequest().name("name"));
      assertThat(call.execute().body()).returns("Sales", Connection::getName);
      assertThat(call.isExecuted()).isTrue();
      assertThatThrownBy(call::execute).isInstanceOf(IllegalStateException.class);

      retrofit2.Response<Connection> missing = call.clone().execute();
      assertThat(missing.code()).isEqualTo(404);
      assertThat(missing.errorBody()).isNotNull();
      assertThat(missing.errorBody().string()).isEqualTo("{\"message\": \"gone\"}");
    }
  }

  @Test
  void aSecondExchangeUnderOnePermitTakesASlotOfItsOwn() {
    server.enqueue(response(503, "", "X-RateLimit-Limit", "100"));
    server.enqueue(ok());
    OkHttpClient own =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  chain.proceed(chain.request()).close();
                  return chain.proceed(chain.request());
                })
            .build();
    try (DatagridClient client = builder().httpClient(own).build()) {
      client.connections().update("conn_1", "name");
      assertThat(client.rateLimits().values())
          .singleElement()
          .extracting(RateLimitStatus::used, RateLimitStatus::inFlight)
          .containsExactly(2, 0);
    }
  }

  @Test
  void aBorrowedClientIsUsedAndStaysOpen() throws IOException {
    server.enqueue(ok());
    server.enqueue(ok());
    AtomicInteger seen = new AtomicInteger();
    OkHttpClient own =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  seen.incrementAndGet();
                  return chain.proceed(chain.request());
                })
            .build();
    try (DatagridClient client = builder().httpClient(own).build()) {
      client.connections().update("conn_1", "name");
    }
    assertThat(seen).hasValue(1);
    assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(own.connectionPool().connectionCount()).isEqualTo(1);
    try (Response response =
        own.newCall(new okhttp3.Request.Builder().url(server.url("/")).build()).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  void aBorrowedInterceptorThatThrowsFailsTheCallAndTakesNoSlot() {
    IllegalArgumentException bug = new IllegalArgumentException("bug");
    OkHttpClient own =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw bug;
                })
            .build();
    try (DatagridClient client = builder().httpClient(own).build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isExactlyInstanceOf(DatagridException.class)
          .hasCause(bug);
      assertThat(client.rateLimits().values()).singleElement().returns(0, RateLimitStatus::used);
    }
  }

  @Test
  void aRefusedConnectionIsTriedAgainAndNothingWasSent() {
    server.close();
    try (DatagridClient client = builder().maxRetries(1).build()) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> client.connections().update("conn_1", "name"));
      assertThat(failure.attempts()).isEqualTo(2);
      assertThat(failure).hasMessageContaining("nothing was sent");
      assertThat(failure.isTimeout()).isFalse();
      assertThat(client.rateLimits().values()).singleElement().returns(0, RateLimitStatus::used);
    }
  }

  @Test
  void aConnectionThatBreaksAfterTheRequestMayHaveCarriedItOut() {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    try (DatagridClient client = builder().maxRetries(0).build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("may have carried it out");
      assertThat(client.rateLimits().values())
          .singleElement()
          .extracting(RateLimitStatus::used, RateLimitStatus::inFlight)
          .containsExactly(1, 0);
    }
  }

  @Test
  void aBodyThatStallsIsCutByTheAttemptTimeout() {
    server.enqueue(
        new MockResponse.Builder()
            .body(FakeHttp.CONNECTION)
            .throttleBody(1, 1, TimeUnit.SECONDS)
            .build());
    try (DatagridClient client =
        builder().attemptTimeout(Duration.ofMillis(200)).maxRetries(0).build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.isTimeout()).isTrue())
          .hasMessageContaining("attemptTimeout");
    }
  }

  @Test
  void bodiesAreBounded() {
    server.enqueue(response(200, FakeHttp.CONNECTION));
    server.enqueue(response(500, "x".repeat(100_000)));
    try (DatagridClient client = builder().maxResponseBytes(100).maxRetries(0).build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isInstanceOf(InvalidResponseException.class)
          .hasMessageContaining("maxResponseBytes (100)");
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.rawBody()).hasSize(64 << 10));
    }
  }

  @Test
  void callbacksRunOnThreadsOfTheirOwnThatAreDaemons() {
    try (DatagridClient client = builder().build()) {
      CompletableFuture<Thread> thread =
          client
              .connections()
              .updateAsync("conn_1", "name")
              .thenApply(connection -> Thread.currentThread());
      server.enqueue(ok()); // now that somebody is there to be called back

      assertThat(thread.join().getName()).startsWith("datagrid-callback");
      assertThat(thread.join().isDaemon()).isTrue();
    }
  }

  @Test
  void noThreadOfTheClientKeepsTheProgramAlive() {
    server.enqueue(ok());
    try (DatagridClient client = builder().build()) {
      client.connections().updateAsync("conn_1", "name").join();
      Set<Thread> own =
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t.getName().startsWith("datagrid-") || t.getName().contains("OkHttp"))
              .filter(t -> !t.getName().contains("MockWebServer"))
              .collect(Collectors.toSet());
      assertThat(own).isNotEmpty().allMatch(Thread::isDaemon);
    }
  }

  /** The JDK completes the future on a thread of its own. */
  @Test
  @Timeout(30)
  void aTimeoutThatTheUserGivesTheFutureEndsTheExchange() {
    try (DatagridClient client = builder().build()) {
      CompletableFuture<Connection> future =
          client.connections().updateAsync("conn_1", "name").orTimeout(100, TimeUnit.MILLISECONDS);

      assertThat(Futures.failure(future)).isInstanceOf(TimeoutException.class);
      while (client.rateLimits().values().stream().anyMatch(status -> status.inFlight() > 0)) {
        Thread.onSpinWait();
      }
    }
  }

  /** Connections beyond a server's queue get no response from the operating system. */
  @Test
  void aConnectionThatTakesTooLongIsATimeoutAndNothingWasSent() throws IOException {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fillQueue(full, queue);
      try (DatagridClient client =
          builder()
              .baseUrl("http://127.0.0.1:" + full.getLocalPort())
              .connectTimeout(Duration.ofMillis(100))
              .maxRetries(1)
              .build()) {
        TransportException failure =
            catchThrowableOfType(
                TransportException.class, () -> client.connections().update("conn_1", "name"));
        assertThat(failure.isTimeout()).isTrue();
        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure)
            .hasMessageContaining("nothing was sent")
            .hasMessageNotContaining("attemptTimeout");
        assertThat(client.rateLimits().values()).singleElement().returns(0, RateLimitStatus::used);
      }
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  private static void fillQueue(ServerSocket server, List<Socket> queue) throws IOException {
    while (true) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
  }

  // Which threads run what.

  /** Such that the request after these, and none before, is a success. */
  private void enqueueGateAndBackoff() {
    server.enqueue(response(429, "", "retry-after-ms", "10", "X-RateLimit-Limit", "99999"));
    server.enqueue(response(503, "", "retry-after-ms", "10"));
    server.enqueue(ok());
  }

  @Test
  void theKeySupplierRunsOnTheCallingThread() {
    enqueueGateAndBackoff();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    try (DatagridClient client = builder().apiKey(() -> keyFor(threads)).build()) {
      client.connections().update("conn_1", "name");
    }
    assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
  }

  @Test
  void theKeySupplierOfAnAsynchronousCallRunsOnAThreadForExchanges() {
    enqueueGateAndBackoff();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    try (DatagridClient client = builder().apiKey(() -> keyFor(threads)).build()) {
      client.connections().updateAsync("conn_1", "name").join();
    }
    assertThat(threads)
        .hasSize(3)
        .allSatisfy(thread -> assertThat(thread.getName()).startsWith("datagrid-call-"));
  }

  private static String keyFor(List<Thread> threads) {
    threads.add(Thread.currentThread());
    return "key";
  }

  /** The first call, which is to teach the limit, gets no response, and all others wait for it. */
  private void neverRespond() {
    server.enqueue(new MockResponse.Builder().headersDelay(1, TimeUnit.HOURS).build());
  }

  private static <T> CompletableFuture<String> threadOfTheEnd(CompletableFuture<T> future) {
    return future.handle((value, failure) -> Thread.currentThread().getName());
  }

  @Test
  void whatIsRefusedAtItsDeadlineEndsOnAThreadForCallbacks() throws Exception {
    neverRespond();
    try (DatagridClient client = builder().build()) {
      CompletableFuture<Connection> first = client.connections().updateAsync("conn_1", "name");
      request();
      RequestOptions hasty = RequestOptions.builder().callTimeout(Duration.ofMillis(100)).build();
      var refused = client.executeAsync(apiCall(client), hasty);
      CompletableFuture<String> thread = threadOfTheEnd(refused);
      retrofit2.Call<Connection> hastyCall = apiCall(client);
      hastyCall.timeout().timeout(100, TimeUnit.MILLISECONDS);

      assertThat(threadOfCallback(hastyCall).join()).startsWith("datagrid-callback-");
      assertThat(thread.join()).startsWith("datagrid-callback-");
      assertThat(Futures.failure(refused)).isInstanceOf(CallTimeoutException.class);
      assertThat(first).isNotDone();
    }
  }

  @Test
  void whatIsClosedWhileItWaitsOrRunsEndsOnAnotherThreadThanTheTimer() throws Exception {
    neverRespond();
    CompletableFuture<String> running;
    CompletableFuture<String> waiting;
    CompletableFuture<String> enqueued;
    try (DatagridClient client = builder().build()) {
      running = threadOfTheEnd(client.connections().updateAsync("conn_1", "name"));
      request();
      waiting = threadOfTheEnd(client.connections().updateAsync("conn_1", "name"));
      enqueued = threadOfCallback(apiCall(client));
    }
    for (CompletableFuture<String> thread : List.of(running, waiting, enqueued)) {
      assertThat(thread.join()).startsWith("datagrid-").doesNotContain("timer");
    }
  }

  @Test
  void callbacksOfRetrofitRunOnThreadsForCallbacks() {
    enqueueGateAndBackoff();
    try (DatagridClient client = builder().build()) {
      assertThat(threadOfCallback(apiCall(client)).join()).startsWith("datagrid-callback-");
    }
  }

  private static retrofit2.Call<Connection> apiCall(DatagridClient client) {
    return client
        .api(ConnectionsApi.class)
        .updateConnection("conn_1", new UpdateConnectionRequest().name("name"));
  }

  private static CompletableFuture<String> threadOfCallback(retrofit2.Call<Connection> call) {
    CompletableFuture<String> thread = new CompletableFuture<>();
    call.enqueue(
        new retrofit2.Callback<>() {
          @Override
          public void onResponse(
              retrofit2.Call<Connection> same, retrofit2.Response<Connection> response) {
            thread.complete(Thread.currentThread().getName());
          }

          @Override
          public void onFailure(retrofit2.Call<Connection> same, Throwable failure) {
            thread.complete(Thread.currentThread().getName());
          }
        });
    return thread;
  }
}
