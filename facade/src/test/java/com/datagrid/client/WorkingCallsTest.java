package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shared clock knows at any time how many calls do something rather than wait. */
class WorkingCallsTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  @AfterEach
  void whatHasEndedRests() {
    assertThat(time.working()).isZero();
  }

  /** Once, in the middle of what the client waits for. */
  private List<Integer> workingAfter(Duration delay) {
    List<Integer> working = new ArrayList<>();
    time.schedule(delay.toNanos(), () -> working.add(time.working()));
    return working;
  }

  @ParameterizedTest
  @EnumSource
  void anExchangeIsWorkAndAPauseIsNot(Mode mode) throws Exception {
    http.then(
        rejected("Retry-After", "7").after(Duration.ofSeconds(2)),
        Reply.of(503, "{}", "Retry-After", "5").after(Duration.ofSeconds(2)),
        Reply.of(500, "{}").after(Duration.ofSeconds(2)),
        ok().after(Duration.ofSeconds(2)));
    List<Integer> first = workingAfter(Duration.ofSeconds(1));
    List<Integer> throttled = workingAfter(Duration.ofSeconds(5));
    List<Integer> second = workingAfter(Duration.ofSeconds(10));
    List<Integer> unavailable = workingAfter(Duration.ofSeconds(13));
    List<Integer> third = workingAfter(Duration.ofSeconds(17));
    List<Integer> faulty = workingAfter(Duration.ofMillis(18_100));
    try (DatagridClient client = http.client().build()) {
      mode.update(client, time);
    }
    assertThat(first).containsExactly(1);
    assertThat(throttled).containsExactly(0);
    assertThat(second).containsExactly(1);
    assertThat(unavailable).containsExactly(0);
    assertThat(third).containsExactly(1);
    assertThat(faulty).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedCallRests(Mode mode) throws Exception {
    http.then(rejected("Retry-After", "61"));
    try (DatagridClient client = http.client().callTimeout(Duration.ofSeconds(60)).build()) {
      assertThatExceptionOfType(RateLimitException.class)
          .isThrownBy(() -> mode.update(client, time));
      assertThatExceptionOfType(CallTimeoutException.class)
          .isThrownBy(() -> mode.update(client, time));
    }
  }

  @Test
  void anInterruptedCallRests() throws Exception {
    http.then(rejected("Retry-After", "7"));
    try (DatagridClient client = http.client().build()) {
      time.schedule(1, Thread.currentThread()::interrupt);
      assertThatExceptionOfType(CallInterruptedException.class)
          .isThrownBy(() -> Mode.BLOCKING.update(client, time));
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Its permit is granted by then. */
  @Test
  void aCallThatIsInterruptedBeforeItsExchangeRests() throws Exception {
    Thread.currentThread().interrupt();
    try (DatagridClient client = http.client().build()) {
      assertThatExceptionOfType(CallInterruptedException.class)
          .isThrownBy(() -> Mode.BLOCKING.update(client, time));
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void canceledCallsRest() throws Exception {
    http.then(rejected("Retry-After", "7"));
    try (DatagridClient client = http.client().build()) {
      CompletableFuture<?> first = client.connections().updateAsync("conn_1", "Sales");
      CompletableFuture<?> second = client.connections().updateAsync("conn_1", "Sales");
      assertThat(time.working()).isOne(); // the first, which learns the limit
      time.advance(Duration.ofSeconds(1));
      assertThat(time.working()).isZero();

      first.cancel(false);
      second.cancel(false);
      assertThat(time.working()).isEqualTo(2);
      time.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void aClosedClientHasNoneAtWork() throws Exception {
    http.then(rejected("Retry-After", "7"));
    DatagridClient client = http.client().build();
    CompletableFuture<?> waiting = client.connections().updateAsync("conn_1", "Sales");
    time.advance(Duration.ofSeconds(1));
    client.close();
    time.advance(Duration.ofSeconds(1));

    assertThat(waiting).isCompletedExceptionally();
  }
}
