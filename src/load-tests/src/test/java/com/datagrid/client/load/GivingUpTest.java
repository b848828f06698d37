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
 * 64 threads of which some are interrupted and some cancel what they began, queued and in flight:
 * the server never has to reject a call, and no slot is lost by it.
 *
 * <p>The window of an hour ends when nothing more can be sent in it, so that it does not matter how
 * busy the machine is. {@code mvn -B -ntp -Pload} goes through ten times as many as {@code verify}.
 */
class GivingUpTest {

  private static final int THREADS = 64;
  private static final int LIMIT = 200;
  private static final int LEAST_SUCCESSES = LIMIT * (Load.FULL ? 30 : 3);
  private static final int LEAST_GIVEN_UP = Load.FULL ? 500 : 50;

  private final Leaps leaps = new Leaps();
  private volatile boolean over;

  private final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final AtomicInteger canceled = new AtomicInteger();

  @Test
  void losesNoSlot() throws Exception {
    try (DatagridStubServer server =
            leaps.server().limit(LIMIT).latency(Duration.ofMillis(20)).start();
        DatagridClient client = leaps.client().baseUrl(server.baseUrl()).build()) {
      disturb(client);

      assertThat(unexpected).isEmpty();
      assertThat(server.counts().rejected()).isZero();
      assertThat(succeeded).hasValueGreaterThanOrEqualTo(LEAST_SUCCESSES);
      assertThat(interrupted).hasValueGreaterThanOrEqualTo(LEAST_GIVEN_UP);
      assertThat(canceled).hasValueGreaterThanOrEqualTo(LEAST_GIVEN_UP);
      assertThat(status(client).inFlight()).isZero();
      assertThat(status(client).waiting()).isZero();
      leaps.twoWindows();
      assertThat(status(client).used()).isZero();
    }
  }

  private void disturb(DatagridClient client) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> work(client, random));
      thread.start();
      threads.add(thread);
    }
    Random random = new Random(THREADS);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      over =
          succeeded.get() >= LEAST_SUCCESSES
              && interrupted.get() >= LEAST_GIVEN_UP
              && canceled.get() >= LEAST_GIVEN_UP;
      threads.get(random.nextInt(THREADS)).interrupt();
      Thread.sleep(5); // the pace of the disturbance; nothing is concluded from it
      leaps.leapIfAllWait(client);
    }
  }

  private void work(DatagridClient client, Random random) {
    while (!over) {
      try {
        if (random.nextBoolean()) {
          client.connections().update("conn_1", "name");
        } else {
          CompletableFuture<Connection> future = client.connections().updateAsync("conn_1", "name");
          if (random.nextBoolean()) {
            Thread.sleep(random.nextInt(30)); // so that it is canceled queued and in flight
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

  private static RateLimitStatus status(DatagridClient client) {
    return client.rateLimits().values().iterator().next();
  }
}
