package com.datagrid.client;

import static com.datagrid.client.Outcome.Cut.NOBODY;
import static com.datagrid.client.PolicyCall.FIRST;
import static com.datagrid.client.PolicyCall.OPERATION;
import static com.datagrid.client.PolicyCall.again;
import static com.datagrid.client.PolicyCall.broken;
import static com.datagrid.client.PolicyCall.failure;
import static com.datagrid.client.PolicyCall.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

  // Which responses lead to another attempt: "yes", or in the message why not.

  @ParameterizedTest
  @CsvSource({
    // status, idempotent, not idempotent, body only once
    "301, check baseUrl,  check baseUrl,  check baseUrl",
    "304, check baseUrl,  check baseUrl,  check baseUrl",
    "400, HTTP 400,       HTTP 400,       HTTP 400",
    "401, API key,        API key,        API key",
    "403, API key,        API key,        API key",
    "404, check the id,   check the id,   check the id",
    "408, yes,            not idempotent, only once",
    "409, HTTP 409,       HTTP 409,       HTTP 409",
    "418, HTTP 418,       HTTP 418,       HTTP 418",
    "421, HTTP 421,       HTTP 421,       HTTP 421",
    "422, HTTP 422,       HTTP 422,       HTTP 422",
    "429, yes,            yes,            only once",
    "500, yes,            not idempotent, only once",
    "501, yes,            not idempotent, only once",
    "502, yes,            not idempotent, only once",
    "503, yes,            not idempotent, only once",
    "504, yes,            not idempotent, only once",
    "599, yes,            not idempotent, only once",
  })
  void responses(int status, String idempotent, String notIdempotent, String notRepeatable) {
    expect(FIRST.after(status(status)), idempotent);
    expect(FIRST.notIdempotent().after(status(status)), notIdempotent);
    expect(FIRST.notRepeatable().after(status(status)), notRepeatable);
    // x-should-retry: true never overrides what the client knows, false is obeyed.
    expect(
        FIRST.after(status(status, "x-should-retry", "true")), status < 400 ? idempotent : "yes");
    expect(
        FIRST.notRepeatable().after(status(status, "x-should-retry", "true")),
        status < 400 ? notRepeatable : "only once");
    expect(FIRST.notIdempotent().after(status(status, "x-should-retry", "true")), notIdempotent);
    expect(
        FIRST.after(status(status, "x-should-retry", "false")),
        idempotent.equals("yes") ? "the server forbids a retry" : idempotent);
  }

  private static void expect(Decision decision, String expected) {
    if (expected.equals("yes")) {
      assertThat(again(decision).failure()).isInstanceOf(ApiException.class);
    } else {
      assertThat(failure(decision))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining(OPERATION)
          .hasMessageContaining(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // maxRetries, retries used, another one
    "0, 0, false",
    "1, 0, true",
    "1, 1, false",
    "2, 1, true",
    "2, 2, false",
    "2, 3, false",
    "2147483647, 1000, true",
  })
  void faultsHaveABudget(int maxRetries, int used, boolean another) {
    PolicyCall call = FIRST.faults(used);
    Duration most = Duration.ofMinutes(5);
    for (Outcome.Failure<?> outcome :
        new Outcome.Failure<?>[] {
          status(503),
          status(408),
          broken(new IOException("reset"), true, NOBODY),
          broken(new ConnectException("refused"), false, NOBODY)
        }) {
      Decision decision = call.after(outcome, maxRetries, most);
      if (another) {
        assertThat(again(decision).throttled()).isFalse();
      } else {
        assertThat(failure(decision))
            .hasMessageContaining("maxRetries")
            .hasMessageContaining(" " + maxRetries + " retries")
            .returns(used + 1, DatagridException::attempts);
      }
    }
  }

  @Test
  void rejectionsHaveABudgetOfTheirOwn() {
    assertThat(again(FIRST.rejections(18).faults(2).after(status(429))).throttled()).isTrue();
    assertThat(again(FIRST.after(status(429), 0, Duration.ofMinutes(5))).throttled()).isTrue();
    assertThat(failure(FIRST.rejections(19).after(status(429))))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("20 times in a row");
  }

  @ParameterizedTest
  @CsvSource({"false, false", "\"false\", false", "true, true", "null, true", "1, true"})
  void aRejectionThatIsNotRetryableIsTheEnd(String retryable, boolean another) {
    String body = "{\"error\": \"rate_limit_exceeded\", \"retryable\": " + retryable + "}";
    Decision decision = FIRST.after(status(body, 429));
    if (another) {
      again(decision);
    } else {
      assertThat(failure(decision))
          .isInstanceOf(RateLimitException.class)
          .hasMessageContaining("not retryable");
    }
  }

  // How long to wait.

  @ParameterizedTest
  @CsvSource({
    // retries used, shortest, longest
    "0,    PT0.25S, PT0.5S",
    "1,    PT0.5S,  PT1S",
    "2,    PT1S,    PT2S",
    "3,    PT2S,    PT4S",
    "4,    PT4S,    PT8S",
    "5,    PT4S,    PT8S",
    "1000, PT4S,    PT8S",
  })
  void backoffDoublesWithJitter(int used, Duration shortest, Duration longest) {
    PolicyCall call = FIRST.faults(used);
    for (Outcome.Failure<?> outcome :
        new Outcome.Failure<?>[] {status(500), broken(new IOException("reset"), true, NOBODY)}) {
      assertThat(wait(call.jitter(0), outcome)).isEqualTo(shortest);
      assertThat(wait(call.jitter(0.5), outcome)).isBetween(shortest, longest);
      assertThat(wait(call.jitter(1), outcome)).isEqualTo(longest);
    }
  }

  private static Duration wait(PolicyCall call, Outcome.Failure<?> outcome) {
    Decision decision = call.after(outcome, Integer.MAX_VALUE, Duration.ofMinutes(5));
    return Duration.ofNanos(again(decision).waitNanos());
  }

  @ParameterizedTest
  @CsvSource({
    // header, value, wait after 429 (0: the limiter knows how long), wait after 503
    "Retry-After,       7,                             PT7S,   PT7S",
    "Retry-After,       1.5,                           PT1.5S, PT1.5S",
    "Retry-After,       300,                           PT5M,   PT5M",
    "Retry-After,       'Thu, 01 Jan 2026 00:00:30 GMT', PT30S, PT30S",
    "Retry-After,       'Wed, 31 Dec 2025 00:00:30 GMT', PT0S, PT0.5S",
    "Retry-After,       0,                             PT0S,   PT0.5S",
    "Retry-After,       -1,                            PT0S,   PT0.5S",
    "Retry-After,       soon,                          PT0S,   PT0.5S",
    "retry-after-ms,    20,                            PT0.02S, PT0.02S",
    "X-RateLimit-Reset, 1767225630,                    PT30S,  PT0.5S",
    "X-RateLimit-Reset, 1767225901,                    PT0S,   PT0.5S", // absurd: over 5 min
    "X-Other,           x,                             PT0S,   PT0.5S",
  })
  void theServersWishIsHonoured(
      String name, String value, Duration afterRejection, Duration afterFault) {
    assertThat(wait(FIRST, status(429, name, value))).isEqualTo(afterRejection);
    assertThat(wait(FIRST, status(503, name, value))).isEqualTo(afterFault);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aPauseBeyondMaxRetryAfterFailsAtOnce(int status) {
    for (String value : new String[] {"301", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
      assertThat(failure(FIRST.after(status(status, "Retry-After", value))))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("maxRetryAfter (PT5M)");
    }
  }

  @Test
  void noPauseIsTooLongWhereMaxRetryAfterIsForEver() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    PolicyCall call = FIRST.timeLeft(Duration.ofNanos(Long.MAX_VALUE));
    for (String value : new String[] {"9".repeat(100), "Fri, 31 Dec 9999 23:59:59 GMT"}) {
      Decision decision = call.after(status(429, "Retry-After", value), 2, forEver);
      assertThat(again(decision).waitNanos()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void ourOwnBackoffIsNotTheServersDemand() {
    Duration tiny = Duration.ofMillis(1);
    assertThat(again(FIRST.after(status(500), 2, tiny)).waitNanos()).isEqualTo(500_000_000);
    again(FIRST.after(status(429), 2, tiny));
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        arguments(status(429, "Retry-After", "10"), RateLimitException.class),
        arguments(status(503, "Retry-After", "10"), ApiException.class));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void whatDoesNotFitInTheDeadlineFailsNow(Outcome.Failure<?> outcome, Class<?> type) {
    again(FIRST.timeLeft(Duration.ofSeconds(10)).after(outcome));
    assertThat(failure(FIRST.timeLeft(Duration.ofNanos(9_999_999_999L)).after(outcome)))
        .isExactlyInstanceOf(type)
        .hasMessageContaining("callTimeout");
    assertThat(failure(FIRST.timeLeft(Duration.ofNanos(-1)).after(outcome)))
        .isExactlyInstanceOf(type);
  }

  @Test
  void aBackoffThatDoesNotFitGivesTheLastFailureItself() {
    IOException reset = new IOException("reset");
    PolicyCall call = FIRST.timeLeft(Duration.ofMillis(499));
    assertThat(failure(call.after(broken(reset, true, NOBODY))))
        .isInstanceOf(TransportException.class)
        .hasCause(reset)
        .hasMessageContaining("callTimeout");
  }
}
