package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SystemTimeTest {

  private final Time time = new SystemTime();

  @Test
  void startsNearZeroAndNeverGoesBack() {
    long earlier = time.nanos();
    assertThat(earlier).isNotNegative();
    assertThat(time.nanos()).isGreaterThanOrEqualTo(earlier);
  }

  @Test
  void tellsTheWallClock() {
    assertThat(time.instant()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void doesATaskNotBeforeItsTimeAndOnADaemonThread() {
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
    Time time = new SystemTime(Duration.ofMillis(10));
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
  void doesNotDoWhatWasCancelled() {
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
    Time time = new SystemTime(Duration.ofDays(1)); // its ticks are far beyond this test
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    time.schedule(0, () -> timer.complete(Thread.currentThread()));
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
  void awaitsWhatAnotherThreadBringsAbout() throws InterruptedException {
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

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> time.await(() -> false)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aMomentThatNeverComesStaysOne() {
    assertThat(Time.plus(5, 6)).isEqualTo(11);
    assertThat(Time.plus(5, Time.NEVER)).isEqualTo(Time.NEVER);
    assertThat(Time.plus(Time.NEVER, Time.NEVER)).isEqualTo(Time.NEVER);
  }
}
