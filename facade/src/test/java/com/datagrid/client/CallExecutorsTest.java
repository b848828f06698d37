package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.SystemTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallExecutorsTest {

  private static final LimiterKey LIMIT = limit("GET /slow");

  /** As before Java 21. */
  private final CallExecutors executors =
      new CallExecutors(
          new SystemTime(),
          Optional.empty(),
          DaemonThreads.named("datagrid-call"),
          DaemonThreads.named("datagrid-callback"));

  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    executors.close();
  }

  private static LimiterKey limit(String name) {
    return new LimiterKey(name, Optional.empty());
  }

  private void block() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).as("all have run").isTrue();
  }

  @Test
  void callbacksThatBlockDelayNoOther() throws Exception {
    CountDownLatch blocked = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      executors.call(
          () -> {
            blocked.countDown();
            block();
          });
    }
    await(blocked);
    CountDownLatch another = new CountDownLatch(1);
    executors.call(another::countDown);
    await(another);
  }

  @Test
  void callbacksThatBlockDelayNoExchange() throws Exception {
    for (int i = 0; i < 10; i++) {
      executors.call(this::block);
    }
    CountDownLatch exchange = new CountDownLatch(1);
    executors.dispatch(LIMIT, exchange::countDown);
    await(exchange);
  }

  @Test
  void callbacksThatDoNotBlockShareFewThreads() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch done = new CountDownLatch(10_000);
    for (int i = 0; i < 10_000; i++) {
      executors.call(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
    }
    await(done);
    assertThat(threads).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void asManyThreadsAsNeededAndLaterFewAgain() throws Exception {
    CountDownLatch blocked = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      executors.call(
          () -> {
            blocked.countDown();
            block();
          });
    }
    await(blocked);
    release.countDown();
    // Whether the pool has shrunk or not: one after the other, everything still runs.
    for (int i = 0; i < 100; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      executors.call(ran::countDown);
      await(ran);
    }
  }

  @Test
  void dispatchesNoMoreThan64ExchangesAtATime() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(64);
    CountDownLatch done = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      executors.dispatch(
          LIMIT,
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            full.countDown();
            block();
            running.decrementAndGet();
            done.countDown();
          });
    }
    await(full);
    assertThat(running).hasValue(64);
    release.countDown();
    await(done);
    assertThat(most).hasValue(64);
  }

  @Test
  void allThreadsAreDaemonsWithNames() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch done = new CountDownLatch(2);
    Runnable task =
        () -> {
          threads.add(Thread.currentThread());
          done.countDown();
        };
    executors.dispatch(LIMIT, task);
    executors.call(task);
    await(done);
    assertThat(threads)
        .hasSize(2)
        .allMatch(Thread::isDaemon)
        .allMatch(thread -> thread.getName().startsWith("datagrid-"));
  }

  @Test
  void whatThrowsTakesNoThreadAway() throws Exception {
    CountDownLatch thrown = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      executors.call(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> thrown.countDown());
            throw new IllegalStateException("a user's callback");
          });
    }
    await(thrown);
    CountDownLatch another = new CountDownLatch(1);
    executors.call(another::countDown);
    await(another);
  }

  @Test
  void afterCloseEverythingStillRuns() throws Exception {
    CountDownLatch before = new CountDownLatch(30);
    for (int i = 0; i < 30; i++) {
      executors.call(
          () -> {
            before.countDown();
            block();
          });
    }
    executors.close();
    executors.close();
    await(before);

    CountDownLatch after = new CountDownLatch(2);
    executors.call(after::countDown);
    executors.dispatch(LIMIT, after::countDown);
    await(after);
  }
}
