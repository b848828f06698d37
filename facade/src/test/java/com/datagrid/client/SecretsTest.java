package com.datagrid.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.util.Throwables.getStackTrace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import retrofit2.Callback;

/**
 * Everything that a run prints which goes wrong in every way, against a server that repeats the
 * key: logs of all libraries at the finest level, exceptions with their causes, what objects say of
 * themselves, events and metrics.
 */
class SecretsTest {

  private static final String KEY = "k3y-s3cret";
  private static final String VALUE = "va1ue-s3cret";
  private static final String HEADER = "h3ader-s3cret";

  private final ConcurrentLinkedQueue<String> printed = new ConcurrentLinkedQueue<>();
  private final MockWebServer server = new MockWebServer();
  private int enqueued;

  private final Logger slf4j = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level slf4jLevel = slf4j.getLevel();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          print(event.getLoggerName() + ": " + event.getFormattedMessage());
          if (event.getThrowableProxy() != null) {
            print(ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        }
      };

  private final java.util.logging.Logger jul = LogManager.getLogManager().getLogger("");
  private final java.util.logging.Level julLevel = jul.getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLoggerName().startsWith("mockwebserver3.")) {
            return; // the server knows the key
          }
          print(record.getLoggerName() + ": " + record.getMessage());
          for (Object parameter :
              Objects.requireNonNullElse(record.getParameters(), new Object[0])) {
            print(String.valueOf(parameter));
          }
          if (record.getThrown() != null) {
            print(getStackTrace(record.getThrown()));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() throws IOException {
    server.start();
    appender.start();
    slf4j.addAppender(appender);
    slf4j.setLevel(Level.TRACE);
    handler.setLevel(java.util.logging.Level.ALL);
    jul.addHandler(handler);
    jul.setLevel(java.util.logging.Level.ALL);
  }

  @AfterEach
  void stopListening() {
    jul.setLevel(julLevel);
    jul.removeHandler(handler);
    slf4j.setLevel(slf4jLevel);
    slf4j.detachAppender(appender);
    server.close();
  }

  private void print(@Nullable Object anything) {
    printed.add(String.valueOf(anything));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingThatIsPrintedHasTheKeyOrAConnectionsValue(boolean async) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    DatagridClient.Builder builder =
        DatagridClient.builder()
            .apiKey(KEY)
            .teamspace("team_1")
            .header("X-Token", HEADER)
            .baseUrl(server.url("/v1").toString())
            .initialRateLimit(100_000) // or the 429s would make it wait for more than they ask
            .maxRetries(1);
    print(builder);
    DatagridClient client = builder.build();
    TaggedRateLimiterMetrics.ofRateLimiterRegistry(client.rateLimiterRegistry()).bindTo(meters);
    TaggedRetryMetrics.ofRetryRegistry(client.retryRegistry()).bindTo(meters);
    printEvents(client);

    // Right, and wrong in every way.
    call(client, async, response(200, connection(VALUE)));
    call(client, async, echo(401));
    call(client, async, echo(403));
    call(client, async, echo(404));
    call(client, async, echo(429, "retry-after-ms", "5"), response(200, connection(VALUE)));
    call(client, async, echo(429, "x-should-retry", "false", "retry-after-ms", "5"));
    call(client, async, echo(500), echo(503, "Retry-After", "0"));
    call(client, async, echo(302, "Location", "https://elsewhere.invalid/?token=" + KEY));
    call(client, async, echo(407, "Proxy-Authenticate", "Basic realm=" + KEY));
    for (String invalid : invalidBodies()) {
      call(client, async, response(200, invalid));
    }
    for (String invalid : invalidBodies()) {
      call(client, async, response(200, invalid.replace(VALUE, KEY)));
    }
    try (DatagridClient once = builder.maxRetries(0).build()) {
      for (MockResponse odd : oddHttp()) {
        call(once, async, odd);
        raw(once, async, odd);
      }
    }
    MockResponse broken = response(200, connection(VALUE));
    call(client, async, with(broken, new SocketEffect.CloseSocket()), echo(500));
    RequestOptions impatient =
        RequestOptions.builder().attemptTimeout(Duration.ofSeconds(2)).build();
    call(client, async, impatient, with(broken, SocketEffect.Stall.INSTANCE), echo(401));
    call(client, async, echo(429, "Retry-After", "3600")); // pauses the limit
    closeDuringACall(client);
    assertThat(server.getRequestCount()).as("all were sent").isEqualTo(enqueued);
    refused(async);

    meters.getMeters().forEach(meter -> print(meter.getId()));
    assertThat(meters.getMeters()).isNotEmpty();
    String all = String.join("\n", printed);
    assertThat(all)
        .as("what must be there, else this searches nothing")
        .contains(
            "okhttp3.", // its loggers
            "AuthenticationException",
            "RateLimitException",
            "InvalidResponseException",
            "TransportException",
            "ClientClosedException",
            "Caused by:",
            "Suppressed:",
            "RETRY",
            "resilience4j.ratelimiter");
    for (String secret : new String[] {KEY, VALUE, HEADER}) {
      assertThat(printed).filteredOn(line -> line.contains(secret)).as(secret).isEmpty();
    }
    for (String trace :
        new String[] {KEY.substring(0, 4), HexFormat.of().formatHex(KEY.getBytes(UTF_8))}) {
      assertThat(printed).filteredOn(line -> line.contains(trace)).as(trace).isEmpty();
    }
  }

  /** On a connection of its own: what breaks on another is sent once more. */
  private void enqueue(MockResponse response) {
    server.enqueue(response.newBuilder().setHeader("Connection", "close").build());
    enqueued++;
  }

  private void printEvents(DatagridClient client) {
    client
        .retryRegistry()
        .getEventPublisher()
        .onEntryAdded(
            added ->
                added
                    .getAddedEntry()
                    .getEventPublisher()
                    .onEvent(
                        event -> {
                          print(event.getEventType() + " " + event);
                          if (event.getLastThrowable() != null) {
                            print(getStackTrace(event.getLastThrowable()));
                          }
                        }));
    client
        .rateLimiterRegistry()
        .getEventPublisher()
        .onEntryAdded(
            added -> added.getAddedEntry().getEventPublisher().onEvent(event -> print(event)));
  }

  private void call(DatagridClient client, boolean async, MockResponse... responses) {
    RequestOptions.Builder builder = RequestOptions.builder().header("X-Other-Token", HEADER);
    print(builder);
    call(client, async, builder.build(), responses);
  }

  private void call(
      DatagridClient client, boolean async, RequestOptions options, MockResponse... responses) {
    for (MockResponse response : responses) {
      enqueue(response);
    }
    UpdateConnectionRequest request = new UpdateConnectionRequest().name("Sales");
    retrofit2.Call<Connection> call =
        client.api(ConnectionsApi.class).updateConnection("conn_1", request);
    for (Object each : new Object[] {options, request, call, call.request()}) {
      print(each);
    }
    Throwable failure =
        catchThrowable(
            () -> {
              ApiResponse<Connection> response =
                  async ? client.executeAsync(call, options).join() : client.execute(call, options);
              assertThat(response.body().getValue()).isEqualTo(VALUE);
              print(response);
              print(response.headers());
              print(response.rateLimit());
              print(response.body());
            });
    if (failure != null) {
      print(getStackTrace(failure));
      Throwable ours = failure instanceof CompletionException ? failure.getCause() : failure;
      assertThat(ours).isInstanceOf(DatagridException.class);
      print(ours);
      if (ours instanceof ApiException error) {
        print(error.rawBody());
        print(error.errorCode());
        print(error.headers());
      }
      if (ours instanceof RateLimitException error) {
        print(error.error());
      }
    }
    for (Object each : new Object[] {client, client.rateLimits(), client.connections(), call}) {
      print(each);
    }
    client.rateLimiterRegistry().getAllRateLimiters().forEach(this::print);
    client.retryRegistry().getAllRetries().forEach(this::print);
  }

  /** A call that keeps Retrofit's contract. */
  private void raw(DatagridClient client, boolean async, MockResponse stub) {
    enqueue(stub);
    retrofit2.Call<Connection> call =
        client
            .api(ConnectionsApi.class)
            .updateConnection("conn_1", new UpdateConnectionRequest().name("Sales"));
    CompletableFuture<retrofit2.Response<Connection>> future = new CompletableFuture<>();
    if (async) {
      call.enqueue(
          new Callback<>() {
            @Override
            public void onResponse(
                retrofit2.Call<Connection> done, retrofit2.Response<Connection> response) {
              future.complete(response);
            }

            @Override
            public void onFailure(retrofit2.Call<Connection> done, Throwable failure) {
              future.completeExceptionally(failure);
            }
          });
    }
    Throwable failure =
        catchThrowable(
            () -> {
              retrofit2.Response<Connection> response = async ? future.join() : call.execute();
              print(response);
              print(response.raw());
              print(response.raw().networkResponse());
              print(response.message());
              print(response.errorBody() == null ? null : response.errorBody().string());
            });
    if (failure != null) {
      print(getStackTrace(failure));
    }
  }

  /** The key where only a library reads it. */
  private static List<MockResponse> oddHttp() {
    return List.of(
        odd("HTTP/1.1 500 no key " + KEY, "", "Content-Length", "0"),
        odd("HTTP/1.1 200 Bearer " + KEY, "{}", "Content-Length", "2"),
        odd("HTTP/1.1 " + KEY, ""),
        odd(KEY + "\u001b[2J", ""),
        odd("HTTP/1.1 200 OK", "", "Content-Length", KEY),
        odd("HTTP/1.1 200 OK", KEY + "\r\n", "Transfer-Encoding", "chunked"),
        odd("HTTP/1.1 200 OK", "5;" + KEY + "\r\n{\"a\":" + KEY, "Transfer-Encoding", "chunked"),
        odd("HTTP/1.1 200 OK", KEY + "x".repeat(300_000), "Transfer-Encoding", "chunked"),
        odd("HTTP/1.1 500 Odd", "x".repeat((64 << 10) - 5) + KEY));
  }

  private static MockResponse odd(String status, String body, String... headers) {
    return new MockResponse.Builder()
        .status(status)
        .body(new Buffer().writeUtf8(body))
        .headers(okhttp3.Headers.of(headers))
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build();
  }

  private void closeDuringACall(DatagridClient client) {
    RequestOptions patient = RequestOptions.builder().callTimeout(Duration.ofHours(1)).build();
    CompletableFuture<?> running =
        client
            .connections()
            .updateWithResponseAsync(
                "conn_1", new UpdateConnectionRequest().name("Sales"), patient);
    client.close();
    print(running);
    print(getStackTrace(catchThrowable(running::join)));
  }

  private void refused(boolean async) {
    try (DatagridClient client =
        DatagridClient.builder().apiKey(KEY).baseUrl("http://127.0.0.1:1").maxRetries(0).build()) {
      call(client, async);
    }
  }

  private static String connection(String value) {
    return FakeHttp.CONNECTION.replace("s3cret", value);
  }

  private static List<String> invalidBodies() {
    String whole = connection(VALUE);
    return List.of(
        whole.substring(0, whole.indexOf(VALUE) + VALUE.length()),
        whole.substring(0, whole.indexOf(VALUE) + 3),
        whole.replace("\"" + VALUE + "\"", VALUE),
        whole.replace("\"" + VALUE + "\"", "{\"" + VALUE + "\": 1}"),
        whole.replace("\"" + VALUE + "\"", "[\"" + VALUE + "\"]"),
        whole.replace("\"" + VALUE + "\"", "'" + VALUE + "\\q'"),
        whole.replace("\"id\": \"conn_1\",", ""),
        whole.replace("2026-01-02T03:04:05Z", "today"),
        "\"" + VALUE + "\"",
        "[\"" + VALUE + "\"]",
        VALUE);
  }

  private static MockResponse response(int status, String body, String... headers) {
    return new MockResponse(status, okhttp3.Headers.of(headers), body);
  }

  /** A server that repeats the key wherever it can. */
  private static MockResponse echo(int status, String... headers) {
    String body =
        """
        {"error": "%1$s", "message": "no such key: %1$s", "mitigation": "%1$s", "code": "%1$s",
         "details": {"reason": "%1$s"}, "%1$s": "Bearer %1$s"}\
        """
            .formatted(KEY);
    return response(status, body, headers)
        .newBuilder()
        .addHeader("X-Request-Id", KEY)
        .addHeader("X-Echo", "Bearer " + KEY)
        .build();
  }

  private static MockResponse with(MockResponse response, SocketEffect effect) {
    return response.newBuilder().onResponseStart(effect).build();
  }
}
