package com.datagrid.client;

import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asynchronous calls that have their turn while all threads for exchanges are busy. */
class NoThreadTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final List<Runnable> withoutThread = new ArrayList<>();
  private final DatagridClient client =
      DatagridClient.builder()
          .apiKey("key")
          .callTimeout(Duration.ofSeconds(10))
          .time(time, BusyExecutors::new)
          .callFactory(client -> http)
          .build();
  private final CompletableFuture<Connection> future =
      client.connections().updateAsync("conn_1", "name");

  private final class BusyExecutors extends CallExecutors {
    private final Time time;

    BusyExecutors(Time time) {
      super(time);
      this.time = time;
    }

    @Override
    void dispatch(LimiterKey limit, Runnable attempt) {
      withoutThread.add(attempt);
    }

    @Override
    void call(Runnable callback) {
      time.schedule(0, callback);
    }
  }

  @AfterEach
  void nothingIsSentOrLeft() {
    withoutThread.forEach(Runnable::run); // a thread comes after all
    time.runUntilIdle();
    assertThat(http.requests()).isEmpty();
    assertThat(client.rateLimits().values()).allMatch(status -> status.inFlight() == 0);
    client.close();
  }

  @Test
  void theDeadlineEndsTheCallUnsent() {
    time.advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(future).isNotDone();
    time.advance(Duration.ofNanos(1));

    assertThat(failure(future))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("was not sent")
        .hasMessageContaining("raise callTimeout(..)")
        .returns(0, e -> ((DatagridException) e).attempts());
    assertThat(client.rateLimits().values()).allMatch(status -> status.inFlight() == 0);
  }

  @Test
  void aThreadThatComesAfterTheDeadlineSendsNothing() {
    time.stall(Duration.ofSeconds(11)); // the timer is late, too
    withoutThread.forEach(Runnable::run);
    time.runUntilIdle();

    assertThat(failure(future)).isInstanceOf(CallTimeoutException.class);
  }

  @Test
  void cancelingFreesTheSlotAtOnce() {
    future.cancel(true);

    assertThat(client.rateLimits().values()).allMatch(status -> status.inFlight() == 0);
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void closingFailsTheCall() {
    client.close();
    time.runUntilIdle();

    assertThat(failure(future)).isInstanceOf(ClientClosedException.class);
  }
}
