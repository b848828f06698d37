package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The one reader of the headers that a server sends about limits and retries. All of them are
 * optional: what is absent, unreadable or absurd counts as absent.
 */
final class ResponseHeaders {

  private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");
  private static final Pattern EPOCH_SECOND = Pattern.compile("\\d{1,12}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,300}(\\.\\d{0,300})?");

  /** The end of the year 9999; beyond lies no date but a wrong unit. */
  private static final long LAST_EPOCH_SECOND = 253_402_300_799L;

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** RFC 9110, 5.6.7: the one that is sent today, and two of old that are to be read, too. */
  private static final List<DateTimeFormatter> DATE_FORMS =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-uu HH:mm:ss 'GMT'", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC));

  private ResponseHeaders() {}

  static Optional<String> requestId(Headers headers) {
    return headers.first("X-Request-Id").filter(id -> !id.isBlank());
  }

  static OptionalInt limit(Headers headers) {
    OptionalInt limit = integer(headers, "X-RateLimit-Limit");
    return limit.isPresent() && limit.getAsInt() > 0 ? limit : OptionalInt.empty();
  }

  static OptionalInt remaining(Headers headers) {
    return integer(headers, "X-RateLimit-Remaining");
  }

  static Optional<Instant> resetAt(Headers headers) {
    for (String value : headers.all("X-RateLimit-Reset")) {
      if (EPOCH_SECOND.matcher(value.strip()).matches()) {
        long second = Long.parseLong(value.strip());
        if (second > 0 && second <= LAST_EPOCH_SECOND) {
          return Optional.of(Instant.ofEpochSecond(second));
        }
      }
    }
    return Optional.empty();
  }

  static Optional<RateLimit> rateLimit(Headers headers) {
    OptionalInt limit = limit(headers);
    return limit.isPresent()
        ? Optional.of(RateLimit.of(limit.getAsInt(), remaining(headers), resetAt(headers)))
        : Optional.empty();
  }

  /** {@code x-should-retry: false} forbids a retry; nothing else in it says anything. */
  static boolean forbidRetry(Headers headers) {
    return headers.first("x-should-retry").map(String::strip).orElse("").equalsIgnoreCase("false");
  }

  /**
   * The pause that {@code retry-after-ms} or {@code Retry-After} asks for: a number, with a
   * fraction or without, or a date. More than 292 years count as 292. Zero and less say nothing.
   */
  static Optional<Duration> retryAfter(Headers headers) {
    return retryAfter(headers, Instant::now);
  }

  /**
   * The same with a given clock, which counts only for a date where the response has no {@code
   * Date}.
   */
  static Optional<Duration> retryAfter(Headers headers, InstantSource clock) {
    for (String value : headers.all("retry-after-ms")) {
      Optional<Duration> pause = number(value.strip(), 6);
      if (pause.isPresent()) {
        return pause;
      }
    }
    for (String value : headers.all("Retry-After")) {
      String text = value.strip();
      Optional<Duration> pause =
          number(text, 9).or(() -> date(text).flatMap(at -> until(at, headers, clock)));
      if (pause.isPresent()) {
        return pause;
      }
    }
    return Optional.empty();
  }

  /** The same, or else the time until {@code X-RateLimit-Reset} if that is no longer than most. */
  static Optional<Duration> pause(Headers headers, InstantSource clock, Duration mostUntilReset) {
    return retryAfter(headers, clock)
        .or(
            () ->
                resetAt(headers)
                    .flatMap(at -> until(at, headers, clock))
                    .filter(pause -> pause.compareTo(mostUntilReset) <= 0));
  }

  private static Optional<Duration> until(Instant at, Headers headers, InstantSource clock) {
    Instant now = headers.first("Date").flatMap(ResponseHeaders::date).orElseGet(clock::instant);
    return at.isAfter(now)
        ? Optional.of(Duration.ofNanos(Time.nanosOf(Duration.between(now, at))))
        : Optional.empty();
  }

  /** Digits with a fraction or without, in a unit of 10^scale nanoseconds. */
  private static Optional<Duration> number(String text, int scale) {
    if (!NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    // Rounded up: a wait must not end early.
    BigDecimal nanos =
        new BigDecimal(text).movePointRight(scale).setScale(0, RoundingMode.CEILING).min(LONGEST);
    return nanos.signum() > 0 ? Optional.of(Duration.ofNanos(nanos.longValue())) : Optional.empty();
  }

  private static Optional<Instant> date(String text) {
    for (DateTimeFormatter form : DATE_FORMS) {
      try {
        return Optional.of(Instant.from(form.parse(text.strip())));
      } catch (DateTimeException notThisForm) {
        // perhaps the next
      }
    }
    return Optional.empty();
  }

  private static OptionalInt integer(Headers headers, String name) {
    for (String value : headers.all(name)) {
      if (INTEGER.matcher(value.strip()).matches()) {
        return OptionalInt.of(Integer.parseInt(value.strip()));
      }
    }
    return OptionalInt.empty();
  }
}
