package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridException;
import com.datagrid.client.TransportException;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose identity is in doubt gets no request, and no second chance. */
@ParameterizedClass
@EnumSource(Mode.class)
class TlsTest {

  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  private final Mode mode;

  TlsTest(Mode mode) {
    this.mode = mode;
  }

  private static RawServer server(HeldCertificate certificate) throws IOException {
    ServerSocket socket =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslContext()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new RawServer(socket, RawServer.then(List.of(Responses::ok)));
  }

  private static HeldCertificate.Builder certificate(String host) {
    return new HeldCertificate.Builder().signedBy(ROOT).addSubjectAlternativeName(host);
  }

  private static HeldCertificate certificate(String host, String validity) {
    long now = Instant.now().toEpochMilli();
    long day = Duration.ofDays(1).toMillis();
    return switch (validity) {
      case "expired" -> certificate(host).validityInterval(now - 2 * day, now - day).build();
      case "not yet" -> certificate(host).validityInterval(now + day, now + 2 * day).build();
      default -> certificate(host).build();
    };
  }

  private static OkHttpClient.Builder trusting(OkHttpClient.Builder http) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder().addTrustedCertificate(ROOT.certificate()).build();
    return http.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
  }

  private static String url(RawServer server) {
    return "https://localhost:" + server.port() + "/v1";
  }

  @ParameterizedTest(name = "{argumentsWithNames}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # trusted | host            | validity | cause
          no        | localhost       | valid    | javax.net.ssl.SSLHandshakeException
          yes       | localhost       | expired  | javax.net.ssl.SSLHandshakeException
          yes       | localhost       | not yet  | javax.net.ssl.SSLHandshakeException
          yes       | elsewhere.test  | valid    | javax.net.ssl.SSLPeerUnverifiedException
          """)
  void aCertificateThatIsNotTrusted(String trusted, String host, String validity, String cause)
      throws Exception {
    UnaryOperator<OkHttpClient.Builder> trust =
        trusted.equals("yes") ? TlsTest::trusting : UnaryOperator.identity();
    try (RawServer server = server(certificate(host, validity))) {
      DatagridException failure = Trial.failure(mode, "", url(server), trust);

      assertThat(failure)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContainingAll("nothing was sent", "the server's certificate is not trusted")
          .returns(1, DatagridException::attempts)
          .hasNoSuppressedExceptions();
      assertThat(String.valueOf(failure.getCause())).startsWith(cause + ":");
      assertThat(server.requests()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
      server.assertAllClosed();
    }
  }

  @Test
  void aTrustedServer() throws Exception {
    try (RawServer server = server(certificate("localhost").build())) {
      Trial.of(
          "",
          url(server),
          TlsTest::trusting,
          client -> assertThat(mode.update(client).attempts()).isEqualTo(1));
      server.assertAllClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({"plain HTTP", "closed", "reset", "silence"})
  void aHandshakeThatBreaks(String how) throws Exception {
    RawServer.Script script =
        (wire, server) -> {
          wire.in().read();
          switch (how) {
            case "plain HTTP" -> wire.send("HTTP/1.1 400 Bad Request\r\n\r\n").close();
            case "silence" -> wire.stall().in().readAllBytes();
            default -> Responses.named(how).to(wire);
          }
        };
    try (RawServer server = new RawServer(RawServer.loopback(), script)) {
      DatagridException failure =
          Trial.failure(
              mode,
              ClientInTime.of(server.time(), Settings.of("attemptTimeout 30S, maxRetries 1"))
                  .baseUrl(url(server)),
              TlsTest::trusting);

      assertThat(failure)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContainingAll("nothing was sent", "maxRetries")
          .returns(2, DatagridException::attempts);
      assertThat(((TransportException) failure).isTimeout()).isEqualTo(how.equals("silence"));
      assertThat(failure.getSuppressed()).hasSize(1);
      assertThat(server.connections()).isEqualTo(2);
      server.assertAllClosed();
    }
  }
}
