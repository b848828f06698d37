package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the OkHttp client of the attempts is set to; what it does is in the fault tests. */
class HttpTransportTest {

  private final List<OkHttpClient> made = new ArrayList<>();

  private DatagridClient.Builder settings() {
    return DatagridClient.builder()
        .apiKey("key")
        .callFactory(
            client -> {
              made.add(client);
              return client;
            });
  }

  /** Over HTTP/2 nothing else tells that a connection was lost. */
  @Test
  void idleConnectionsArePinged() {
    settings().build().close();
    settings().httpClient(new OkHttpClient()).build().close();
    assertThat(made).extracting(OkHttpClient::pingIntervalMillis).containsExactly(10_000, 10_000);
  }

  @Test
  void aPingIntervalOfTheUsersIsKept() {
    OkHttpClient own = new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(3)).build();
    settings().httpClient(own).build().close();
    assertThat(made).extracting(OkHttpClient::pingIntervalMillis).containsExactly(3_000);
  }

  @ParameterizedTest
  @CsvSource({"PT5S, PT60S, 5000", "PT5S, PT3S, 1500", "PT1S, PT3S, 1000"})
  void connectingLeavesHalfOfTheAttemptForAnotherAddress(
      Duration connectTimeout, Duration attemptTimeout, int millis) {
    settings().connectTimeout(connectTimeout).attemptTimeout(attemptTimeout).build().close();
    assertThat(made).extracting(OkHttpClient::connectTimeoutMillis).containsExactly(millis);
  }

  @Test
  void connectionsShareThePoolWithTheUserAndNothingElse() {
    OkHttpClient own = new OkHttpClient();
    settings().httpClient(own).build().close();
    OkHttpClient client = made.get(0);
    assertThat(client.connectionPool()).isSameAs(own.connectionPool());
    assertThat(client.dns()).isNotEqualTo(own.dns()); // by which OkHttp tells connections apart
    assertThat(client.dispatcher()).isNotSameAs(own.dispatcher());
  }

  @Test
  void connectionsThatAreTooOldAreFollowedByOthersInTheSamePool() {
    VirtualTime time = new VirtualTime();
    HttpTransport transport =
        new HttpTransport(
            null,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            client -> {
              made.add(client);
              return client;
            },
            time);
    Request request = new Request.Builder().url("http://localhost/").build();
    for (int minute = 0; minute < 12; minute++) {
      transport.newCall(request);
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(made).hasSize(3).extracting(OkHttpClient::dns).doesNotHaveDuplicates();
    assertThat(made)
        .extracting(OkHttpClient::connectionPool)
        .containsOnly(made.get(0).connectionPool());
  }
}
