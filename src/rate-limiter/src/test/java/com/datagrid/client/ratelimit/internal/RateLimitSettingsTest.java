package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitSettingsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource({"PT60S, 4000, 15000, 1000", "PT6S, 1500, 1500, 1000", "PT1S, 250, 250, 250"})
  void theConstantsScaleWithTheWindow(Duration window, long lag, long stale, long step) {
    RateLimitSettings settings =
        new RateLimitSettings(window, 1, OptionalInt.empty(), MINUTE, true);

    assertThat(settings.countedNanos()).isEqualTo(window.plusMillis(20).toNanos());
    assertThat(settings.stampLagNanos()).isEqualTo(Duration.ofMillis(lag).toNanos());
    assertThat(settings.staleNanos()).isEqualTo(Duration.ofMillis(stale).toNanos());
    assertThat(settings.stepNanos()).isEqualTo(Duration.ofMillis(step).toNanos());
  }

  @ParameterizedTest
  @CsvSource({"PT60S, PT1H", "PT29M, PT1H", "PT24H, PT48H"})
  void anIdleLimiterIsKeptForAnHourAndForTwoWindows(Duration window, Duration memory) {
    RateLimitSettings settings =
        new RateLimitSettings(window, 1, OptionalInt.empty(), MINUTE, true);

    assertThat(settings.idleNanos()).isEqualTo(memory.toNanos());
  }

  @Test
  void anEndlessPauseIsNever() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);

    assertThat(
            new RateLimitSettings(MINUTE, 1, OptionalInt.empty(), endless, true)
                .maxRetryAfterNanos())
        .isEqualTo(Time.NEVER);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void theShareIsAboveZeroAndAtMostOne(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimitSettings(MINUTE, share, OptionalInt.empty(), MINUTE, true))
        .withMessageContaining("rateLimitShare")
        .withMessageContaining(String.valueOf(share));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT8784H0.000000001S"})
  void theWindowIsPositiveAndAtMost366Days(Duration window) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimitSettings(window, 1, OptionalInt.empty(), MINUTE, true))
        .withMessageContaining("rateLimitWindow")
        .withMessageContaining(window.toString());
  }

  @Test
  void maxRetryAfterIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RateLimitSettings(MINUTE, 1, OptionalInt.empty(), Duration.ZERO, true))
        .withMessageContaining("maxRetryAfter");
  }

  @Test
  void theInitialLimitIsAtLeast1() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimitSettings(MINUTE, 1, OptionalInt.of(0), MINUTE, true))
        .withMessageContaining("initialRateLimit");
  }
}
