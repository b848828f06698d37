package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

  private final VirtualTime time = new VirtualTime();
  private final List<String> done = new ArrayList<>();

  @Test
  void tasksRunInOrderOfTimeAndThenOfScheduling() {
    time.schedule(20, () -> done.add("late"));
    time.schedule(10, () -> done.add("first at 10"));
    time.schedule(10, () -> done.add("second at 10"));
    time.schedule(10, () -> done.add("cancelled")).cancel();

    time.runUntilIdle();

    assertThat(done).containsExactly("first at 10", "second at 10", "late");
    assertThat(time.nanos()).isEqualTo(20);
  }

  @Test
  void advancingRunsWhatIsDueMeanwhile() {
    time.schedule(10, () -> time.schedule(5, () -> done.add("nested")));

    time.advance(Duration.ofNanos(14));
    assertThat(done).isEmpty();
    time.advance(Duration.ofNanos(1));

    assertThat(done).containsExactly("nested");
  }

  @Test
  void awaitingStopsWhenTheConditionHolds() throws InterruptedException {
    time.schedule(10, () -> done.add("this"));
    time.schedule(20, () -> done.add("not this"));

    time.await(() -> !done.isEmpty());

    assertThat(done).containsExactly("this");
    assertThat(time.nanos()).isEqualTo(10);
    assertThat(time.instant()).isEqualTo(new VirtualTime().instant().plusNanos(10));
  }

  @Test
  void canStartAtAnyTime() {
    VirtualTime late = new VirtualTime(5_000_000_000L);
    assertThat(late.nanos()).isEqualTo(5_000_000_000L);
    assertThat(late.instant()).isEqualTo(time.instant());

    late.advance(Duration.ofSeconds(2));

    assertThat(late.nanos()).isEqualTo(7_000_000_000L);
    assertThat(late.seconds()).isEqualTo(2);
    assertThat(late.instant()).isEqualTo(time.instant().plusSeconds(2));
  }

  @Test
  void countsTheTasksThatAreLeft() {
    assertThat(time.pending()).isZero();
    time.schedule(10, () -> {});
    time.schedule(20, () -> {}).cancel();
    time.schedule(30, () -> {});
    assertThat(time.pending()).isEqualTo(2);

    time.advance(Duration.ofNanos(10));

    assertThat(time.pending()).isEqualTo(1);
  }

  @Test
  void countsTheCallsAtWork() {
    time.works();
    time.works();
    time.rests();

    assertThat(time.working()).isEqualTo(1);
  }

  @Test
  void whatIsRealIsVirtual() {
    time.scheduleReal(10, () -> done.add("cancelled")).cancel();
    time.scheduleReal(20, () -> done.add("this"));

    time.advance(Duration.ofNanos(20));

    assertThat(done).containsExactly("this");
  }

  @Test
  void awaitingWhatCannotHappenIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> time.await(() -> false))
        .withMessageContaining("no scheduled task is left");
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> time.await(() -> false)).isInstanceOf(InterruptedException.class);
  }
}
