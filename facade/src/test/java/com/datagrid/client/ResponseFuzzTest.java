package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Error responses with headers and bodies of any shape: nothing is thrown, whatever the client
 * waits for is neither negative nor longer than allowed, and every message tells the status, on one
 * line of bounded length.
 *
 * <p>{@code mvn -B -ntp -Pfuzz} has Jazzer search for such responses for five minutes, guided by
 * coverage. Otherwise this runs with an empty input, with those that were found to fail, which
 * Jazzer keeps below {@code src/test/resources}, and with some thousand that are put together from
 * what servers send.
 */
class ResponseFuzzTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final List<String> NAMES =
      List.of(
          "Retry-After",
          "retry-after-ms",
          "Date",
          "X-RateLimit-Limit",
          "X-RateLimit-Remaining",
          "X-RateLimit-Reset",
          "RateLimit",
          "RateLimit-Policy",
          "RateLimit-Reset",
          "x-should-retry");

  private static final List<String> PIECES =
      List.of(
          "",
          " ",
          "0",
          "1",
          "-",
          ".",
          ",",
          ";",
          "\"a\"",
          "20",
          "w=60",
          "q=20",
          "r=1",
          "t=7",
          "limit=",
          "300",
          "301",
          "999999999",
          "1000000000",
          "1767225607",
          "253402300799",
          "99999999999999999999",
          "true",
          "false",
          "Thu, 01 Jan 2026 00:00:30 GMT",
          "Fri, 31 Dec 9999 23:59:59 GMT",
          "{\"message\": \"",
          "\"retryable\": false}",
          "{}",
          "\"error\": ",
          "[",
          "\u001b[2J",
          "\n",
          "\u2028",
          "\ud83d",
          "1e999999999");

  @FuzzTest(maxDuration = "5m")
  void anyResponse(FuzzedDataProvider data) {
    int status = data.consumeInt(300, 599);
    String[] headers = new String[2 * NAMES.size()];
    for (int i = 0; i < NAMES.size(); i++) {
      headers[2 * i] = NAMES.get(i);
      headers[2 * i + 1] = data.consumeAsciiString(60);
    }
    check(status, Headers.of(headers), data.consumeRemainingAsString());
  }

  @Test
  void whatServersSendInAnyMixture() {
    Random random = new Random(1);
    int[] likely = {302, 401, 408, 409, 429, 429, 429, 500, 503, 503};
    for (int run = 0; run < 5_000; run++) {
      String[] headers = new String[2 * random.nextInt(4)];
      for (int i = 0; i < headers.length; i += 2) {
        headers[i] = NAMES.get(random.nextInt(NAMES.size()));
        headers[i + 1] = pieces(random, 3);
      }
      check(likely[random.nextInt(likely.length)], Headers.of(headers), pieces(random, 20));
    }
  }

  private static String pieces(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static void check(int status, Headers headers, String body) {
    ErrorResponse response = new ErrorResponse(status, headers, body);
    checkHeaders(headers);
    checkFailure(status, response);
    checkDecision(response);
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
    assertThat(failure.getMessage())
        .hasSizeLessThan(1_500)
        .doesNotContainPattern("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");
    assertThat(failure.errorCode()).isNotNull();
    if (failure instanceof RateLimitException rejection) {
      assertThat(rejection.error()).isNotNull();
      assertThat(rejection.retryable()).isEqualTo(ErrorBody.parse(failure.rawBody()).retryable());
    }
  }

  private static void checkDecision(ErrorResponse response) {
    Outcome.Failure<?> outcome =
        new Outcome.Unsuccessful<>(PolicyCall.response(response.statusCode()), response);
    for (PolicyCall call : new PolicyCall[] {PolicyCall.FIRST, PolicyCall.FIRST.faults(1)}) {
      Decision decision = call.after(outcome, 2, LONGEST);
      if (decision instanceof Decision.Retry again) {
        assertThat(again.waitNanos()).isBetween(0L, LONGEST.toNanos());
      } else {
        assertThat(decision).isInstanceOf(Decision.Fail.class);
      }
    }
  }
}
