package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads; a window passes as soon as all of them wait. */
class ThreadsTest {

  private static final int THREADS = 8;
  private static final int CALLS_PER_THREAD = 1_000;
  private static final int LIMIT = 2_000;
  private static final Duration WINDOW = Duration.ofHours(1);

  private final LeapingTime time = new LeapingTime();
  private final SchedulingRateLimiter limiter =
      new SlidingWindowRateLimiterRegistry(
              new RateLimitSettings(WINDOW, 1, OptionalInt.of(LIMIT), WINDOW, true), time)
          .limiter(Calls.KEY);

  /** What the server would see: when it was sent, and when it is counted. */
  private record Request(long sentAt, long stamp) {}

  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  @Test
  @Timeout(60)
  void theWindowIsNeverExceededAndNoSlotIsLost() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> makeCalls(random));
      threads.add(thread);
      thread.start();
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      if (limiter.state().waiting() > 0 && limiter.state().inFlight() == 0) {
        time.leap(Duration.ofMinutes(1)); // the window is full
      }
      Thread.onSpinWait();
    }

    assertThat(limiter.state().inFlight()).isZero();
    assertThat(limiter.state().waiting()).isZero();
    assertThat(limiter.state().pause()).isEmpty();
    assertThat(mostInOneWindow()).isLessThanOrEqualTo(LIMIT);
  }

  private void makeCalls(Random random) {
    for (int i = 0; i < CALLS_PER_THREAD; i++) {
      Waiter waiter = new Waiter(Thread.currentThread());
      Permit permit = limiter.acquire(Time.NEVER, waiter);
      int chance = random.nextInt(100);
      if (chance < 2) {
        permit.release(); // waiting or granted
        continue;
      }
      try {
        time.await(() -> waiter.granted != null);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (chance < 5) {
        permit.release();
        continue;
      }
      permit.sent(Duration.ofMinutes(1).toNanos());
      long sentAt = time.nanos();
      requests.add(new Request(sentAt, time.nanos()));
      if (chance < 10) {
        permit.release();
      } else {
        permit.accepted(LIMIT, -1);
      }
    }
  }

  private int mostInOneWindow() {
    List<Long> stamps = requests.stream().map(Request::stamp).sorted().toList();
    // The proof requires that the server counts a request within W/4 of our sending it.
    assertThat(requests).allMatch(request -> request.stamp - request.sentAt < WINDOW.toNanos() / 4);
    int most = 0;
    int first = 0;
    for (int last = 0; last < stamps.size(); last++) {
      while (stamps.get(first) <= stamps.get(last) - WINDOW.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static final class Waiter implements PermitListener {
    private final Thread thread;
    volatile @Nullable Permit granted;

    Waiter(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void granted(Permit permit) {
      granted = permit;
      LockSupport.unpark(thread);
    }

    @Override
    public void refused(long requiredWaitNanos) {
      throw new AssertionError("refused without a deadline");
    }
  }
}
