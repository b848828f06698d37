package com.datagrid.client.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateLimitStatusTest {

  private static final OptionalInt LIMIT = OptionalInt.of(40);
  private static final Optional<Duration> PAUSE = Optional.of(Duration.ofSeconds(5));
  private static final RateLimitStatus STATUS = RateLimitStatus.of(LIMIT, 3, 2, 1, PAUSE);

  @Test
  void hasWhatItWasMadeOf() {
    assertThat(STATUS.limit()).hasValue(40);
    assertThat(STATUS.used()).isEqualTo(3);
    assertThat(STATUS.inFlight()).isEqualTo(2);
    assertThat(STATUS.waiting()).isEqualTo(1);
    assertThat(STATUS.pause()).contains(Duration.ofSeconds(5));
    assertThat(STATUS)
        .hasToString(
            "RateLimitStatus[limit=OptionalInt[40], used=3, inFlight=2, waiting=1,"
                + " pause=Optional[PT5S]]");
  }

  @Test
  void equalsOneOfTheSame() {
    RateLimitStatus same = RateLimitStatus.of(LIMIT, 3, 2, 1, PAUSE);

    assertThat(STATUS).isEqualTo(same).hasSameHashCodeAs(same);
  }

  static Stream<RateLimitStatus> others() {
    return Stream.of(
        RateLimitStatus.of(OptionalInt.empty(), 3, 2, 1, PAUSE),
        RateLimitStatus.of(LIMIT, 4, 2, 1, PAUSE),
        RateLimitStatus.of(LIMIT, 3, 4, 1, PAUSE),
        RateLimitStatus.of(LIMIT, 3, 2, 4, PAUSE),
        RateLimitStatus.of(LIMIT, 3, 2, 1, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("others")
  void differsInEachPart(RateLimitStatus other) {
    assertThat(STATUS).isNotEqualTo(other);
    assertThat(STATUS.hashCode()).isNotEqualTo(other.hashCode());
  }

  @Test
  void equalsNothingElse() {
    assertThat(STATUS).isNotEqualTo(null).isNotEqualTo(STATUS.toString());
  }
}
