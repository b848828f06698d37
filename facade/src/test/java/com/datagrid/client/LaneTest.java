package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.DaemonThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {

  @Test
  void backgroundTasksRunBehindAllOthersEachInOrder() throws InterruptedException {
    Lane lane = new Lane(new WorkerThreads(DaemonThreads.named("test-lane")), 1, empty -> {});
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(4);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    lane.execute(
        () -> {
          try {
            assertThat(release.await(1, TimeUnit.MINUTES)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
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
}
