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
  void sortsTimesInWhateverOrderTheyCome() {
    TimeRing ring = of(30, 10, 20, 10);

    assertThat(toList(ring)).containsExactly(10L, 10L, 20L, 30L);
  }

  @Test
  void dropsTimesThatAreNotAfterNow() {
    TimeRing ring = of(10, 20, 30);

    ring.dropUntil(20);

    assertThat(toList(ring)).containsExactly(30L);
  }

  @Test
  void removesOneOfEqualTimes() {
    TimeRing ring = of(10, 20, 20, 30);

    assertThat(ring.remove(20)).isTrue();
    assertThat(ring.remove(25)).isFalse();
    assertThat(ring.remove(40)).isFalse();

    assertThat(toList(ring)).containsExactly(10L, 20L, 30L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void behavesLikeASortedList(long seed) {
    Random random = new Random(seed);
    TimeRing ring = new TimeRing();
    List<Long> model = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      long now = step / 4;
      long time = now + random.nextInt(50);
      switch (random.nextInt(8)) {
        case 0 -> {
          ring.dropUntil(now);
          model.removeIf(each -> each <= now);
        }
        case 1 -> assertThat(ring.remove(time)).isEqualTo(model.remove((Object) time));
        default -> {
          ring.add(time);
          model.add(time);
          Collections.sort(model);
        }
      }
      assertThat(ring.size()).isEqualTo(model.size());
    }
    assertThat(toList(ring)).isEqualTo(model);
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

  private static TimeRing of(long... times) {
    TimeRing ring = new TimeRing();
    for (long time : times) {
      ring.add(time);
    }
    return ring;
  }

  private static List<Long> toList(TimeRing ring) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      list.add(ring.get(i));
    }
    return list;
  }
}
