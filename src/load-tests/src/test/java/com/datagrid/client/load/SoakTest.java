package com.datagrid.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.testing.Relay;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Mixed calls, canceled and interrupted now and then, against a server that fails by chance,
 * changes its limit and is restarted, over connections that are dropped or fall silent: every call
 * ends, every success is one, and nothing piles up.
 *
 * <p>A few seconds in {@code verify}; {@code mvn -B -ntp -Psoak} takes ten minutes.
 */
class SoakTest {

  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("soak.seconds", 4));
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofMillis(300);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int BLOCKING_CALLERS = 12;
  private static final int ASYNC_CALLERS = 24;
  private static final int MOST_IN_FLIGHT = 64;
  private static final long MORE_HEAP_MIB = 16;

  private final ServerView view = new ServerView();
  private final Disturbances server;
  private final ExecutorService later = Executors.newFixedThreadPool(2);
  private final Ledger ledger = new Ledger(view, later);
  private final AtomicInteger numbers = new AtomicInteger();
  private final Phaser callers = new Phaser(1);
  private final List<Thread> blockingCallers = new ArrayList<>();
  private final DatagridClient client;
  private final ConnectionsApi api;

  private volatile boolean over;

  SoakTest() throws IOException {
    server = new Disturbances(view, ATTEMPT_TIMEOUT, 1);
    client =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl(server.baseUrl())
            .rateLimitWindow(Disturbances.WINDOW)
            .attemptTimeout(ATTEMPT_TIMEOUT)
            .callTimeout(DEADLINE)
            .build();
    api = client.api(ConnectionsApi.class);
  }

  @AfterEach
  void close() throws IOException {
    over = true;
    later.shutdownNow();
    client.close();
    server.close();
  }

  @Test
  void everyCallEndsAndNothingIsLostOrLeft() throws Exception {
    startCallers();
    disturb(LENGTH.dividedBy(4));
    final long heapAtFirst = usedMib();
    final int threadsAtFirst = threads();
    disturb(LENGTH.multipliedBy(3).dividedBy(4));
    over = true;
    callers.awaitAdvanceInterruptibly(
        callers.arrive(), DEADLINE.toSeconds() + 10, TimeUnit.SECONDS); // else somebody hangs
    TimeUnit.SECONDS.sleep(Ledger.AFTERMATH_SECONDS + 1); // for requests that were given up

    System.out.printf(
        "soak of %s: %s; %d limit drops, %d restarts, %d cuts, %d answered 429; %d then %d MiB, %d then %d"
            + " threads%n",
        LENGTH,
        ledger.ends(),
        server.limitDrops(),
        server.restarts(),
        server.cuts(),
        view.rejected(),
        heapAtFirst,
        usedMib(),
        threadsAtFirst,
        threads());
    assertThat(ledger.violations()).isEmpty();
    assertThat(view.rest()).as("requests after their call had ended").isEmpty();
    assertThat(ledger.ends()).containsKey("success");
    assertThat(view.rejected())
        .isLessThanOrEqualTo(
            (long) MOST_IN_FLIGHT * (server.limitDrops() + server.restarts() + server.cuts()));
    assertThat(client.rateLimits().values())
        .extracting(RateLimitStatus::inFlight, RateLimitStatus::waiting)
        .containsOnly(tuple(0, 0));
    assertThat(usedMib()).isLessThanOrEqualTo(heapAtFirst + MORE_HEAP_MIB);
    assertThat(threads()).isLessThanOrEqualTo(threadsAtFirst);
  }

  /** Lets time pass in which the server changes every second, and callers are interrupted. */
  private void disturb(Duration length) throws InterruptedException, IOException {
    Random random = new Random(2);
    long end = System.nanoTime() + length.toNanos();
    for (int i = 1; System.nanoTime() < end; i++) {
      TimeUnit.MILLISECONDS.sleep(250);
      blockingCallers.get(random.nextInt(BLOCKING_CALLERS)).interrupt();
      if (i % 4 == 0) {
        server.next();
      }
    }
  }

  /** But for those of the relay, two for each connection, lost ones among them. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().equals(Relay.THREAD_NAME))
            .count();
  }

  private static long usedMib() {
    System.gc();
    return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
  }

  private void startCallers() {
    for (int i = 0; i < BLOCKING_CALLERS; i++) {
      callers.register();
      boolean throughFacade = i % 2 == 0;
      Thread caller =
          Executors.defaultThreadFactory().newThread(() -> callUntilOver(throughFacade));
      blockingCallers.add(caller);
      caller.start();
    }
    for (int i = 0; i < ASYNC_CALLERS; i++) {
      callers.register();
      callAsync(new Random(i));
    }
  }

  private void callUntilOver(boolean throughFacade) {
    while (!over) {
      Update update = new Update(numbers.incrementAndGet());
      try {
        update.succeeded(
            throughFacade
                ? client
                    .connections()
                    .updateWithResponse(update.id(), update.request(), RequestOptions.none())
                : client.execute(api.updateConnection(update.id(), update.request())));
      } catch (DatagridException e) {
        ledger.failed(update.id(), e);
        Thread.interrupted(); // the next call is a new one
      }
    }
    callers.arriveAndDeregister();
  }

  private void callAsync(Random random) {
    if (over) {
      callers.arriveAndDeregister();
      return;
    }
    Update update = new Update(numbers.incrementAndGet());
    CompletableFuture<ApiResponse<Connection>> future =
        random.nextBoolean()
            ? client
                .connections()
                .updateWithResponseAsync(update.id(), update.request(), RequestOptions.none())
            : client.executeAsync(
                api.updateConnection(update.id(), update.request()), RequestOptions.none());
    if (random.nextInt(50) == 0) {
      CompletableFuture.delayedExecutor(random.nextInt(100), TimeUnit.MILLISECONDS, later)
          .execute(() -> future.cancel(true));
    }
    var unused =
        future.whenCompleteAsync(
            (response, failure) -> {
              if (failure == null) {
                update.succeeded(response);
              } else {
                ledger.failed(update.id(), failure);
              }
              callAsync(random);
            },
            later);
  }

  private final class Update {
    private final int number;

    Update(int number) {
      this.number = number;
    }

    String id() {
      return "conn_" + number;
    }

    private String name() {
      return "name " + number;
    }

    UpdateConnectionRequest request() {
      return new UpdateConnectionRequest().name(name());
    }

    void succeeded(ApiResponse<Connection> response) {
      ledger.succeeded(id(), name(), response.body().getName(), response.attempts());
    }
  }
}
