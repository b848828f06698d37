package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ApiException;
import com.datagrid.client.AuthenticationException;
import com.datagrid.client.DatagridException;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the key goes: to the server that was configured, the current one, and nowhere else. */
@ParameterizedClass
@EnumSource(Mode.class)
class RedirectTest {

  private final Mode mode;

  RedirectTest(Mode mode) {
    this.mode = mode;
  }

  /** Also where the user's own OkHttpClient would follow. */
  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void isNeverFollowed(int status) throws Exception {
    try (RawServer other = RawServer.always(Responses::ok)) {
      for (String location :
          new String[] {
            "/v1/connections/other",
            "http://127.0.0.1:" + other.port() + "/v1/connections/conn_1",
            "http://localhost:" + other.port() + "/",
            "https://elsewhere.invalid/v1",
            "//elsewhere.invalid/v1",
            "file:///etc/passwd",
            "::://"
          }) {
        try (RawServer server =
            RawServer.always(Responses.error(status, "Location: " + location))) {
          DatagridException failure =
              Trial.failure(
                  mode,
                  "",
                  server.url(),
                  http -> http.followRedirects(true).followSslRedirects(true));

          assertThat(failure)
              .isExactlyInstanceOf(ApiException.class)
              .hasMessageContainingAll("HTTP " + status, location, "check baseUrl")
              .returns(1, DatagridException::attempts);
          assertThat(server.requests()).hasSize(1);
          server.assertAllClosed();
        }
      }
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void aRotatedKeyIsUsedFromTheNextAttemptOn() throws Exception {
    // Once more after the 401, which is final if the key is still the same.
    Iterator<String> keys = List.of("key-1", "key-1", "key-2", "key-3").iterator();
    try (RawServer server =
        RawServer.then(Responses.named("401"), Responses.named("503"), Responses::ok)) {
      Trial.of(
          Settings.of("").apiKey(keys::next).baseUrl(server.url()),
          UnaryOperator.identity(),
          client -> {
            assertThat(Trial.failure(mode, client))
                .isExactlyInstanceOf(AuthenticationException.class)
                .hasMessageContaining("DATAGRID_API_KEY")
                .returns(1, DatagridException::attempts);
            assertThat(mode.update(client).attempts()).isEqualTo(2);
          });
      assertThat(server.requests())
          .extracting(request -> request.header("Authorization"))
          .containsExactly("Bearer key-1", "Bearer key-2", "Bearer key-3");
      server.assertAllClosed();
    }
  }

  @Test
  void a407OfARealProxyNamesTheRemedy() throws Exception {
    try (RawServer proxy = RawServer.always(Responses.named("407"))) {
      DatagridException failure =
          Trial.failure(
              mode,
              "",
              "http://somewhere.invalid/v1",
              http ->
                  http.proxy(
                      new Proxy(
                          Proxy.Type.HTTP,
                          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()))));

      assertThat(failure)
          .isExactlyInstanceOf(ApiException.class)
          .hasMessageContainingAll("HTTP 407", "proxyAuthenticator")
          .returns(1, DatagridException::attempts);
      assertThat(proxy.requests()).hasSize(1);
      proxy.assertAllClosed();
    }
  }
}
