package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.ApiException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.TransportException;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.testing.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An OkHttpClient of the user: what is taken from it, what is not, and that it stays as it was. */
@ParameterizedClass
@EnumSource(Mode.class)
class BorrowedHttpClientTest {

  @RegisterExtension final ContractServer server = new ContractServer();

  private final Mode mode;

  BorrowedHttpClientTest(Mode mode) {
    this.mode = mode;
  }

  @Test
  void itsInterceptorsRunForEveryAttempt() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger exchanges = new AtomicInteger();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  calls.incrementAndGet();
                  return chain.proceed(
                      chain.request().newBuilder().header("X-Trace", "trace-1").build());
                })
            .addNetworkInterceptor(
                chain -> {
                  exchanges.incrementAndGet();
                  return chain.proceed(chain.request());
                })
            .build();
    server.allowUndocumented(500).respondOnce(DatagridStubs.internalServerError());

    try (DatagridClient client = server.client().httpClient(http).build()) {
      assertThat(mode.update(client, "conn_1", "Sales").attempts()).isEqualTo(2);
    }

    assertThat(calls).hasValue(2);
    assertThat(exchanges).hasValue(2);
    assertThat(server.exchanges())
        .extracting(exchange -> exchange.header("X-Trace"))
        .containsOnly("trace-1");
  }

  /** As OpenTelemetry's instrumentation does it, which offers nothing else. */
  @Test
  void aCallFactoryMakesTheCallOfEveryAttempt() {
    List<String> seen = new CopyOnWriteArrayList<>();
    server.allowUndocumented(500).respondOnce(DatagridStubs.internalServerError());

    try (DatagridClient client =
        server
            .client()
            .callFactory(
                http -> {
                  OkHttpClient traced =
                      http.newBuilder()
                          .addInterceptor(
                              chain -> {
                                seen.add(chain.request().header("X-Trace"));
                                return chain.proceed(chain.request());
                              })
                          .build();
                  return request ->
                      traced.newCall(request.newBuilder().header("X-Trace", "trace-1").build());
                })
            .build()) {
      assertThat(mode.update(client, "conn_1", "Sales").attempts()).isEqualTo(2);

      assertThat(client.rateLimits().values())
          .as("the limiter saw requests and responses")
          .singleElement()
          .satisfies(limit -> assertThat(limit.used()).isEqualTo(2))
          .satisfies(limit -> assertThat(limit.inFlight()).isZero());
    }

    assertThat(seen).containsExactly("trace-1", "trace-1");
    assertThat(server.exchanges())
        .extracting(exchange -> exchange.header("X-Trace"))
        .containsExactly("trace-1", "trace-1");
  }

  @Test
  void itsEventListenerHearsOfNoCallButTheExchanges() {
    List<String> made = new CopyOnWriteArrayList<>();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .eventListenerFactory(
                call -> {
                  made.add(call.request().url().encodedPath());
                  return EventListener.NONE;
                })
            .build();

    try (DatagridClient client = server.client().httpClient(http).build()) {
      mode.update(client, "conn_1", "Sales");
    }

    assertThat(made).containsExactly("/v1/connections/conn_1");
  }

  @Test
  void itsDispatcherIsNotUsed() {
    List<Runnable> dispatched = new CopyOnWriteArrayList<>();
    Dispatcher dispatcher = new Dispatcher(recording(dispatched));
    dispatcher.setMaxRequests(1);
    OkHttpClient http = new OkHttpClient.Builder().dispatcher(dispatcher).build();

    try (DatagridClient client = server.client().httpClient(http).build()) {
      mode.update(client, "conn_1", "Sales");
      mode.update(client, "conn_1", "Sales");
    }

    assertThat(dispatched).isEmpty();
    assertThat(http.dispatcher()).isSameAs(dispatcher);
  }

  @Test
  void itsDnsIsUsed() {
    List<String> asked = new CopyOnWriteArrayList<>();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  asked.add(host);
                  return List.of(InetAddress.getLoopbackAddress());
                })
            .build();
    String baseUrl = server.baseUrl().replace("127.0.0.1", "datagrid.invalid");

    try (DatagridClient client =
        server.client().baseUrl(baseUrl).allowPlainHttp().httpClient(http).build()) {
      mode.update(client, "conn_1", "Sales");
    }

    assertThat(asked).containsExactly("datagrid.invalid");
  }

  @Test
  void aDnsThatFindsNothingIsAFaultOfTheConnection() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  throw new UnknownHostException(host);
                })
            .build();

    try (DatagridClient client = server.client().maxRetries(0).httpClient(http).build()) {
      // An address is not looked up.
      mode.update(client, "conn_1", "Sales");
    }
    String baseUrl = server.baseUrl().replace("127.0.0.1", "datagrid.invalid");
    try (DatagridClient client =
        server.client().baseUrl(baseUrl).allowPlainHttp().maxRetries(0).httpClient(http).build()) {
      assertThatExceptionOfType(TransportException.class)
          .isThrownBy(() -> mode.update(client, "conn_1", "Sales"))
          .withMessageContaining("datagrid.invalid")
          .withMessageContaining("nothing was sent");
    }
    assertThat(server.exchanges()).hasSize(1);
  }

  /** Its owner may have it follow them. */
  @Test
  void redirectsAreNotFollowed() {
    OkHttpClient http =
        new OkHttpClient.Builder().followRedirects(true).followSslRedirects(true).build();
    server
        .allowUndocumented(302)
        .respond(aResponse().withStatus(302).withHeader("Location", "/v1/connections/conn_2"));

    try (DatagridClient client = server.client().httpClient(http).build()) {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> mode.update(client, "conn_1", "Sales"))
          .satisfies(failure -> assertThat(failure.statusCode()).isEqualTo(302))
          .withMessageContaining("/v1/connections/conn_2");
    }
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void itsTimeoutsAreNotUsed() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .callTimeout(Duration.ofMillis(1))
            .readTimeout(Duration.ofMillis(1))
            .build();
    server.respond(okJson(Bodies.text("connection")).withFixedDelay(200));

    try (DatagridClient client = server.client().httpClient(http).build()) {
      assertThat(mode.update(client, "conn_1", "Sales").attempts()).isEqualTo(1);
    }
  }

  @Test
  void itStaysOpenAndUnchanged() throws IOException {
    OkHttpClient http = new OkHttpClient();
    try (DatagridClient client = server.client().httpClient(http).build()) {
      mode.update(client, "conn_1", "Sales");
    }

    assertThat(http.connectionPool().connectionCount()).as("still pooled").isEqualTo(1);
    assertThat(http.interceptors()).isEmpty();
    assertThat(http.networkInterceptors()).isEmpty();
    assertThat(http.followRedirects()).isTrue();
    assertThat(http.dispatcher().executorService().isShutdown()).isFalse();
    Request request =
        new Request.Builder()
            .url(server.baseUrl() + "/connections/conn_1")
            .header("Authorization", "Bearer key")
            .patch(RequestBody.create("{\"name\": \"x\"}", MediaType.get("application/json")))
            .build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    http.dispatcher().executorService().shutdown();
  }

  private static ExecutorService recording(List<Runnable> tasks) {
    return new AbstractExecutorService() {
      @Override
      public void execute(Runnable task) {
        tasks.add(task);
        task.run();
      }

      @Override
      public void shutdown() {}

      @Override
      public List<Runnable> shutdownNow() {
        return List.of();
      }

      @Override
      public boolean isShutdown() {
        return false;
      }

      @Override
      public boolean isTerminated() {
        return false;
      }

      @Override
      public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
      }
    };
  }
}
