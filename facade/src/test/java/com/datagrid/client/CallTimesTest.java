package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why a call took so long: responses and exceptions tell it. */
class CallTimesTest {

  private final VirtualTime time =
      new VirtualTime(1_000_000_000L); // so that no difference is a sum
  private final FakeHttp http = new FakeHttp(time);

  private DatagridException failure(Mode mode, DatagridClient client) {
    return catchThrowableOfType(DatagridException.class, () -> mode.update(client, time));
  }

  @ParameterizedTest
  @EnumSource
  void aResponseTellsWhatWasWaiting(Mode mode) throws Exception {
    http.then(
        rejected("Retry-After", "7").after(Duration.ofSeconds(2)),
        ok("X-Request-Id", "req_2").after(Duration.ofSeconds(3)));
    try (DatagridClient client = http.client().build()) {
      assertThat(mode.update(client, time))
          .returns(Duration.ofSeconds(12), ApiResponse::elapsed)
          .returns(Duration.ofSeconds(7), ApiResponse::waited);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionTellsTimesAndTheLastRequest(Mode mode) {
    http.then(
        rejected("Retry-After", "7", "X-Request-Id", "req_1").after(Duration.ofSeconds(2)),
        Reply.of(500, "{}", "X-Request-Id", "req_2").after(Duration.ofSeconds(3)));
    try (DatagridClient client = http.client().maxRetries(0).build()) {
      DatagridException failure = failure(mode, client);

      assertThat(failure)
          .isInstanceOf(ApiException.class)
          .hasMessageEndingWith("[request req_2] [elapsed PT12S, waited PT7S]")
          .returns(Duration.ofSeconds(12), DatagridException::elapsed)
          .returns(Duration.ofSeconds(7), DatagridException::waited);
      assertThat(failure.requestId()).contains("req_2");
      assertThat((DatagridException) failure.getSuppressed()[0])
          .returns(Duration.ofSeconds(2), DatagridException::elapsed)
          .returns(Duration.ZERO, DatagridException::waited);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenExchangeTellsTheRequestBeforeIt(Mode mode) {
    http.then(
        rejected("Retry-After", "1", "X-Request-Id", "req_1"),
        Reply.broken(new IOException("reset")).after(Duration.ofSeconds(4)));
    try (DatagridClient client = http.client().maxRetries(0).build()) {
      DatagridException failure = failure(mode, client);

      assertThat(failure)
          .isInstanceOf(TransportException.class)
          .hasMessageEndingWith(" [elapsed PT5S, waited PT1S, request req_1]");
      assertThat(failure.requestId()).contains("req_1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedCallHasWaitedAllTheTime(Mode mode) {
    http.then(rejected("Retry-After", "61"));
    try (DatagridClient client = http.client().callTimeout(Duration.ofSeconds(60)).build()) {
      failure(mode, client);
      DatagridException failure = failure(mode, client);

      assertThat(failure)
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageEndingWith(" [elapsed PT0S, waited PT0S]")
          .returns(0, DatagridException::attempts);
      assertThat(failure.requestId()).isEmpty();
    }
  }

  @Test
  void aCallThatIsEndedWhileItWaitsTellsThatWait() {
    http.then(rejected("Retry-After", "7"), rejected("Retry-After", "20"));
    DatagridClient client = http.client().build();
    CompletableFuture<?> call = client.connections().updateAsync("conn_1", "name");
    time.advance(Duration.ofSeconds(17));
    client.close();
    time.runUntilIdle();

    assertThat((DatagridException) Futures.failure(call))
        .isInstanceOf(ClientClosedException.class)
        .returns(Duration.ofSeconds(17), DatagridException::waited);
  }
}
