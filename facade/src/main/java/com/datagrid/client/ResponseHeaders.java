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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of the headers that a server sends about limits and retries, in the service's
 * spelling and that of the drafts of the IETF's {@code RateLimit}. All of them are optional: what
 * is absent, unreadable or absurd counts as absent.
 */
final class ResponseHeaders {

  private static final Set<String> ALL =
      Set.of(
          "date",
          "ratelimit",
          "ratelimit-limit",
          "ratelimit-policy",
          "ratelimit-remaining",
          "ratelimit-reset",
          "retry-after",
          "retry-after-ms",
          "x-ratelimit-limit",
          "x-ratelimit-remaining",
          "x-ratelimit-reset",
          "x-request-id",
          "x-should-retry");

  /** Nothing that can be read is longer. */
  private static final int LONGEST_VALUE = 1024;

  /** The first of a list, without its parameters: a proxy may have merged two headers to one. */
  private static final Pattern FIRST_INTEGER = Pattern.compile("(\\d{1,9})\\s*(?:[,;].*)?");

  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=(\\d{1,9})");
  private static final Pattern EPOCH_SECOND = Pattern.compile("\\d{1,12}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,300}(\\.\\d{0,300})?");

  /** As much as 31 years would be: a time, not a pause. */
  private static final BigDecimal FIRST_EPOCH_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /** The end of the year 9999; beyond lies no date but a wrong unit. */
  private static final long LAST_EPOCH_SECOND = 253_402_300_799L;

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private ResponseHeaders() {}

  /** Those that this class can read. */
  static Headers essential(Headers headers) {
    return headers.retain(
        (name, value) ->
            ALL.contains(name.toLowerCase(Locale.ROOT)) && value.length() <= LONGEST_VALUE);
  }

  private static List<String> values(Headers headers, String name) {
    return headers.all(name).stream()
        .filter(value -> value.length() <= LONGEST_VALUE)
        .map(String::strip)
        .toList();
  }

  static Optional<String> requestId(Headers headers) {
    return headers.first("X-Request-Id").filter(id -> !id.isBlank());
  }

  /** For the end of a line: {@code , request req_1}; empty if there is none. */
  static String quotedRequestId(@Nullable Response response) {
    if (response == null) {
      return "";
    }
    ForeignText foreign = ForeignText.inResponseTo(response.request());
    return requestId(response).map(id -> ", request " + foreign.quote(id)).orElse("");
  }

  static Optional<String> requestId(@Nullable Response response) {
    return Optional.ofNullable(response).flatMap(any -> requestId(Headers.of(any.headers())));
  }

  static OptionalInt limit(Headers headers) {
    OptionalInt limit = integer(headers, "X-RateLimit-Limit", "RateLimit-Limit");
    if (limit.isEmpty()) {
      limit = parameter(headers, "RateLimit", "limit");
    }
    if (limit.isEmpty()) {
      limit = parameter(headers, "RateLimit-Policy", "q");
    }
    return limit.isPresent() && limit.getAsInt() > 0 ? limit : OptionalInt.empty();
  }

  static OptionalInt remaining(Headers headers) {
    OptionalInt remaining = integer(headers, "X-RateLimit-Remaining", "RateLimit-Remaining");
    return remaining.isPresent() ? remaining : parameter(headers, "RateLimit", "remaining", "r");
  }

  static Optional<Instant> resetAt(Headers headers) {
    return resetAt(headers, Instant::now);
  }

  private static Optional<Instant> resetAt(Headers headers, InstantSource clock) {
    for (String value : values(headers, "X-RateLimit-Reset")) {
      if (EPOCH_SECOND.matcher(value).matches()) {
        long second = Long.parseLong(value);
        if (second > 0 && second <= LAST_EPOCH_SECOND) {
          return Optional.of(Instant.ofEpochSecond(second));
        }
      }
    }
    OptionalInt seconds = integer(headers, "RateLimit-Reset"); // these two count from now
    if (seconds.isEmpty()) {
      seconds = parameter(headers, "RateLimit", "reset", "t");
    }
    return seconds.isPresent()
        ? Optional.of(now(headers, clock).plusSeconds(seconds.getAsInt()))
        : Optional.empty();
  }

  static Optional<RateLimit> rateLimit(Headers headers) {
    OptionalInt limit = limit(headers);
    return limit.isPresent()
        ? Optional.of(RateLimit.of(limit.getAsInt(), remaining(headers), resetAt(headers)))
        : Optional.empty();
  }

  /** Whether {@code x-should-retry} forbids a retry. */
  static boolean forbidRetry(Headers headers) {
    return shouldRetry(headers).equals("false");
  }

  /** Whether {@code x-should-retry} asks for a retry. */
  static boolean askForRetry(Headers headers) {
    return shouldRetry(headers).equals("true");
  }

  private static String shouldRetry(Headers headers) {
    return headers.first("x-should-retry").orElse("").strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The pause that {@code retry-after-ms} or {@code Retry-After} asks for: a number, with a
   * fraction or without, a date, or a Unix time. More than 292 years count as 292. Zero and less
   * say nothing.
   */
  static Optional<Duration> retryAfter(Headers headers) {
    return retryAfter(headers, Instant::now);
  }

  /**
   * The same with a given clock, which counts only for a date where the response has no {@code
   * Date}.
   */
  static Optional<Duration> retryAfter(Headers headers, InstantSource clock) {
    for (String value : values(headers, "retry-after-ms")) {
      Optional<Duration> pause = number(value, 6);
      if (pause.isPresent()) {
        return pause;
      }
    }
    for (String value : values(headers, "Retry-After")) {
      Optional<Instant> time = epochSecond(value).or(() -> date(value));
      Optional<Duration> pause =
          time.isPresent() ? until(time.get(), headers, clock) : number(value, 9);
      if (pause.isPresent()) {
        return pause;
      }
    }
    return Optional.empty();
  }

  /** The same, or else the time until the limit's reset if that is no longer than most. */
  static Optional<Duration> pause(Headers headers, InstantSource clock, Duration mostUntilReset) {
    return retryAfter(headers, clock)
        .or(
            () ->
                resetAt(headers, clock)
                    .flatMap(at -> until(at, headers, clock))
                    .filter(pause -> pause.compareTo(mostUntilReset) <= 0));
  }

  private static Optional<Duration> until(Instant at, Headers headers, InstantSource clock) {
    Instant now = now(headers, clock);
    return at.isAfter(now)
        ? Optional.of(Duration.ofNanos(Time.nanosOf(Duration.between(now, at))))
        : Optional.empty();
  }

  private static Instant now(Headers headers, InstantSource clock) {
    return headers.first("Date").flatMap(ResponseHeaders::date).orElseGet(clock::instant);
  }

  private static Optional<Instant> epochSecond(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal second = new BigDecimal(text).setScale(0, RoundingMode.CEILING);
    return second.compareTo(FIRST_EPOCH_SECOND) >= 0
            && second.compareTo(BigDecimal.valueOf(LAST_EPOCH_SECOND)) <= 0
        ? Optional.of(Instant.ofEpochSecond(second.longValue()))
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
    for (DateTimeFormatter form : Dates.FORMS) {
      try {
        return Optional.of(Instant.from(form.parse(text.strip())));
      } catch (DateTimeException notThisForm) {
        // perhaps the next
      }
    }
    return Optional.empty();
  }

  /** The first readable value of the first of these headers that has one. */
  private static OptionalInt integer(Headers headers, String... names) {
    for (String name : names) {
      for (String value : values(headers, name)) {
        Matcher integer = FIRST_INTEGER.matcher(value);
        if (integer.matches()) {
          return OptionalInt.of(Integer.parseInt(integer.group(1)));
        }
      }
    }
    return OptionalInt.empty();
  }

  /** A parameter of that name, if there is one such: of several policies it is not known whose. */
  private static OptionalInt parameter(Headers headers, String header, String... names) {
    int[] found =
        values(headers, header).stream()
            .flatMap(value -> Arrays.stream(value.split("[,;]")))
            .map(part -> PARAMETER.matcher(part.strip()))
            .filter(part -> part.matches() && List.of(names).contains(part.group(1)))
            .mapToInt(part -> Integer.parseInt(part.group(2)))
            .toArray();
    return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
  }

  /** Made when the first date is read, which for most clients is never. */
  private static final class Dates {

    /** RFC 9110, 5.6.7: the one that is sent today, and two of old that are to be read, too. */
    static final List<DateTimeFormatter> FORMS =
        List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-uu HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC));
  }
}
