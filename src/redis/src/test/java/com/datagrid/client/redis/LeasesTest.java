package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.Time;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private static final long COUNTED = 60;

  private final Leases leases = new Leases(COUNTED);

  @Test
  void aLeaseCanBeUsedBetweenItsTimes() {
    leases.grant(0, 10, 20);
    assertThat(leases.delay(5, 1)).isEqualTo(5);
    assertThat(leases.delay(10, 1)).isZero();
    assertThat(leases.delay(10, 2)).isEqualTo(Time.NEVER);
    assertThat(leases.delay(20, 1)).isEqualTo(Time.NEVER);
    assertThat(leases.released()).containsExactly(0L);
  }

  @Test
  void severalCanBeUsedWhenTheLastOfThemCan() {
    leases.grant(0, 10, 40);
    leases.grant(1, 30, 60);

    assertThat(leases.delay(5, 2)).isEqualTo(25);
    assertThat(leases.available(5)).isEqualTo(2);
  }

  @Test
  void aResponseEndsTheOldestLease() {
    grantAndTake(2);
    leases.count(30, 25);
    leases.release();

    assertThat(leases.stamps()).containsExactly(new Leases.Slot(0, 25));
    assertThat(leases.released()).containsExactly(1L);
    assertThat(leases.used(31)).isEqualTo(1);
    assertThat(leases.used(25 + COUNTED)).isZero();
  }

  @Test
  void aRequestWithoutALeaseIsTold() {
    leases.take(1);

    assertThat(leases.held(0)).containsExactly(0L);
    leases.acknowledged(0, leases.added(), 0);
    assertThat(leases.held(0)).isEmpty();
    assertThat(leases.held(2)).as("held for longer").containsExactly(0L);
    assertThat(leases.used(1)).isEqualTo(1);
  }

  @Test
  void aLeaseThatIsNotYetUsableIsNotTaken() {
    assertThat(leases.reserve(1)).isZero();
    leases.grant(0, 10, 20);
    leases.take(5);

    assertThat(leases.available(5)).isEqualTo(1);
    assertThat(leases.held(0)).containsExactly(1L);
  }

  @Test
  void moreResponsesThanLeasesCountToo() {
    leases.count(5, 5);
    leases.release();

    assertThat(leases.used(5)).isEqualTo(1);
    assertThat(leases.released()).isEmpty();
  }

  @Test
  void whatIsToldIsToldOnce() {
    grantAndTake(3);
    leases.count(30, 30);
    leases.count(31, 31);
    leases.release();
    leases.acknowledged(1, 0, 1);

    assertThat(leases.stamps()).extracting(Leases.Slot::number).containsExactly(1L);
    assertThat(leases.released()).isEmpty();
  }

  @Test
  void aStampMayMove() {
    leases.count(5, 5);
    leases.move(5, 9);
    leases.move(7, 11);

    assertThat(leases.stamps()).containsExactly(new Leases.Slot(0, 5), new Leases.Slot(0, 9));
    assertThat(leases.used(5 + COUNTED)).isEqualTo(1);
  }

  @Test
  void everythingIsToldAnew() {
    grantAndTake(2);
    leases.count(30, 30);
    leases.acknowledged(1, 0, 0);
    leases.grant(7, 30, 90);
    leases.resend();

    assertThat(leases.stamps()).containsExactly(new Leases.Slot(0, 30));
    assertThat(leases.held(0)).containsExactly(1L);
    assertThat(leases.released()).containsExactly(7L);
    assertThat(leases.available(30)).isZero();
  }

  @Test
  void leasesOfWhichNothingIsKnownAreGivenUp() {
    long first = leases.reserve(3);
    leases.abandon(first, 3);

    assertThat(leases.released()).isEqualTo(List.of(0L, 1L, 2L));
    assertThat(leases.reserve(1)).isEqualTo(3);
  }

  @Test
  void numbersAreUsedAgain() {
    assertThat(leases.reserve(999_999)).isZero();
    assertThat(leases.reserve(2)).isZero();
  }

  private void grantAndTake(int count) {
    long first = leases.reserve(count);
    for (int i = 0; i < count; i++) {
      leases.grant(first + i, 0, 100);
      leases.take(1);
    }
  }
}
