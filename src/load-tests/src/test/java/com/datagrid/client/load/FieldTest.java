package com.datagrid.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.RateLimitHeaders;
import com.datagrid.client.testing.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behind servers that nobody here wrote, and a network that forgets connections. The job of each
 * proxy is 200 updates at 40 per 6 s, which cannot take less than 24 s.
 */
@EnabledIfSystemProperty(
    named = "field",
    matches = "true",
    disabledReason = "mvn -B -ntp -Pfield runs it, with the proxies that are installed")
class FieldTest {

  private static final int LIMIT = 40;
  private static final int UPDATES = 200;
  private static final Duration WINDOW = Duration.ofSeconds(6);
  private static final Duration IDEAL = WINDOW.multipliedBy(UPDATES / LIMIT - 1);
  private static final Duration TEN_PERCENT_MORE = IDEAL.multipliedBy(11).dividedBy(10);
  private static final int THREADS = 32;

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

  @TempDir Path dir;

  private static DatagridStubServer.Builder stub() {
    return DatagridStubServer.builder()
        .limit(LIMIT)
        .window(WINDOW)
        .latency(Duration.ofMillis(20), Duration.ofMillis(80));
  }

  private static DatagridClient.Builder client(String scheme, int port) {
    DatagridClient.Builder builder =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl(scheme + "://localhost:" + port + "/v1")
            .rateLimitWindow(WINDOW)
            .callTimeout(Duration.ZERO);
    if (scheme.equals("https")) {
      HandshakeCertificates trust =
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(CERTIFICATE.certificate())
              .build();
      builder.httpClient(
          new OkHttpClient.Builder()
              .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
              .build());
    }
    return builder;
  }

  /** With the key, for HAProxy. */
  private void writeCertificate() throws IOException {
    Files.writeString(
        dir.resolve("server.pem"), CERTIFICATE.certificatePem() + CERTIFICATE.privateKeyPkcs8Pem());
  }

  /** How long all updates take, of which none may fail. */
  private static Duration updateAll(DatagridClient client, String how) throws Exception {
    long start = System.nanoTime();
    if (how.equals("asynchronous")) {
      IntStream.range(0, UPDATES)
          .mapToObj(i -> client.connections().updateAsync("conn_" + i, "Sales"))
          .toList()
          .forEach(CompletableFuture::join);
    } else {
      ExecutorService callers = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < UPDATES; i++) {
          String id = "conn_" + i;
          calls.add(callers.submit(() -> client.connections().update(id, "Sales")));
        }
        for (Future<?> call : calls) {
          call.get();
        }
      } finally {
        callers.shutdownNow();
      }
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.println(UPDATES + " updates, " + how + ": " + taken);
    return taken;
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocking", "asynchronous"})
  void behindAnNginxThatClosesIdleConnections(String how) throws Exception {
    try (DatagridStubServer stub = stub().start();
        Proxy nginx = Proxy.nginx(dir, stub.wireMock().port(), "", "");
        DatagridClient client = client("http", nginx.port()).build()) {
      assertThat(updateAll(client, how)).isBetween(IDEAL, TEN_PERCENT_MORE);
      assertThat(stub.counts().rejected()).isZero();
      assertThat(stub.counts().accepted()).isEqualTo(UPDATES);
    }
  }

  /** And says goodbye over HTTP/2 after every 20 requests. */
  @ParameterizedTest
  @ValueSource(strings = {"blocking", "asynchronous"})
  void behindAnNginxThatSendsGoAway(String how) throws Exception {
    writeCertificate();
    String settings =
        "keepalive_requests 20; ssl_certificate $dir/server.pem; ssl_certificate_key $dir/server.pem;";
    try (DatagridStubServer stub = stub().start();
        Proxy nginx = Proxy.nginx(dir, stub.wireMock().port(), "ssl http2", settings);
        DatagridClient client = client("https", nginx.port()).build()) {
      assertThat(updateAll(client, how)).isBetween(IDEAL, TEN_PERCENT_MORE);
      assertThat(stub.counts().rejected()).isZero();
      assertThat(stub.counts().accepted()).isEqualTo(UPDATES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1"})
  void behindAnHaproxyThatEndsTls(String protocol) throws Exception {
    writeCertificate();
    String bind = "ssl crt $dir/server.pem alpn " + protocol;
    try (DatagridStubServer stub = stub().start();
        Proxy haproxy = Proxy.haproxy(dir, stub.wireMock().port(), bind, "");
        DatagridClient client = client("https", haproxy.port()).build()) {
      assertThat(updateAll(client, "blocking")).isBetween(IDEAL, TEN_PERCENT_MORE);
      assertThat(stub.counts().rejected()).isZero();
    }
  }

  /** Its 429s have no headers, its window is made of two buckets, and it counts what it rejects. */
  @ParameterizedTest
  @ValueSource(strings = {"blocking", "asynchronous"})
  void behindAnHaproxyThatLimits(String how) throws Exception {
    String limiter =
        """
        stick-table type ip size 1k expire 60s store http_req_rate(6s)
          http-request track-sc0 src
          http-request deny deny_status 429 if { sc_http_req_rate(0) gt 40 }""";
    try (DatagridStubServer stub =
            stub().limit(Integer.MAX_VALUE).headers(RateLimitHeaders.NONE).start();
        Proxy haproxy = Proxy.haproxy(dir, stub.wireMock().port(), "", limiter);
        DatagridClient client = client("http", haproxy.port()).build()) {
      updateAll(client, how);
      assertThat(stub.counts().accepted()).isEqualTo(UPDATES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1"})
  void connectionsThatFellSilent(String protocol) throws Exception {
    writeCertificate();
    String bind = "ssl crt $dir/server.pem alpn " + protocol;
    try (DatagridStubServer stub = stub().limit(1_000).start();
        Proxy haproxy = Proxy.haproxy(dir, stub.wireMock().port(), bind, "");
        Relay relay = new Relay(haproxy.port());
        DatagridClient client =
            client("https", relay.port()).attemptTimeout(Duration.ofSeconds(2)).build()) {
      for (int loss = 0; loss < 3; loss++) {
        IntStream.range(0, 8)
            .mapToObj(i -> client.connections().updateAsync("conn_" + i, "Sales"))
            .toList()
            .forEach(CompletableFuture::join);
        relay.loseAll();
        client.connections().update("conn_1", "Sales"); // waits for 2 s
        long start = System.nanoTime();
        client.connections().update("conn_1", "Sales");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  /** Pings find out within 20 s. */
  @Test
  void anIdleConnectionThatFellSilent() throws Exception {
    writeCertificate();
    try (DatagridStubServer stub = stub().start();
        Proxy haproxy =
            Proxy.haproxy(
                dir,
                stub.wireMock().port(),
                "ssl crt $dir/server.pem alpn h2",
                "timeout http-keep-alive 60s");
        Relay relay = new Relay(haproxy.port());
        DatagridClient client = client("https", relay.port()).build()) {
      client.connections().update("conn_1", "Sales");
      relay.loseAll();
      Thread.sleep(Duration.ofSeconds(21).toMillis());

      long start = System.nanoTime();
      client.connections().update("conn_1", "Sales");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(relay.connections()).isEqualTo(2);
    }
  }
}
