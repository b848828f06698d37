package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRingTest {

  @Test
  void keepsMomentsInOrderWhateverOrderTheyComeIn() {
    TimeRing expiries = of(30, 10, 20, 10);

    assertThat(toList(expiries)).containsExactly(10L, 10L, 20L, 30L);
  }

  @Test
  void dropsWhatIsNotAfterNow() {
    TimeRing expiries = of(10, 20, 30);

    expiries.dropUntil(20);

    assertThat(toList(expiries)).containsExactly(30L);
  }

  @Test
  void removesOneOfAMoment() {
    TimeRing expiries = of(10, 20, 20, 30);

    assertThat(expiries.remove(20)).isTrue();
    assertThat(expiries.remove(25)).isFalse();
    assertThat(expiries.remove(40)).isFalse();

    assertThat(toList(expiries)).containsExactly(10L, 20L, 30L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void behavesLikeASortedList(long seed) {
    Random random = new Random(seed);
    TimeRing expiries = new TimeRing();
    List<Long> model = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      long now = step / 4;
      long moment = now + random.nextInt(50);
      switch (random.nextInt(8)) {
        case 0 -> {
          expiries.dropUntil(now);
          model.removeIf(each -> each <= now);
        }
        case 1 -> assertThat(expiries.remove(moment)).isEqualTo(model.remove((Object) moment));
        default -> {
          expiries.add(moment);
          model.add(moment);
          Collections.sort(model);
        }
      }
      assertThat(expiries.size()).isEqualTo(model.size());
    }
    assertThat(toList(expiries)).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsTheKthOfTwoLists(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      long[] a = random.longs(random.nextInt(12), 0, 20).toArray();
      long[] b = random.longs(random.nextInt(12), 0, 20).toArray();
      long[] both = LongStream.concat(LongStream.of(a), LongStream.of(b)).sorted().toArray();
      for (int k = 0; k < both.length; k++) {
        assertThat(SortedTimes.kth(of(a), of(b), k)).isEqualTo(both[k]);
      }
    }
  }

  private static TimeRing of(long... moments) {
    TimeRing expiries = new TimeRing();
    for (long moment : moments) {
      expiries.add(moment);
    }
    return expiries;
  }

  private static List<Long> toList(TimeRing expiries) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < expiries.size(); i++) {
      list.add(expiries.get(i));
    }
    return list;
  }
}
