package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static com.datagrid.client.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.LeapingTime;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code close(Duration)}: takes no new calls and lets the others end. */
class DrainTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient client = http.client().build();

  private CompletableFuture<Connection> update() {
    return client.connections().updateAsync("conn_1", "name");
  }

  @Test
  void letsCallsEndWithTheirCallbacks() {
    http.then(rejected("Retry-After", "7"), ok().after(Duration.ofSeconds(2)));
    List<String> told = new ArrayList<>();
    CompletableFuture<?> end = update().thenAccept(connection -> told.add(connection.getName()));

    assertThat(client.close(Duration.ofSeconds(10))).isTrue();

    assertThat(end).isCompleted();
    assertThat(told).containsExactly("Sales");
    time.runUntilIdle();
    assertThat(time.seconds()).isEqualTo(9);
  }

  @Test
  void endsWhatDoesNotEndInTime() {
    http.then(rejected("Retry-After", "7"));
    CompletableFuture<Connection> late = update();

    assertThat(client.close(Duration.ofSeconds(5))).isFalse();
    time.runUntilIdle();

    assertThat(failure(late)).isInstanceOf(ClientClosedException.class);
    assertThat(time.seconds()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void takesNoNewCallsMeanwhile(Mode mode) {
    http.then(ok().after(Duration.ofSeconds(3)));
    CompletableFuture<Connection> running = update();
    time.schedule(
        Duration.ofSeconds(1).toNanos(),
        () ->
            assertThatThrownBy(() -> mode.update(client, time))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed"));

    assertThat(client.close(Duration.ofMinutes(1))).isTrue();

    assertThat(running).isCompleted();
    assertThat(http.requests()).hasSize(1);
  }

  @Test
  void anIdleClientIsClosedAtOnce() {
    assertThat(client.close(Duration.ofMinutes(1))).isTrue();
    assertThat(client.close(Duration.ZERO)).as("again").isTrue();
    assertThat(time.seconds()).isZero();
    assertThatThrownBy(this::update).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptEndsTheWait() {
    http.then(rejected("Retry-After", "7"));
    CompletableFuture<Connection> late = update();
    Thread.currentThread().interrupt();

    assertThat(client.close(Duration.ofSeconds(30))).isFalse();
    assertThat(Thread.interrupted()).isTrue();

    time.runUntilIdle();
    assertThat(failure(late)).isInstanceOf(ClientClosedException.class);
    assertThat(time.seconds()).isLessThan(30);
  }

  @Test
  @Timeout(30)
  void waitsForACallback() throws Exception {
    Callback callback = new Callback();
    CompletableFuture<Boolean> closed = callback.close();

    callback.end.countDown();

    assertThat(closed.join()).isTrue();
  }

  @Test
  @Timeout(30)
  void doesNotWaitLongerForACallback() throws Exception {
    Callback callback = new Callback();
    CompletableFuture<Boolean> closed = callback.close();
    assertThat(closed).isNotDone();

    callback.time.leap(Duration.ofMinutes(1));

    assertThat(closed.join()).isFalse();
    callback.end.countDown();
  }

  /** Its caller and its closer are threads of their own, in time that this one moves. */
  @Test
  @Timeout(30)
  void letsARunningBlockingCallEnd() throws Exception {
    Blocking blocking = new Blocking();
    blocking.begun.await();
    CompletableFuture<Boolean> closed = blocking.close();

    blocking.mayRespond.countDown();

    assertThat(closed.join()).isTrue();
    assertThat(blocking.call.join().getName()).isEqualTo("Sales");
  }

  @Test
  @Timeout(30)
  void letsABlockingCallThatWaitsForARetryEnd() throws Exception {
    http.then(rejected("Retry-After", "7"));
    Blocking blocking = new Blocking();
    blocking.awaitPause();
    CompletableFuture<Boolean> closed = blocking.close();
    assertThat(closed).isNotDone();

    blocking.time.leap(Duration.ofSeconds(8));
    blocking.mayRespond.countDown();

    assertThat(closed.join()).isTrue();
    assertThat(blocking.call.join().getName()).isEqualTo("Sales");
  }

  @Test
  @Timeout(30)
  void endsABlockingCallThatDoesNotEndInTime() throws Exception {
    Blocking blocking = new Blocking();
    blocking.begun.await();
    CompletableFuture<Boolean> closed = blocking.close();
    assertThat(closed).isNotDone();

    blocking.time.leap(Duration.ofMinutes(1));
    assertThat(closed.join()).isFalse();
    blocking.mayRespond.countDown(); // an exchange in memory is not cut by canceling it

    assertThat(failure(blocking.call)).isInstanceOf(ClientClosedException.class);
  }

  /** A client in a time that only the test moves, and other threads. */
  private abstract class Leaping {
    final LeapingTime time = new LeapingTime();
    final DatagridClient client = http.client().time(time, CallExecutors::new).build();

    /** Closes it within a minute; returns when it waits for the calls that there are. */
    CompletableFuture<Boolean> close() {
      CompletableFuture<Boolean> closed = new CompletableFuture<>();
      Thread closer = new Thread(() -> closed.complete(client.close(Duration.ofMinutes(1))));
      closer.start();
      while (closer.isAlive() && closer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      return closed;
    }
  }

  /** A call that has ended, but whose callback has not. */
  private final class Callback extends Leaping {
    final CountDownLatch end = new CountDownLatch(1);

    Callback() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<?> told =
          client
              .connections()
              .updateAsync("conn_1", "name")
              .thenRun(
                  () -> {
                    begun.countDown();
                    Futures.await(end);
                  });
      begun.await();
      assertThat(told).isNotDone();
    }
  }

  /** A blocking call, of which the server has the request. */
  private final class Blocking extends Leaping {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayRespond = new CountDownLatch(1);
    final CompletableFuture<Connection> call;

    Blocking() {
      http.otherwise(
          request -> {
            begun.countDown();
            Futures.await(mayRespond);
            return ok();
          });
      call = onAThread(() -> client.connections().update("conn_1", "name"));
    }

    void awaitPause() {
      while (client.rateLimits().values().stream().noneMatch(s -> s.pause().isPresent())) {
        Thread.onSpinWait();
      }
    }
  }

  private static <T> CompletableFuture<T> onAThread(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
  }

  @Test
  void noNegativeTimeout() {
    assertThatThrownBy(() -> client.close(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
    client.close();
  }
}
