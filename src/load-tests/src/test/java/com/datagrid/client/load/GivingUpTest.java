package com.datagrid.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.CallInterruptedException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.stubs.DatagridStubServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * 64 threads of which some are interrupted and some cancel what they began, in line and on the way:
 * the server never has to reject a call, and no slot is lost by it.
 *
 * <p>In {@code verify} for 5 s; {@code mvn -B -ntp -Pload} takes 30 s.
 */
class GivingUpTest {

  private static final int THREADS = 64;
  private static final int LIMIT = 200;
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration LENGTH = Duration.ofSeconds(Load.FULL ? 30 : 5);

  private final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final AtomicInteger canceled = new AtomicInteger();

  @Test
  void losesNoSlot() throws Exception {
    try (DatagridStubServer server =
            DatagridStubServer.builder()
                .limit(LIMIT)
                .window(WINDOW)
                .latency(Duration.ofMillis(20))
                .start();
        DatagridClient client =
            DatagridClient.builder()
                .apiKey("key")
                .baseUrl(server.baseUrl())
                .rateLimitWindow(WINDOW)
                .callTimeout(Duration.ZERO)
                .build()) {
      disturb(client);

      assertThat(unexpected).isEmpty();
      assertThat(server.counts().rejected()).isZero();
      assertThat(succeeded).hasPositiveValue();
      assertThat(interrupted).hasPositiveValue();
      assertThat(canceled).hasPositiveValue();
      awaitEmptyWindow(client);
    }
  }

  private void disturb(DatagridClient client) throws InterruptedException {
    long end = System.nanoTime() + LENGTH.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> work(client, random, end));
      thread.start();
      threads.add(thread);
    }
    Random random = new Random(THREADS);
    while (System.nanoTime() < end) {
      threads.get(random.nextInt(THREADS)).interrupt();
      Thread.sleep(5); // the pace of the disturbance; nothing is concluded from it
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void work(DatagridClient client, Random random, long end) {
    while (System.nanoTime() < end) {
      try {
        if (random.nextBoolean()) {
          client.connections().update("conn_1", "name");
        } else {
          CompletableFuture<Connection> future = client.connections().updateAsync("conn_1", "name");
          if (random.nextBoolean()) {
            Thread.sleep(random.nextInt(30)); // so that it is canceled in line and on the way
            future.cancel(true);
          }
          future.join();
        }
        succeeded.incrementAndGet();
      } catch (CallInterruptedException | InterruptedException e) {
        interrupted.incrementAndGet();
        Thread.interrupted();
      } catch (CancellationException e) {
        canceled.incrementAndGet();
      } catch (RuntimeException e) {
        unexpected.add(e);
      }
    }
  }

  /** Nothing waits, nothing is on its way, and what is counted expires. */
  private static void awaitEmptyWindow(DatagridClient client) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (status(client).used() > 0 || status(client).waiting() > 0) {
      assertThat(System.nanoTime()).as("%s", status(client)).isLessThan(end);
      Thread.sleep(10);
    }
    assertThat(status(client).inFlight()).isZero();
  }

  private static RateLimitStatus status(DatagridClient client) {
    return client.rateLimits().values().iterator().next();
  }
}
