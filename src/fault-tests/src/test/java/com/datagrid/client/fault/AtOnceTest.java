package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.testing.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alone, since so many threads would make the timeouts of others come too early. */
@Isolated
class AtOnceTest {

  /** Until the first response names the limit, only one request is in flight. */
  @ParameterizedTest
  @EnumSource
  void aThousandThreadsAtOnceSendOneLeadAndAllSucceed(Mode mode) throws Exception {
    int calls = 1_000;
    AtomicInteger beforeTheLimit = new AtomicInteger();
    CountDownLatch limitNamed = new CountDownLatch(1);
    RawServer.Response response =
        wire -> {
          if (limitNamed.getCount() > 0) {
            beforeTheLimit.incrementAndGet();
            Thread.sleep(100); // for others to come, if any do
          }
          limitNamed.countDown();
          wire.respond(200, "X-RateLimit-Limit: " + calls, Responses.CONNECTION);
        };
    try (RawServer server = RawServer.always(response)) {
      AtomicInteger successes = new AtomicInteger();
      Trial.of(
          "",
          server.url(),
          UnaryOperator.identity(),
          client -> {
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
              Thread thread =
                  new Thread(
                      null,
                      () -> {
                        await(start);
                        mode.update(client);
                        successes.incrementAndGet();
                      },
                      "caller",
                      128 << 10);
              thread.setDaemon(true);
              threads.add(thread);
              thread.start();
            }
            start.countDown();
            for (Thread thread : threads) {
              thread.join();
            }
          });
      assertThat(successes).hasValue(calls);
      assertThat(beforeTheLimit).as("requests before the limit was known").hasValue(1);
      assertThat(server.requests()).hasSize(calls);
      server.assertAllClosed();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
