package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PermitQueueTest {

  private final PermitScheduler owner =
      new PermitScheduler(
          "test",
          new Window(Calls.settings(OptionalInt.of(1), 1), 0),
          new VirtualTime(),
          (permit, granted) -> {});
  private final PermitQueue queue = new PermitQueue();

  @Test
  void nobodyIsAheadInAnEmptyQueue() {
    assertThat(queue.hasAhead(normal(1))).isFalse();
    assertThat(queue.hasAhead(background(1))).isFalse();
  }

  @Test
  void aNormalPermitIsAheadOfAll() {
    queue.add(normal(1));

    assertThat(queue.hasAhead(normal(2))).isTrue();
    assertThat(queue.hasAhead(background(2))).isTrue();
  }

  @Test
  void aBackgroundPermitIsAheadOfItsClassAlone() {
    queue.add(background(1));

    assertThat(queue.hasAhead(normal(2))).isFalse();
    assertThat(queue.hasAhead(background(2))).isTrue();
  }

  @Test
  void theSlotsAheadAreThoseOfAllWhoCameBefore() {
    queue.add(several(1, 3));
    queue.add(normal(2));
    queue.add(background(3));

    assertThat(queue.slotsAhead(normal(4))).isEqualTo(4);
    assertThat(queue.slotsAhead(background(4))).isEqualTo(5);
  }

  @Test
  void ofOneThatComesBackNoSlotOfItsClassIsSurelyAhead() {
    Permit last = normal(3);
    Permit lastInBackground = background(3);
    queue.add(normal(2));
    queue.add(last);
    queue.add(background(2));
    queue.add(lastInBackground);

    assertThat(queue.slotsAhead(normal(1))).isZero();
    assertThat(queue.slotsAhead(last)).as("it is there itself").isZero();
    assertThat(queue.slotsAhead(background(1))).isEqualTo(2);
    assertThat(queue.slotsAhead(lastInBackground)).as("it is there itself").isEqualTo(2);
  }

  @Test
  void countsTheDeadlinesBeforeATime() {
    for (long deadline : List.of(10L, 20L, 20L, 30L)) {
      queue.add(new Permit(owner, UntrackedPermit.NO_LISTENER, queue.size() + 1, deadline));
    }

    assertThat(queue.countDeadlinesBefore(20)).isEqualTo(1);
    assertThat(queue.countDeadlinesBefore(21)).isEqualTo(3);
    assertThat(queue.countDeadlinesBefore(Time.NEVER)).isEqualTo(4);
    assertThat(queue.nearestDeadline()).isEqualTo(10);
  }

  private Permit normal(long number) {
    return new Permit(owner, UntrackedPermit.NO_LISTENER, number, Time.NEVER);
  }

  private Permit background(long number) {
    return normal(PermitQueue.FIRST_BACKGROUND + number);
  }

  private Permit several(long number, int count) {
    return new UntrackedPermit(owner, UntrackedPermit.NO_LISTENER, number, Time.NEVER, count);
  }
}
