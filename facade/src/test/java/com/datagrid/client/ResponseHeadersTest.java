package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadersTest {

  /** Thu, 01 Jan 2026 00:00:00 GMT, which is second 1767225600. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  private static final String DIGITS_300 = "9".repeat(300);

  private static Headers headers(String lines) {
    return Headers.of(
        lines
            .lines()
            .filter(line -> !line.isBlank())
            .flatMap(line -> Stream.of(line.split(": ", 2)))
            .toArray(String[]::new));
  }

  private static @Nullable Duration retryAfter(String lines) {
    return ResponseHeaders.retryAfter(headers(lines), CLOCK).orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    "1,               PT1S",
    "60,              PT1M",
    "007,             PT7S",
    "' 5 ',           PT5S",
    "1.5,             PT1.5S",
    "1.,              PT1S",
    "0.0000000001,    PT0.000000001S", // rounded up: never too early
    "999999999,       PT277777H46M39S",
    "999999999999,    PT2562047H47M16.854775807S", // 292 years, the most
    "99999999999999999999999999, PT2562047H47M16.854775807S",
  })
  void retryAfterInSeconds(String value, Duration pause) {
    assertThat(retryAfter("Retry-After: " + value)).isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource({
    "1000000000,   ", // in 2001
    "1767225600,   ", // now
    "1767225607,   PT7S",
    "1767225606.5, PT7S", // never too early
  })
  void aRetryAfterOfAGigasecondIsAUnixTime(String value, @Nullable Duration pause) {
    assertThat(retryAfter("Retry-After: " + value)).isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // headers, limit, remaining, seconds until the reset
        "RateLimit-Limit: 20;RateLimit-Remaining: 3;RateLimit-Reset: 7 | 20 | 3 | 7",
        "RateLimit-Limit: 20, 20%w=60;RateLimit-Remaining: 3, 3        | 20 | 3 |",
        "RateLimit: limit=20, remaining=3, reset=7                     | 20 | 3 | 7",
        "RateLimit-Policy: \"a\"%q=20%w=60;RateLimit: \"a\"%r=3%t=7     | 20 | 3 | 7",
        "RateLimit-Policy: \"a\"% w=60% q=20                           | 20 |   |",
        "RateLimit-Policy: \"a\"%q=20%w=2, \"b\"%q=90%w=60             |    |   |", // whose?
        "RateLimit: \"a\"%r=3%t=7, \"b\"%r=9%t=9                       |    |   |",
        "RateLimit-Policy: 20%w=60                                     |    |   |",
        "RateLimit: q=x, limit=-1, r=1.5                               |    |   |",
        "X-RateLimit-Limit: 40;RateLimit-Limit: 20                     | 40 |   |",
        "X-RateLimit-Limit: many;RateLimit-Limit: 20                   | 20 |   |",
      })
  void theSpellingsOfTheDrafts(
      String lines, @Nullable Integer limit, @Nullable Integer remaining, @Nullable Long reset) {
    Headers headers = headers(lines.replace(";", "\n").replace('%', ';'));
    assertThat(ResponseHeaders.limit(headers)).isEqualTo(optional(limit));
    assertThat(ResponseHeaders.remaining(headers)).isEqualTo(optional(remaining));
    assertThat(ResponseHeaders.pause(headers, CLOCK, Duration.ofSeconds(90)))
        .isEqualTo(Optional.ofNullable(reset).map(Duration::ofSeconds));
  }

  @Test
  void aValueOfManyKilobytesIsNotRead() {
    Headers headers =
        Headers.of(
            "X-RateLimit-Limit", "20, ".repeat(300), "RateLimit", "r=3, ".repeat(10_000) + "r=3");
    assertThat(ResponseHeaders.limit(headers)).isEmpty();
    assertThat(ResponseHeaders.remaining(headers)).isEmpty();
    assertThat(ResponseHeaders.essential(headers)).isEqualTo(Headers.empty());
  }

  @Test
  void retryAfterOfManyDigitsIsLongRatherThanWrong() {
    assertThat(retryAfter("Retry-After: " + DIGITS_300))
        .isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(retryAfter("Retry-After: " + DIGITS_300.repeat(100))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.0",
        "000",
        "-1",
        "-0.5",
        "+5",
        "soon",
        "5s",
        "5 s",
        "1e3",
        "0x10",
        "NaN",
        "Infinity",
        "1.2.3",
        "1,5",
        "٥",
        ".",
        "",
        " ",
        "5;6",
        "Thu, 32 Jan 2026 00:00:00 GMT",
        "2026-01-01"
      })
  void whatSaysNothingCountsAsAbsent(String value) {
    assertThat(retryAfter("Retry-After: " + value)).isNull();
  }

  static Stream<Arguments> dates() {
    return Stream.of(
        // Retry-After, the response's Date, pause
        arguments("Thu, 01 Jan 2026 00:00:09 GMT", null, Duration.ofSeconds(9)),
        arguments("Thu, 1 Jan 2026 00:00:09 GMT", null, Duration.ofSeconds(9)),
        arguments("Thursday, 01-Jan-26 00:00:09 GMT", null, Duration.ofSeconds(9)), // RFC 850
        arguments("Thu Jan  1 00:00:09 2026", null, Duration.ofSeconds(9)), // asctime
        arguments("Wed Dec 31 23:59:59 2025", null, null),
        arguments("Thu, 01 Jan 2026 00:00:00 GMT", null, null),
        arguments("Wed, 31 Dec 2025 23:59:59 GMT", null, null),
        // The server's clock counts, not ours, which may be wrong by years.
        arguments(
            "Fri, 01 Jan 2027 00:00:30 GMT",
            "Fri, 01 Jan 2027 00:00:00 GMT",
            Duration.ofSeconds(30)),
        arguments(
            "Wed, 01 Jan 2025 00:00:30 GMT",
            "Wed, 01 Jan 2025 00:00:00 GMT",
            Duration.ofSeconds(30)),
        arguments("Thu, 01 Jan 2026 00:00:09 GMT", "Thu, 01 Jan 2026 00:00:10 GMT", null),
        arguments("Thu, 01 Jan 2026 00:00:09 GMT", "yesterday", Duration.ofSeconds(9)),
        // 7974 years are not more than the 292 that a number of nanoseconds can hold.
        arguments("Fri, 31 Dec 9999 23:59:59 GMT", null, Duration.ofNanos(Long.MAX_VALUE)));
  }

  @ParameterizedTest
  @MethodSource("dates")
  void retryAfterAsDate(String value, @Nullable String date, @Nullable Duration pause) {
    String dateLine = date == null ? "" : "Date: " + date;
    assertThat(retryAfter("Retry-After: " + value + "\n" + dateLine)).isEqualTo(pause);
  }

  static Stream<Arguments> severalHeaders() {
    return Stream.of(
        arguments("retry-after-ms: 1500\nRetry-After: 60", Duration.ofMillis(1500)),
        arguments("Retry-After: 60\nRetry-After-Ms: 1500.5", Duration.ofNanos(1_500_500_000)),
        arguments("retry-after-ms: soon\nRetry-After: 60", Duration.ofSeconds(60)),
        arguments("retry-after-ms: -5\nRetry-After: 60", Duration.ofSeconds(60)),
        arguments("retry-after-ms: 0\nRetry-After: 60", Duration.ofSeconds(60)),
        arguments("retry-after-ms: 0", null),
        arguments("Retry-After: 3\nRetry-After: 60", Duration.ofSeconds(3)),
        arguments("Retry-After: soon\nRetry-After: 60", Duration.ofSeconds(60)),
        arguments("Retry-After: 0\nRetry-After: -1", null),
        arguments("", null));
  }

  @ParameterizedTest
  @MethodSource("severalHeaders")
  void theFirstThatCanBeReadCounts(String lines, @Nullable Duration pause) {
    assertThat(retryAfter(lines)).isEqualTo(pause);
  }

  static Stream<Arguments> pauses() {
    return Stream.of(
        // Reset is at most a minute and a half away here; else it counts as absurd.
        arguments("Retry-After: 5\nX-RateLimit-Reset: 1767225630", Duration.ofSeconds(5)),
        arguments("X-RateLimit-Reset: 1767225630", Duration.ofSeconds(30)),
        arguments("Retry-After: soon\nX-RateLimit-Reset: 1767225630", Duration.ofSeconds(30)),
        arguments("X-RateLimit-Reset: 1767225690", Duration.ofSeconds(90)),
        arguments("X-RateLimit-Reset: 1767225691", null),
        arguments("X-RateLimit-Reset: 1767225600", null),
        arguments("X-RateLimit-Reset: 1767225599", null),
        arguments("X-RateLimit-Reset: 30", null),
        arguments(
            "X-RateLimit-Reset: 1767225630\nDate: Thu, 01 Jan 2026 00:00:10 GMT",
            Duration.ofSeconds(20)),
        arguments("Retry-After: 1000000", Duration.ofSeconds(1_000_000)),
        arguments("", null));
  }

  @ParameterizedTest
  @MethodSource("pauses")
  void pauseIsRetryAfterOrElseTheTimeToTheReset(String lines, @Nullable Duration pause) {
    assertThat(ResponseHeaders.pause(headers(lines), CLOCK, Duration.ofSeconds(90)).orElse(null))
        .isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource({
    "200,        200",
    "' 200 ',    200",
    "1,          1",
    "999999999,  999999999",
    "0,          ",
    "-5,         ",
    "1000000000, ",
    "99999999999999999999, ",
    "1.5,        ",
    "many,       ",
    "'200, 200', 200",
    "'200, 200;w=60', 200",
    "200;w=60,   200",
    "'200 ; w=60', 200",
    "'0, 200',   ",
    "200 per minute, ",
    "200w,       ",
    "'',         ",
  })
  void limit(String value, @Nullable Integer limit) {
    Headers headers = Headers.of("X-RateLimit-Limit", value);
    assertThat(ResponseHeaders.limit(headers)).isEqualTo(optional(limit));
    assertThat(ResponseHeaders.rateLimit(headers).isPresent()).isEqualTo(limit != null);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "' 7', 7", "-1, ", "1.0, ", "1000000000, ", "'', "})
  void remaining(String value, @Nullable Integer remaining) {
    assertThat(ResponseHeaders.remaining(Headers.of("X-RateLimit-Remaining", value)))
        .isEqualTo(optional(remaining));
  }

  @ParameterizedTest
  @CsvSource({
    "1767225600,     2026-01-01T00:00:00Z",
    "' 1767225600 ', 2026-01-01T00:00:00Z",
    "1,              1970-01-01T00:00:01Z",
    "253402300799,   9999-12-31T23:59:59Z",
    "253402300800,   ",
    "1767225600000,  ", // milliseconds
    "0,              ",
    "-1,             ",
    "1767225600.5,   ",
    "99999999999999999999999, ",
    "tomorrow,       ",
  })
  void resetAt(String value, @Nullable Instant resetAt) {
    assertThat(ResponseHeaders.resetAt(Headers.of("X-RateLimit-Reset", value)).orElse(null))
        .isEqualTo(resetAt);
  }

  @Test
  void absentHeadersSayNothing() {
    Headers none = Headers.empty();
    assertThat(ResponseHeaders.limit(none)).isEmpty();
    assertThat(ResponseHeaders.remaining(none)).isEmpty();
    assertThat(ResponseHeaders.resetAt(none)).isEmpty();
    assertThat(ResponseHeaders.rateLimit(none)).isEmpty();
    assertThat(ResponseHeaders.requestId(none)).isEmpty();
    assertThat(ResponseHeaders.forbidRetry(none)).isFalse();
  }

  @Test
  void ofRepeatedHeadersTheFirstThatCanBeReadCounts() {
    Headers headers =
        headers(
            """
            X-RateLimit-Limit: unlimited
            x-ratelimit-limit: 40
            X-RateLimit-Limit: 200
            X-RateLimit-Remaining: -
            X-RateLimit-Remaining: 3
            X-RateLimit-Reset: 0
            X-RateLimit-Reset: 1767225600
            """);
    assertThat(ResponseHeaders.rateLimit(headers))
        .contains(
            RateLimit.of(
                40, OptionalInt.of(3), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))));
  }

  @ParameterizedTest
  @CsvSource({
    "false, true",
    "FALSE, true",
    "' false ', true",
    "true, false",
    "'', false",
    "no, false",
    "0, false",
  })
  void onlyFalseForbidsARetry(String value, boolean forbidden) {
    assertThat(ResponseHeaders.forbidRetry(Headers.of("X-Should-Retry", value)))
        .isEqualTo(forbidden);
  }

  @Test
  void aBlankRequestIdIsNone() {
    assertThat(ResponseHeaders.requestId(Headers.of("x-request-id", "req_1"))).contains("req_1");
    assertThat(ResponseHeaders.requestId(Headers.of("X-Request-Id", " "))).isEmpty();
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
