package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Error responses with headers and bodies of any shape: nothing is thrown, no pause is negative or
 * longer than allowed, and every message tells the status.
 *
 * <p>{@code mvn -B -ntp -Pfuzz} has Jazzer search for such responses for five minutes, guided by
 * coverage. Otherwise this runs with an empty input and with those that were found to fail, which
 * Jazzer keeps below {@code src/test/resources}.
 */
class ResponseFuzzTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final Duration LONGEST = Duration.ofMinutes(5);

  @FuzzTest(maxDuration = "5m")
  void anyResponse(FuzzedDataProvider data) {
    int status = data.consumeInt(300, 599);
    String[] headers = {
      "Retry-After", data.consumeAsciiString(60),
      "retry-after-ms", data.consumeAsciiString(30),
      "Date", data.consumeAsciiString(40),
      "X-RateLimit-Limit", data.consumeAsciiString(20),
      "X-RateLimit-Remaining", data.consumeAsciiString(20),
      "X-RateLimit-Reset", data.consumeAsciiString(20),
      "x-should-retry", data.consumeAsciiString(6)
    };
    String body = data.consumeRemainingAsString();

    checkHeaders(Headers.of(headers));
    checkFailure(status, new ErrorResponse(status, Headers.of(headers), body));
  }

  private static void checkHeaders(Headers headers) {
    ResponseHeaders.retryAfter(headers, CLOCK).ifPresent(pause -> assertThat(pause).isPositive());
    ResponseHeaders.pause(headers, CLOCK, LONGEST)
        .ifPresent(pause -> assertThat(pause).isPositive());
    ResponseHeaders.limit(headers).ifPresent(limit -> assertThat(limit).isPositive());
    ResponseHeaders.remaining(headers).ifPresent(left -> assertThat(left).isNotNegative());
    ResponseHeaders.resetAt(headers).ifPresent(at -> assertThat(at).isAfter(Instant.EPOCH));
  }

  private static void checkFailure(int status, ErrorResponse response) {
    ApiException failure = ApiExceptions.of(response, "", 1);

    assertThat(failure).hasMessageStartingWith("HTTP " + status);
    assertThat(failure.errorCode()).isNotNull();
    if (failure instanceof RateLimitException rejection) {
      assertThat(rejection.error()).isNotNull();
      assertThat(rejection.retryable()).isEqualTo(ErrorBody.parse(failure.rawBody()).retryable());
    }
  }
}
