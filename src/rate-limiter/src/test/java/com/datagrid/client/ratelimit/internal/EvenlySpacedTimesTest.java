package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvenlySpacedTimesTest {

  private final EvenlySpacedTimes spread = new EvenlySpacedTimes();

  private List<Long> toList() {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < spread.size(); i++) {
      list.add(spread.get(i));
    }
    return list;
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(toList()).isEmpty();
    spread.dropUntil(5);
    assertThat(toList()).isEmpty();
  }

  @Test
  void isEvenlySpacedTheLastOneAtTheEnd() {
    spread.set(100, 40, 4);
    assertThat(toList()).containsExactly(110L, 120L, 130L, 140L);
  }

  @Test
  void dropsTimesThatAreNotAfterNow() {
    spread.set(100, 40, 4);
    spread.dropUntil(120);
    assertThat(toList()).containsExactly(130L, 140L);
    spread.dropUntil(125);
    assertThat(toList()).containsExactly(130L, 140L);
    spread.dropUntil(140);
    assertThat(toList()).isEmpty();
  }

  @Test
  void startsOverWhenSet() {
    spread.set(100, 40, 4);
    spread.dropUntil(130);
    spread.set(200, 10, 2);
    assertThat(toList()).containsExactly(205L, 210L);
  }

  @Test
  void holdsAsManyAsAnIntCanCount() {
    spread.set(-1, 60_000_000_000L, Integer.MAX_VALUE);
    spread.dropUntil(29_999_999_999L);
    assertThat(spread.size()).isEqualTo(Integer.MAX_VALUE / 2 + 1);
    assertThat(spread.get(0)).isGreaterThan(29_999_999_999L);
    assertThat(spread.get(spread.size() - 1)).isEqualTo(59_999_999_999L);
  }
}
