package com.datagrid.client.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitKeyTest {

  private static final RateLimitKey KEY =
      RateLimitKey.of(Optional.of("a"), "PATCH", "/connections/{connection_id}");

  @Test
  void hasWhatItWasMadeOf() {
    assertThat(KEY.teamspace()).contains("a");
    assertThat(KEY.method()).isEqualTo("PATCH");
    assertThat(KEY.path()).isEqualTo("/connections/{connection_id}");
    assertThat(KEY)
        .hasToString(
            "RateLimitKey[teamspace=Optional[a], method=PATCH, path=/connections/{connection_id}]");
  }

  @Test
  void equalsOneOfTheSame() {
    RateLimitKey same = RateLimitKey.of(Optional.of("a"), "PATCH", "/connections/{connection_id}");

    assertThat(KEY).isEqualTo(same).hasSameHashCodeAs(same);
  }

  @ParameterizedTest
  @CsvSource({
    "b, PATCH, /connections/{connection_id}",
    ", PATCH, /connections/{connection_id}",
    "a, POST, /connections/{connection_id}",
    "a, PATCH, /connections/1"
  })
  void differsInEachPart(String teamspace, String method, String path) {
    RateLimitKey other = RateLimitKey.of(Optional.ofNullable(teamspace), method, path);

    assertThat(KEY).isNotEqualTo(other);
    assertThat(KEY.hashCode()).isNotEqualTo(other.hashCode());
  }

  @Test
  void equalsNothingElse() {
    assertThat(KEY).isNotEqualTo(null).isNotEqualTo(KEY.toString());
  }
}
