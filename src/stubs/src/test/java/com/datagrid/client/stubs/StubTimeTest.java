package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.ClientClosedException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.stubs.DatagridStubServer.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real clients, threads and sockets in a time that the test moves. */
@Timeout(60)
class StubTimeTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);

  @RegisterExtension
  static final DatagridStubExtension DATAGRID =
      new DatagridStubExtension(DatagridStubServer.builder().limit(100));

  private final DatagridStubServer server = DATAGRID.server();
  private final DatagridClient.Builder settings = settings();

  private DatagridClient.Builder settings() {
    return DatagridClient.builder()
        .apiKey("test")
        .baseUrl(server.baseUrl())
        .callTimeout(Duration.ZERO);
  }

  @Test
  void tenThreadsAndAThousandCalls() throws Exception {
    StubTime time = server.virtualTime(settings).autoAdvance();
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try (DatagridClient client = settings.build()) {
      List<Future<Connection>> calls = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String id = "conn_" + i;
        calls.add(threads.submit(() -> client.connections().update(id, "Sales")));
      }
      for (Future<Connection> call : calls) {
        call.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(server.counts()).isEqualTo(new Counts(1_000, 0, 100));
    assertThat(time.elapsed()).isBetween(WINDOW.multipliedBy(9), WINDOW.multipliedBy(10));
    assertThat(server.requests())
        .extracting(StubRequest::id)
        .doesNotHaveDuplicates()
        .hasSize(1_000);
  }

  @Test
  void threeHundredAsynchronousCalls() {
    StubTime time = server.virtualTime(settings).autoAdvance();
    try (DatagridClient client = settings.build()) {
      List<CompletableFuture<Connection>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        calls.add(client.connections().updateAsync("conn_" + i, "Sales"));
      }
      calls.forEach(CompletableFuture::join);
    }

    assertThat(server.counts()).isEqualTo(new Counts(300, 0, 100));
    assertThat(time.elapsed()).isBetween(WINDOW.multipliedBy(2), WINDOW.multipliedBy(3));
  }

  @Test
  void theTestMovesTheTime() {
    server.setLimit(1);
    StubTime time = server.virtualTime(settings);
    try (DatagridClient client = settings.build()) {
      client.connections().update("conn_1", "Sales");
      CompletableFuture<ApiResponse<Connection>> waiting = update(client);

      time.advance(Duration.ofSeconds(59));
      assertThat(waiting).isNotDone();
      assertThat(server.requests()).hasSize(1);
      time.advance(Duration.ofSeconds(2));
      assertThat(server.requests()).hasSize(2);
      assertThat(waiting.join().waited()).isBetween(WINDOW, Duration.ofSeconds(61));
      assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(61));
      assertThat(time.now()).isEqualTo(server.requests().get(0).time().plusSeconds(61));
    }
    assertThat(server.counts().rejected()).isZero();
  }

  private static CompletableFuture<ApiResponse<Connection>> update(DatagridClient client) {
    return client
        .connections()
        .updateWithResponseAsync(
            "conn_1", new UpdateConnectionRequest().name("Sales"), RequestOptions.none());
  }

  @Test
  void itStandsStillWhileNothingWaits() {
    StubTime time = server.virtualTime(settings).autoAdvance();
    try (DatagridClient client = settings.callTimeout(Duration.ofMinutes(3)).build()) {
      for (int i = 0; i < 100; i++) {
        client.connections().update("conn_1", "Sales");
      }
      assertThat(time.elapsed()).isZero();
      client.connections().update("conn_1", "Sales");
      Duration elapsed = time.elapsed();
      assertThat(elapsed).isBetween(WINDOW, Duration.ofSeconds(61));
      client.connections().update("conn_1", "Sales");
      assertThat(time.elapsed()).isEqualTo(elapsed);
      assertThat(client.close(Duration.ofSeconds(30))).isTrue();
      assertThat(time.elapsed()).isEqualTo(elapsed);
    }
  }

  @Test
  void pausesAreInThisTime() {
    StubTime time = server.virtualTime(settings).autoAdvance();
    server.failNext(2, StubFault.internalServerError());
    try (DatagridClient client = settings.build()) {
      client.connections().update("conn_1", "Sales");
    }
    // Two backoffs, of half a second and of one, and each down to its half by jitter.
    assertThat(time.elapsed()).isBetween(Duration.ofMillis(750), Duration.ofMillis(1_500));
    assertThat(server.requests()).extracting(StubRequest::status).containsExactly(500, 500, 200);
  }

  @Test
  void theCallTimeoutIsInThisTime() {
    server.setLimit(1);
    StubTime time = server.virtualTime(settings);
    try (DatagridClient client = settings.callTimeout(Duration.ofSeconds(45)).build()) {
      client.connections().update("conn_1", "Sales");
      assertThatExceptionOfType(CallTimeoutException.class)
          .isThrownBy(() -> client.connections().update("conn_1", "Sales"));
      time.advance(Duration.ofSeconds(20));
      CompletableFuture<ApiResponse<Connection>> waiting = update(client);
      time.advance(Duration.ofSeconds(41));

      assertThat(waiting.join().waited()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
    }
  }

  /** Otherwise a server that never responds would hold up the test. */
  @Test
  void theAttemptTimeoutIsInRealTime() {
    StubTime time = server.virtualTime(settings).autoAdvance();
    server.failNext(StubFault.delay(Duration.ofSeconds(20)));
    try (DatagridClient client =
        settings.attemptTimeout(Duration.ofMillis(100)).maxRetries(0).build()) {
      assertThatExceptionOfType(TransportException.class)
          .isThrownBy(() -> client.connections().update("conn_1", "Sales"))
          .matches(TransportException::isTimeout);
    }
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void closingTakesAsLongAsItWould() {
    server.setLimit(1);
    StubTime time = server.virtualTime(settings).autoAdvance();
    DatagridClient client = settings.build();
    client.connections().update("conn_1", "Sales");
    time.advance(Duration.ofSeconds(20));
    Thread closer = Thread.currentThread();
    CompletableFuture<?> told = update(client).thenRun(() -> awaitWaiting(closer));

    assertThat(client.close(Duration.ofSeconds(45))).isTrue();
    assertThat(told).isCompleted();
    assertThat(time.elapsed()).isBetween(WINDOW, Duration.ofSeconds(61));
  }

  @Test
  void closingGivesUpInThisTime() throws Exception {
    server.setLimit(1);
    StubTime time = server.virtualTime(settings);
    DatagridClient client = settings.build();
    client.connections().update("conn_1", "Sales");
    List<CompletableFuture<?>> waiting = List.of(update(client), update(client), update(client));
    List<Boolean> ended = new ArrayList<>();
    Thread closer = new Thread(() -> ended.add(client.close(Duration.ofSeconds(100))));
    closer.start();
    awaitWaiting(closer);

    time.advance(Duration.ofSeconds(99));
    assertThat(closer.getState()).isEqualTo(Thread.State.WAITING);
    time.advance(Duration.ofSeconds(1));
    closer.join();
    assertThat(ended).containsExactly(false);
    for (CompletableFuture<?> dropped : waiting.subList(1, 3)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(dropped::join)
          .withCauseInstanceOf(ClientClosedException.class);
    }
    assertThat(server.requests()).hasSize(2);
  }

  private static void awaitWaiting(Thread closer) {
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** More of them than the client has threads for callbacks. */
  @Test
  void callbacksMayMakeBlockingCalls() {
    server.setLimit(10);
    StubTime time = server.virtualTime(settings).autoAdvance();
    try (DatagridClient client = settings.build()) {
      List<CompletableFuture<Connection>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(
            update(client).thenApply(first -> client.connections().update("conn_2", "Support")));
      }
      calls.forEach(CompletableFuture::join);
    }
    assertThat(server.counts()).isEqualTo(new Counts(20, 0, 10));
    assertThat(time.elapsed()).isBetween(WINDOW, WINDOW.multipliedBy(2));
  }

  @Test
  void severalClientsShareIt() {
    DatagridClient.Builder others = settings();
    StubTime time = server.virtualTime(settings, others).autoAdvance();
    DatagridClient.Builder later = settings();
    assertThat(server.virtualTime(later)).isSameAs(time);
    server.setLimit(2);
    try (DatagridClient first = settings.build();
        DatagridClient second = others.build();
        DatagridClient third = later.build()) {
      first.connections().update("conn_1", "Sales");
      second.connections().update("conn_1", "Sales");
      third.connections().update("conn_1", "Sales"); // is rejected, and waits
    }
    assertThat(server.counts()).isEqualTo(new Counts(3, 1, 2));
    assertThat(time.elapsed()).isBetween(WINDOW, Duration.ofSeconds(61));
  }

  @Test
  void aResetTakesTheServerBackToRealTime() {
    StubTime time = server.virtualTime(settings);
    time.advance(Duration.ofDays(365));
    server.reset();

    try (DatagridClient client = settings().build()) {
      client.connections().update("conn_1", "Sales");
    }
    assertThat(server.requests().get(0).time()).isAfter(time.now());
    assertThat(server.virtualTime()).isNotSameAs(time);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    StubTime time = server.virtualTime(settings);
    assertThatIllegalArgumentException().isThrownBy(() -> time.advance(Duration.ofNanos(-1)));
    Thread.currentThread().interrupt();
    assertThatIllegalStateException().isThrownBy(() -> time.advance(Duration.ZERO));
    assertThat(Thread.interrupted()).isTrue();
  }
}
