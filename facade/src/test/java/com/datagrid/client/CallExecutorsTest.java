package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

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
  void aLimitWhoseExchangesAllBlockLeavesThreadsToAnother() throws Exception {
    CountDownLatch full = new CountDownLatch(64);
    for (int i = 0; i < 200; i++) {
      executors.dispatch(
          LIMIT,
          () -> {
            full.countDown();
            block();
          });
    }
    await(full);

    CountDownLatch another = new CountDownLatch(1);
    executors.dispatch(limit("GET /healthy"), another::countDown);
    await(another);
  }

  @Test
  void exchangesOnVirtualThreadsWaitForNoOther() throws Exception {
    CallExecutors executors =
        new CallExecutors(
            new SystemTime(),
            Optional.of(DaemonThreads.named("as-if-virtual")),
            task -> {
              throw new AssertionError("another thread is asked for");
            },
            DaemonThreads.named("datagrid-callback"));
    CountDownLatch all = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      executors.dispatch(
          LIMIT,
          () -> {
            all.countDown();
            block();
          });
    }
    await(all);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void exchangesHaveVirtualThreadsFromJava21On() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();

    new CallExecutors(new SystemTime())
        .dispatch(LIMIT, () -> thread.complete(Thread.currentThread().toString()));

    assertThat(thread.join()).startsWith("VirtualThread[").contains("datagrid-call-1");
  }

  private final VirtualTime virtualTime = new VirtualTime();
  private final ScarceThreads scarce = new ScarceThreads(DaemonThreads.named("scarce"));
  private final CallExecutors poor =
      new CallExecutors(virtualTime, Optional.empty(), scarce, scarce);

  @Test
  void anExchangeWithoutAThreadIsRefusedAndNotKept() throws Exception {
    scarce.runOut();
    AtomicBoolean ran = new AtomicBoolean();

    assertThatThrownBy(() -> poor.dispatch(LIMIT, () -> ran.set(true)))
        .isInstanceOf(OutOfMemoryError.class);

    scarce.comeBack();
    CountDownLatch later = new CountDownLatch(1);
    poor.dispatch(LIMIT, later::countDown);
    await(later);
    assertThat(ran).isFalse();
  }

  @Test
  void whatFindsNoThreadOfItsOwnRunsAfterAnotherOfItsLimit() throws Exception {
    poor.dispatch(LIMIT, this::block);
    scarce.runOut();
    CountDownLatch ran = new CountDownLatch(1);

    poor.dispatch(LIMIT, ran::countDown);

    release.countDown();
    await(ran);
  }

  @Test
  void aCallbackWithoutAThreadHasOneOnceThereIs() {
    scarce.runOut();
    CompletableFuture<String> thread = new CompletableFuture<>();
    poor.call(() -> thread.complete(Thread.currentThread().getName()));
    virtualTime.advance(Duration.ofMillis(950));
    assertThat(thread).isNotDone();

    scarce.comeBack();
    virtualTime.advance(Duration.ofMillis(50));

    assertThat(thread.join()).startsWith("scarce-");
  }

  @Test
  void aCallbackThatFindsNoThreadForASecondRunsOnTheTimers() {
    scarce.runOut();
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    poor.call(() -> thread.complete(Thread.currentThread()));

    virtualTime.advance(Duration.ofSeconds(1));

    assertThat(thread).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void aCallbackThatFindsNoTimerEitherRunsAtOnce() {
    CallExecutors without = new CallExecutors(scarce.new Timer(), Optional.empty(), scarce, scarce);
    scarce.runOut();
    CompletableFuture<Thread> thread = new CompletableFuture<>();

    without.call(() -> thread.complete(Thread.currentThread()));

    assertThat(thread).isCompletedWithValue(Thread.currentThread());
  }

  /** What looks after callbacks that block goes on looking. */
  @Test
  void callbacksThatBlockHaveMoreThreadsOnceThereAre() throws Exception {
    CountDownLatch blocked = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      poor.call(
          () -> {
            blocked.countDown();
            block();
          });
    }
    await(blocked);
    scarce.runOut();
    CountDownLatch another = new CountDownLatch(1);
    poor.call(another::countDown);
    virtualTime.advance(Duration.ofMillis(100));

    scarce.comeBack();
    virtualTime.advance(Duration.ofMillis(100));

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
