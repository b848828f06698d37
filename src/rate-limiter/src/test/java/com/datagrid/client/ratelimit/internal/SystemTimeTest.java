package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SystemTimeTest {

  private static final ThreadFactory THREADS = DaemonThreads.named("datagrid-timer");

  private final Time time = new SystemTime();

  @Test
  void startsAtZeroAndNeverGoesBack() {
    long before = System.nanoTime();
    Time time = new SystemTime();
    long earlier = time.nanos();
    long elapsed = System.nanoTime() - before;

    assertThat(earlier).isBetween(0L, elapsed);
    assertThat(time.nanos()).isGreaterThanOrEqualTo(earlier);
  }

  @Test
  void readsTheWallClock() {
    assertThat(time.instant()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void runsATaskNotBeforeItsTimeAndOnADaemonThread() {
    long delay = Duration.ofMillis(20).toNanos();
    long start = time.nanos();
    CompletableFuture<Long> at = new CompletableFuture<>();
    CompletableFuture<Thread> on = new CompletableFuture<>();
    time.schedule(
        delay,
        () -> {
          at.complete(time.nanos());
          on.complete(Thread.currentThread());
        });

    assertThat(at.join()).isGreaterThanOrEqualTo(start + delay);
    assertThat(on.join().isDaemon()).isTrue();
    assertThat(on.join().getName()).isEqualTo("datagrid-timer-1");
  }

  /** The second delay is of several ticks. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void itsThreadEndsWhenIdleAndStartsAgain(int millis) throws InterruptedException {
    Time time = new SystemTime(Duration.ofMillis(10), THREADS);
    CompletableFuture<Thread> idle = new CompletableFuture<>();
    long delay = Duration.ofMillis(millis).toNanos();
    time.schedule(delay, () -> idle.complete(Thread.currentThread()));

    idle.join().join(20_000);

    assertThat(idle.join().isAlive()).isFalse();
    CompletableFuture<Thread> next = new CompletableFuture<>();
    time.schedule(0, () -> next.complete(Thread.currentThread()));
    assertThat(next.join()).isNotSameAs(idle.join());
  }

  @Test
  void doesNotRunACanceledTask() {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> hold = new CompletableFuture<>();
    CompletableFuture<Void> later = new CompletableFuture<>();
    time.schedule(0, hold::join);
    Time.Scheduled cancelled = time.schedule(0, () -> done.set(true));
    time.schedule(0, () -> later.complete(null));

    cancelled.cancel();
    hold.complete(null);
    later.join();

    assertThat(done).isFalse();
  }

  /** Waking a thread costs more than a whole call does otherwise. */
  @Test
  void itsThreadSleepsOnWhileTimeoutsComeAndGo() {
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    ThreadFactory threads =
        task -> {
          Thread thread = THREADS.newThread(task);
          timer.complete(thread);
          return thread;
        };
    Time time = new SystemTime(Duration.ofDays(1), threads); // its ticks are far beyond this test
    time.schedule(Duration.ofDays(2).toNanos(), () -> {}).cancel();
    long before = waits(timer.join());

    for (int i = 0; i < 2000; i++) {
      Time.Scheduled timeout = time.schedule(Duration.ofDays(2).toNanos(), () -> {});
      LockSupport.parkNanos(1); // the timer could wake up now
      timeout.cancel();
    }

    assertThat(waits(timer.join()) - before).isLessThan(10);
  }

  private static long waits(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId()).getWaitedCount();
  }

  @Test
  void awaitsAConditionThatAnotherThreadMeets() throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    Thread waiting = Thread.currentThread();
    time.schedule(
        0,
        () -> {
          done.set(true);
          LockSupport.unpark(waiting);
        });

    time.await(done::get);

    assertThat(done).isTrue();
  }

  /** A parked thread may be woken for no reason, or by what was meant for somebody else. */
  @Test
  void sleepsUntilTheConditionHoldsHoweverOftenItIsWoken() throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<Boolean> doneAtTheEnd = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                time.await(
                    () -> {
                      looks.incrementAndGet();
                      return done.get();
                    });
                doneAtTheEnd.complete(done.get());
              } catch (InterruptedException e) {
                doneAtTheEnd.completeExceptionally(e);
              }
            });
    waiter.start();

    while (looks.get() < 5 && waiter.isAlive()) {
      LockSupport.unpark(waiter);
      Thread.onSpinWait();
    }
    while (waiter.getState() != Thread.State.WAITING && waiter.isAlive()) {
      Thread.onSpinWait();
    }
    done.set(true);
    LockSupport.unpark(waiter);

    assertThat(doneAtTheEnd.join()).isTrue();
  }

  @Test
  void aCanceledTaskIsGarbageLongBeforeItsTime() {
    WeakReference<Runnable> task = scheduleAndCancel();

    for (int i = 0; i < 100 && task.get() != null; i++) {
      System.gc();
    }

    assertThat(task.get()).isNull();
  }

  private WeakReference<Runnable> scheduleAndCancel() {
    AtomicBoolean done = new AtomicBoolean();
    Runnable task = () -> done.set(true);
    time.schedule(Duration.ofDays(1).toNanos(), task).cancel();
    return new WeakReference<>(task);
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> time.await(() -> false)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** As where the operating system gives no more threads. */
  private static final class ScarceThreads implements ThreadFactory {
    private volatile boolean none = true;

    @Override
    public Thread newThread(Runnable task) {
      if (none) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      return THREADS.newThread(task);
    }
  }

  @Test
  void withoutAThreadItRefusesAndLaterWorks() {
    ScarceThreads threads = new ScarceThreads();
    Time time = new SystemTime(Duration.ofDays(1), threads);
    AtomicBoolean refusedRan = new AtomicBoolean();
    for (long delay : new long[] {0, 1_000_000, Duration.ofDays(2).toNanos()}) {
      assertThatThrownBy(() -> time.schedule(delay, () -> refusedRan.set(true)))
          .isInstanceOf(RejectedExecutionException.class)
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    threads.none = false;
    CompletableFuture<Void> later = new CompletableFuture<>();
    time.schedule(Duration.ofMillis(20).toNanos(), () -> later.complete(null));

    later.join();
    assertThat(refusedRan).as("what was refused").isFalse();
  }

  /** The pool has one thread, and would have none left. */
  @Test
  void aWaitInAForkJoinPoolLeavesOthersAThread() {
    ForkJoinPool pool = new ForkJoinPool(1);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Thread> waiting = new CompletableFuture<>();
    ForkJoinTask<?> wait =
        pool.submit(
            () -> {
              waiting.complete(Thread.currentThread());
              time.await(done::get);
              return null;
            });
    Thread waiter = waiting.join();

    pool.submit(() -> done.set(true)).join();
    LockSupport.unpark(waiter);

    wait.join();
    pool.shutdown();
  }

  /** So that the pool cannot make up for the thread. */
  @Test
  void aWaitInAForkJoinPoolThatIsFullWaitsAllTheSame() {
    ForkJoinPool pool =
        new ForkJoinPool(
            1,
            ForkJoinPool.defaultForkJoinWorkerThreadFactory,
            null,
            false,
            1,
            1,
            1,
            null,
            1,
            TimeUnit.MINUTES);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Thread> waiting = new CompletableFuture<>();
    ForkJoinTask<Boolean> wait =
        pool.submit(
            () -> {
              time.await(
                  () -> {
                    waiting.complete(Thread.currentThread());
                    return done.get();
                  });
              return done.get();
            });
    Thread waiter = waiting.join();
    while (waiter.getState() != Thread.State.WAITING && !wait.isDone()) {
      Thread.onSpinWait();
    }
    done.set(true);
    LockSupport.unpark(waiter);

    assertThat(wait.join()).isTrue();
    pool.shutdown();
  }

  @Test
  void neverStaysNever() {
    assertThat(Time.plus(5, 6)).isEqualTo(11);
    assertThat(Time.plus(5, Time.NEVER)).isEqualTo(Time.NEVER);
    assertThat(Time.plus(Time.NEVER, Time.NEVER)).isEqualTo(Time.NEVER);
  }
}
