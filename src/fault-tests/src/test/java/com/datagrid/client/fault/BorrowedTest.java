package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ApiException;
import com.datagrid.client.AuthenticationException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.http.GET;
import retrofit2.http.Headers;

/** What an OkHttpClient of the user's brings: authenticators work, its cache is not used. */
@ParameterizedClass
@EnumSource(Mode.class)
class BorrowedTest {

  interface Things {
    @GET("things")
    Call<Connection> get();

    @GET("things")
    @Headers("Expect: 100-continue")
    Call<Connection> getWithExpectation();
  }

  private final Mode mode;

  BorrowedTest(Mode mode) {
    this.mode = mode;
  }

  private static Authenticator authenticator(String header) {
    return (route, response) ->
        response.request().header(header) == null
            ? response.request().newBuilder().header(header, "sesame").build()
            : null;
  }

  private static UnaryOperator<OkHttpClient.Builder> through(RawServer server, int challenge) {
    return challenge == 401
        ? http -> http.authenticator(authenticator("X-Authorization"))
        : http ->
            http.proxyAuthenticator(authenticator("Proxy-Authorization"))
                .proxy(
                    new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
  }

  private static int slotsUsed(DatagridClient client) {
    return client.rateLimits().values().stream().mapToInt(RateLimitStatus::used).sum();
  }

  /** In one attempt, with the whole body, and with a slot for each exchange. */
  @ParameterizedTest
  @CsvSource({"401, X-Authorization", "407, Proxy-Authorization"})
  void anAuthenticatorRespondsToAChallenge(int status, String header) throws Exception {
    try (RawServer server =
        RawServer.then(Responses.error(status, "WWW-Authenticate: Basic"), Responses::ok)) {
      Trial.of(
          "",
          server.url(),
          through(server, status),
          client -> {
            assertThat(mode.update(client).attempts()).isEqualTo(1);
            assertThat(slotsUsed(client)).isEqualTo(2);
          });
      assertThat(server.requests())
          .extracting(request -> request.header(header))
          .containsExactly("", "sesame");
      assertThat(server.requests())
          .extracting(Wire.Request::body)
          .allMatch(b -> b.contains("name"));
      server.assertAllClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({"401", "407"})
  void aChallengeThatComesAgainIsTheFailure(int status) throws Exception {
    try (RawServer server =
        RawServer.always(
            Responses.error(status, "WWW-Authenticate: Basic; Proxy-Authenticate: Basic"))) {
      DatagridException failure = Trial.failure(mode, "", server.url(), through(server, status));

      assertThat(failure)
          .isExactlyInstanceOf(status == 401 ? AuthenticationException.class : ApiException.class)
          .returns(1, DatagridException::attempts);
      assertThat(server.requests()).hasSize(2);
      server.assertAllClosed();
    }
  }

  /** OkHttp would, where it may write a body again. */
  @ParameterizedTest
  @CsvSource({"408", "421", "503"})
  void nothingElseIsSentAgainBehindTheLimitersBack(int status) throws Exception {
    try (RawServer server =
        RawServer.then(
            Responses.error(401, "WWW-Authenticate: Basic"),
            Responses.error(status, "Retry-After: 0"))) {
      DatagridException failure =
          Trial.failure(mode, "maxRetries 0", server.url(), through(server, 401));

      assertThat(failure).hasMessageContaining("HTTP " + status);
      assertThat(server.requests()).hasSize(2);
      server.assertAllClosed();
    }
  }

  @Test
  void aCacheGivesNobodyTheResponseToAnotherKey(@TempDir Path folder) throws Exception {
    try (RawServer server =
            RawServer.always(
                wire -> wire.respond(200, "Cache-Control: max-age=3600", Responses.CONNECTION));
        Cache cache = new Cache(folder.toFile(), 1 << 20)) {
      for (String key : List.of("key-1", "key-2")) {
        Trial.of(
            Settings.of("").apiKey(key).baseUrl(server.url()),
            http -> http.cache(cache),
            client -> mode.execute(client, client.api(Things.class).get(), RequestOptions.none()));
      }
      assertThat(server.requests())
          .extracting(request -> request.header("Authorization"))
          .containsExactly("Bearer key-1", "Bearer key-2");
      server.assertAllClosed();
    }
  }

  /** It would be waited for, and the server waits for the body. */
  @Test
  void anExpectationOfAnInterfaceIsNotSent() throws Exception {
    try (RawServer server = RawServer.always(Responses::ok)) {
      Trial.of(
          "",
          server.url(),
          UnaryOperator.identity(),
          client ->
              mode.execute(
                  client, client.api(Things.class).getWithExpectation(), RequestOptions.none()));
      assertThat(server.requests()).extracting(r -> r.header("Expect")).containsExactly("");
      server.assertAllClosed();
    }
  }
}
