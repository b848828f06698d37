package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.RateLimitStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attempt makes of responses beyond the ordinary. */
class AttemptTest {

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
    return DatagridClient.builder()
        .apiKey("key")
        .baseUrl(server.url("/v1").toString())
        .maxRetries(0);
  }

  private static ApiException failure(DatagridClient client) {
    return catchThrowableOfType(
        ApiException.class, () -> client.connections().update("conn_1", "name"));
  }

  @Test
  void aSuccessOf16MiBIsReadByDefaultAndNoLargerOne() {
    server.enqueue(new MockResponse(200, okhttp3.Headers.of(), connection(16 << 20)));
    server.enqueue(new MockResponse(200, okhttp3.Headers.of(), connection((16 << 20) + 1)));
    try (DatagridClient client = builder().build()) {
      assertThat(client.connections().update("conn_1", "name").getId()).isEqualTo("conn_1");
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isInstanceOf(InvalidResponseException.class)
          .hasMessageContaining("maxResponseBytes (16777216)");
    }
  }

  /** A connection of that many bytes. */
  private static String connection(int bytes) {
    return FakeHttp.CONNECTION + " ".repeat(bytes - FakeHttp.CONNECTION.length());
  }

  @Test
  void theLargestBoundIsNone() {
    server.enqueue(new MockResponse(200, okhttp3.Headers.of(), FakeHttp.CONNECTION));
    try (DatagridClient client = builder().maxResponseBytes(Long.MAX_VALUE).build()) {
      assertThat(client.connections().update("conn_1", "name").getId()).isEqualTo("conn_1");
    }
  }

  @Test
  void theLastExchangeAloneSaysWhatTheHeadersAre() {
    // A borrowed interceptor sends a second time on its own account.
    OkHttpClient persistent =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Response response = chain.proceed(chain.request());
                  if (response.code() != 503) {
                    return response;
                  }
                  response.close();
                  return chain.proceed(chain.request().newBuilder().header("X-Again", "1").build());
                })
            .build();
    server.enqueue(new MockResponse(503, okhttp3.Headers.of("Retry-After", "9"), ""));
    server.enqueue(new MockResponse(500, okhttp3.Headers.of("X-Request-Id", "req_2"), ""));
    try (DatagridClient client = builder().httpClient(persistent).build()) {
      ApiException failure = failure(client);
      assertThat(failure.statusCode()).isEqualTo(500);
      assertThat(failure.headers().first("Retry-After")).isEmpty();
      assertThat(failure.requestId()).contains("req_2");
    }
  }

  @Test
  void aSecondExchangeTakesTheSlotOfTheFirstAndNobodyElseDoes() {
    List<Integer> inFlight = new ArrayList<>();
    AtomicReference<DatagridClient> own = new AtomicReference<>();
    OkHttpClient persistent =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  try {
                    return chain.proceed(chain.request());
                  } catch (IOException e) {
                    inFlight.add(inFlight(Objects.requireNonNull(own.get())));
                    return chain.proceed(chain.request());
                  }
                })
            .addNetworkInterceptor(
                chain -> {
                  inFlight.add(inFlight(Objects.requireNonNull(own.get())));
                  return chain.proceed(chain.request());
                })
            .build();
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(new MockResponse(200, okhttp3.Headers.of(), FakeHttp.CONNECTION));
    try (DatagridClient client = builder().httpClient(persistent).build()) {
      own.set(client);
      client.connections().update("conn_1", "name");

      assertThat(inFlight).containsExactly(1, 1, 1);
      assertThat(inFlight(client)).isZero();
    }
  }

  private static int inFlight(DatagridClient client) {
    return client.rateLimits().values().stream().mapToInt(RateLimitStatus::inFlight).sum();
  }

  @Test
  void aDecodedBodyIsNotSaidToBeEncoded() throws IOException {
    Buffer zipped = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(zipped))) {
      sink.writeUtf8("{\"message\": \"busy\"}");
    }
    server.enqueue(
        new MockResponse.Builder()
            .code(503)
            .addHeader("Retry-After", "9")
            .addHeader("Retry-After", "10")
            .addHeader("Content-Encoding", "gzip")
            .body(zipped)
            .build());
    try (DatagridClient client = builder().build()) {
      ApiException failure = failure(client);
      assertThat(failure).hasMessageContaining("busy");
      assertThat(failure.headers().all("Retry-After")).containsExactly("9", "10");
      assertThat(failure.headers().first("Content-Encoding")).isEmpty();
    }
  }

  /** OkHttp looks for the end of the file's name in memory. */
  @ParameterizedTest
  @CsvSource({
    "BLOCKING, 200, HTTP_1_1",
    "ASYNC,    200, HTTP_1_1",
    "BLOCKING, 500, HTTP_1_1",
    "ASYNC,    500, HTTP_1_1",
    "BLOCKING, 200, H2_PRIOR_KNOWLEDGE",
    "ASYNC,    500, H2_PRIOR_KNOWLEDGE",
  })
  void aGzipHeaderWithoutEndTakesNoMemory(Way way, int status, Protocol protocol) {
    server.setProtocols(List.of(protocol));
    Buffer endless = new Buffer().write(ByteString.decodeHex("1f8b0808000000000003"));
    endless.writeUtf8("x".repeat(8 << 20));
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Encoding", "gzip")
            .body(endless)
            .build());
    AtomicLong read = new AtomicLong();
    OkHttpClient own =
        new OkHttpClient.Builder()
            .protocols(List.of(protocol))
            .eventListener(
                new EventListener() {
                  @Override
                  public void responseBodyEnd(Call call, long byteCount) {
                    read.set(byteCount);
                  }
                })
            .build();
    try (DatagridClient client = builder().httpClient(own).maxResponseBytes(1000).build()) {
      if (status == 200) {
        assertThat(way.failure(client))
            .isInstanceOf(InvalidResponseException.class)
            .hasMessageContaining("maxResponseBytes (1000)");
      } else {
        assertThat(way.failure(client))
            .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.rawBody()).isEmpty());
      }
    }
    assertThat(read).hasValueBetween(1L, 200L << 10);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotShrinkMayBeAsLargeAsTheBound(Way way) throws IOException {
    String name = "x".repeat(100_000);
    String body = FakeHttp.CONNECTION.replace("Sales", name);
    Buffer stored = new Buffer();
    GzipSink gzip = new GzipSink(stored);
    gzip.deflater().setLevel(Deflater.NO_COMPRESSION);
    try (var sink = Okio.buffer(gzip)) {
      sink.writeUtf8(body);
    }
    assertThat(stored.size()).isGreaterThan(body.length());
    server.enqueue(
        new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(stored).build());
    try (DatagridClient client = builder().maxResponseBytes(body.length()).build()) {
      assertThat(way.name(client)).isEqualTo(name);
    }
  }

  @Test
  void ofAnErrorOnlyTheFirst64KiBAreRead() {
    server.enqueue(new MockResponse(500, okhttp3.Headers.of(), "x".repeat(100_000)));
    try (DatagridClient client = builder().build()) {
      assertThat(failure(client).rawBody()).hasSize(64 << 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfABorrowedInterceptorEndsTheCallToo(Way way) {
    AssertionError bug = new AssertionError("bug");
    OkHttpClient own =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw bug;
                })
            .build();
    try (DatagridClient client = builder().httpClient(own).build()) {
      assertThat(way.failure(client)).isExactlyInstanceOf(DatagridException.class).hasCause(bug);
      assertThat(client.rateLimits().values()).singleElement().returns(0, RateLimitStatus::used);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfAConsumerOfEventsChangesNothing(Way way) {
    server.enqueue(new MockResponse(500, okhttp3.Headers.of(), ""));
    try (DatagridClient client = builder().build()) {
      client
          .retryRegistry()
          .getEventPublisher()
          .onEntryAdded(
              added -> added.getAddedEntry().getEventPublisher().onEvent(AttemptTest::fail));
      client
          .rateLimiterRegistry()
          .getEventPublisher()
          .onEntryAdded(
              added -> added.getAddedEntry().getEventPublisher().onEvent(AttemptTest::fail));
      assertThat(way.failure(client)).isInstanceOf(ApiException.class);
      assertThat(client.rateLimits().values())
          .singleElement()
          .returns(0, RateLimitStatus::inFlight);
    }
  }

  private static void fail(Object event) {
    throw new AssertionError("on purpose, at " + event);
  }

  enum Way {
    BLOCKING {
      @Override
      Throwable failure(DatagridClient client) {
        return catchThrowable(() -> client.connections().update("conn_1", "name"));
      }
    },
    ASYNC {
      @Override
      Throwable failure(DatagridClient client) {
        return Futures.failure(
            client.connections().updateAsync("conn_1", "name").orTimeout(10, TimeUnit.SECONDS));
      }
    };

    abstract Throwable failure(DatagridClient client);

    String name(DatagridClient client) {
      return this == BLOCKING
          ? client.connections().update("conn_1", "name").getName()
          : client.connections().updateAsync("conn_1", "name").join().getName();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: -5", "Content-Length: -2"})
  void aNegativeLengthIsAFaultOfTheServerAndLeaksNothing(String length) {
    server.enqueue(
        new MockResponse.Builder()
            .body(FakeHttp.CONNECTION)
            .clearHeaders()
            .addHeader(length)
            .build());
    OkHttpClient own = new OkHttpClient();
    try (DatagridClient client = builder().httpClient(own).build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContaining("negative Content-Length");
    }
    assertThat(own.connectionPool().connectionCount())
        .isEqualTo(own.connectionPool().idleConnectionCount());
  }

  @Test
  void anUnreadableStatusIsAFaultOfTheServer() {
    server.enqueue(new MockResponse.Builder().status("HTTP/1.1 -12 Odd").build());
    try (DatagridClient client = builder().build()) {
      assertThatThrownBy(() -> client.connections().update("conn_1", "name"))
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContaining("not valid HTTP");
    }
  }

  @Test
  void a407OfAServerThatIsNoProxyIsAResponseLikeOthers() {
    server.enqueue(new MockResponse(407, okhttp3.Headers.of("X-Request-Id", "req_1"), "body"));
    try (DatagridClient client = builder().maxRetries(2).build()) {
      ApiException failure = failure(client);
      assertThat(failure.statusCode()).isEqualTo(407);
      assertThat(failure).hasMessageContaining("proxyAuthenticator");
      assertThat(failure.requestId()).contains("req_1");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void asksForJsonAndCountsUnderMethodAndPath() throws InterruptedException {
    server.enqueue(new MockResponse(200, okhttp3.Headers.of(), FakeHttp.CONNECTION));
    try (DatagridClient client = builder().build()) {
      client.connections().update("conn_1", "name");

      assertThat(client.rateLimits())
          .containsOnlyKeys(
              RateLimitKey.of(Optional.empty(), "PATCH", "/connections/{connection_id}"));
    }
    assertThat(server.takeRequest().getHeaders().get("Accept")).isEqualTo("application/json");
  }
}
