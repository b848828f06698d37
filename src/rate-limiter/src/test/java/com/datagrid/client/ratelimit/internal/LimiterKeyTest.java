package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimiterKeyTest {

  private static final LimiterKey KEY = new LimiterKey("GET /x", Optional.of("a"));

  @Test
  void equalsOneOfTheSameNameAndScopeAlone() {
    LimiterKey same = new LimiterKey("GET /x", Optional.of("a"));

    assertThat(KEY).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(KEY)
        .isNotEqualTo(new LimiterKey("GET /y", Optional.of("a")))
        .isNotEqualTo(new LimiterKey("GET /x", Optional.of("b")))
        .isNotEqualTo(new LimiterKey("GET /x", Optional.empty()))
        .isNotEqualTo("GET /x");
  }
}
