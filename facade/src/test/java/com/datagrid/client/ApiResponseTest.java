package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiResponseTest {

  @Test
  void ofABodyIsAPlainSuccess() {
    ApiResponse<String> response = ApiResponse.of("body");
    assertThat(response.body()).isEqualTo("body");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers()).isEqualTo(Headers.empty());
    assertThat(response.requestId()).isEmpty();
    assertThat(response.rateLimit()).isEmpty();
    assertThat(response.attempts()).isEqualTo(1);
    assertThat(response.elapsed()).isZero();
  }

  @Test
  void theBuilderSetsEverything() {
    ApiResponse<String> response =
        ApiResponse.builder("body")
            .statusCode(201)
            .header("X-Request-Id", "req_1")
            .header("X-RateLimit-Limit", "40")
            .header("X-RateLimit-Remaining", "0")
            .header("X-RateLimit-Reset", "1767225600")
            .attempts(3)
            .elapsed(Duration.ofSeconds(9))
            .waited(Duration.ofSeconds(7))
            .build();
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().first("x-request-id")).contains("req_1");
    assertThat(response.requestId()).contains("req_1");
    assertThat(response.rateLimit())
        .contains(
            RateLimit.of(
                40, OptionalInt.of(0), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))));
    assertThat(response.attempts()).isEqualTo(3);
    assertThat(response.elapsed()).isEqualTo(Duration.ofSeconds(9));
    assertThat(response.waited()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  @SuppressWarnings("NullAway") // it does not see that the type may be null
  void aBodyMayBeMissing() {
    ApiResponse<@Nullable String> empty =
        ApiResponse.<@Nullable String>builder(null).statusCode(204).build();
    assertThat(empty.body()).isNull();
  }

  @Test
  void neitherBodyNorHeaderValuesArePrinted() {
    assertThat(ApiResponse.builder("s3cret").header("X-Token", "s3cret").attempts(2).build())
        .hasToString("ApiResponse[status 200, attempts 2, elapsed PT0S, waited PT0S]");
  }

  @Test
  void rateLimitsAreValues() {
    OptionalInt seven = OptionalInt.of(7);
    Optional<Instant> then = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));
    RateLimit limit = RateLimit.of(40, seven, then);
    assertThat(limit.limit()).isEqualTo(40);
    assertThat(limit.remaining()).isEqualTo(seven);
    assertThat(limit.resetAt()).isEqualTo(then);
    assertThat(limit)
        .isEqualTo(RateLimit.of(40, seven, then))
        .hasSameHashCodeAs(RateLimit.of(40, seven, then))
        .isNotEqualTo(RateLimit.of(41, seven, then))
        .isNotEqualTo(RateLimit.of(40, OptionalInt.empty(), then))
        .isNotEqualTo(RateLimit.of(40, seven, Optional.empty()))
        .isNotEqualTo("limit")
        .hasToString(
            "RateLimit[limit=40, remaining=OptionalInt[7],"
                + " resetAt=Optional[2026-01-01T00:00:00Z]]");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsRefusedWhereItIsSet() {
    ApiResponse.Builder<String> builder = ApiResponse.builder("body");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.header(null, "v"))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.header("n", null))
        .withMessage("value");
    assertThatNullPointerException().isThrownBy(() -> builder.elapsed(null)).withMessage("elapsed");
    assertThatNullPointerException()
        .isThrownBy(() -> RateLimit.of(1, null, Optional.empty()))
        .withMessage("remaining");
    assertThatNullPointerException()
        .isThrownBy(() -> RateLimit.of(1, OptionalInt.empty(), null))
        .withMessage("resetAt");
  }
}
