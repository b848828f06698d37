package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {

  /** Takes the one thread of a lane. */
  private static void occupy(Lane lane, CountDownLatch release) {
    lane.execute(
        () -> {
          try {
            assertThat(release.await(1, TimeUnit.MINUTES)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void backgroundTasksRunBehindAllOthersEachInOrder() throws InterruptedException {
    Lane lane = new Lane(new WorkerThreads(DaemonThreads.named("test-lane")), 1, empty -> {});
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(4);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    occupy(lane, release);
    for (int i = 1; i <= 2; i++) {
      String number = " " + i;
      lane.executeBackground(
          () -> {
            order.add("background" + number);
            done.countDown();
          });
      lane.execute(
          () -> {
            order.add("normal" + number);
            done.countDown();
          });
    }
    assertThat(lane.hasWaiting()).isTrue();

    release.countDown();

    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(order).containsExactly("normal 1", "normal 2", "background 1", "background 2");
  }

  @Test
  void countsWhatHasRunAndTellsOnceThatNothingIsLeft() throws InterruptedException {
    CompletableFuture<Lane> empty = new CompletableFuture<>();
    Lane lane = new Lane(new WorkerThreads(DaemonThreads.named("test-lane")), 1, empty::complete);
    CountDownLatch release = new CountDownLatch(1);
    occupy(lane, release);
    lane.executeBackground(() -> {});
    assertThat(lane.endedTasks()).isZero();
    assertThat(lane.hasWaiting()).isTrue();
    assertThat(empty).isNotDone();

    release.countDown();

    assertThat(empty).succeedsWithin(Duration.ofMinutes(1)).isSameAs(lane);
    assertThat(lane.endedTasks()).isEqualTo(2);
    assertThat(lane.hasWaiting()).isFalse();
    assertThat(lane.width()).isEqualTo(1);
  }

  /** One that was wider gives its threads back, and then as many run as it is wide. */
  @Test
  void asManyRunAtATimeAsItIsWide() throws InterruptedException {
    Lane lane = new Lane(new WorkerThreads(DaemonThreads.named("test-lane")), 1, empty -> {});
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch three = new CountDownLatch(3);
    AtomicInteger running = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      lane.execute(
          () -> {
            running.incrementAndGet();
            three.countDown();
            try {
              assertThat(release.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }

    lane.setWidth(3);

    assertThat(three.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(running).hasValue(3);
    assertThat(lane.hasWaiting()).isTrue();
    release.countDown();
  }
}
