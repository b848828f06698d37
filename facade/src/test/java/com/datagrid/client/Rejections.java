package com.datagrid.client;

import com.datagrid.client.FakeHttp.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generates 429s of every shape: some whose meaning is known, and others that may mean anything.
 */
final class Rejections {

  /**
   * A 429 and what it says.
   *
   * @param headers names and values in turn
   * @param pause how long it asks to wait; empty if it does not say
   * @param isFinal whether it forbids another attempt
   */
  record Rejection(List<String> headers, Optional<Duration> pause, String body, boolean isFinal) {
    Reply reply() {
      return Reply.of(429, body, headers.toArray(String[]::new));
    }

    @Override
    public String toString() { // the body may be long
      return headers + " " + body.substring(0, Math.min(body.length(), 200));
    }
  }

  private record Pause(Optional<Duration> length, List<String> headers) {
    static Pause of(Duration length, String... headers) {
      return new Pause(Optional.of(length), List.of(headers));
    }

    static Pause none(String... headers) {
      return new Pause(Optional.empty(), List.of(headers));
    }
  }

  private record Body(boolean isFinal, String text) {}

  private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");
  private static final Duration CENTURIES = Duration.ofNanos(Long.MAX_VALUE);
  private static final String OVERFLOW = "9".repeat(25);

  private static final List<DateTimeFormatter> DATE_FORMS =
      List.of(
          form("EEE, dd MMM uuuu HH:mm:ss 'GMT'"),
          form("EEEE, dd-MMM-uu HH:mm:ss 'GMT'"),
          form("EEE MMM ppd HH:mm:ss uuuu"));

  /** What stands where a value of JSON should. */
  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "0",
          "-1",
          "429.0",
          "1e999999999",
          "\"\"",
          "\"x\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[[[{}]]]]",
          "true",
          "\"true\"");

  private Rejections() {}

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  // Of known meaning.

  static Arbitrary<Rejection> clear() {
    return Combinators.combine(pauses(), limits(), bodies(), permissions())
        .as(
            (pause, limit, body, permission) -> {
              List<String> headers = new ArrayList<>(pause.headers);
              headers.addAll(limit);
              headers.addAll(permission);
              boolean isFinal = body.isFinal || permission.contains("false");
              return new Rejection(headers, pause.length, body.text, isFinal);
            });
  }

  private static Arbitrary<Pause> pauses() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(Pause.none())),
        Tuple.of(4, seconds()),
        Tuple.of(2, millis()),
        Tuple.of(2, dates()),
        Tuple.of(2, resets()),
        Tuple.of(3, unreadable()),
        Tuple.of(1, Arbitraries.just(Pause.of(CENTURIES, "Retry-After", OVERFLOW))));
  }

  private static Arbitrary<Pause> seconds() {
    return milliseconds()
        .map(
            millis ->
                Pause.of(
                    Duration.ofMillis(millis),
                    "Retry-After",
                    millis % 1000 == 0
                        ? String.valueOf(millis / 1000)
                        : String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000)));
  }

  /** Counts before {@code Retry-After}, whatever that says. */
  private static Arbitrary<Pause> millis() {
    return Combinators.combine(milliseconds(), Arbitraries.of("0", "1", "3600", "x", OVERFLOW))
        .as(
            (millis, seconds) ->
                Pause.of(
                    Duration.ofMillis(millis),
                    "Retry-After",
                    seconds,
                    "retry-after-ms",
                    String.valueOf(millis)));
  }

  private static Arbitrary<Integer> milliseconds() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(1, 20_000)),
        Tuple.of(1, Arbitraries.integers().between(20_000, 400_000)),
        Tuple.of(1, Arbitraries.integers().between(1, 400).map(seconds -> seconds * 1000)));
  }

  private static Arbitrary<Pause> dates() {
    return Combinators.combine(
            Arbitraries.integers().between(-400, 400), Arbitraries.of(DATE_FORMS))
        .as(
            (seconds, form) ->
                new Pause(
                    untilThen(seconds),
                    List.of(
                        "Date",
                        DATE_FORMS.get(0).format(NOW),
                        "Retry-After",
                        form.format(NOW.plusSeconds(seconds)))));
  }

  /** Counts up to {@code maxRetryAfter} only. */
  private static Arbitrary<Pause> resets() {
    return Arbitraries.integers()
        .between(-400, 400)
        .map(
            seconds ->
                new Pause(
                    untilThen(seconds)
                        .filter(pause -> pause.compareTo(Defaults.MAX_RETRY_AFTER) <= 0),
                    List.of(
                        "Date",
                        DATE_FORMS.get(0).format(NOW),
                        "X-RateLimit-Reset",
                        String.valueOf(NOW.getEpochSecond() + seconds))));
  }

  private static Optional<Duration> untilThen(int seconds) {
    return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
  }

  private static Arbitrary<Pause> unreadable() {
    return Combinators.combine(
            Arbitraries.of("Retry-After", "retry-after-ms", "X-RateLimit-Reset"),
            Arbitraries.of(
                "0",
                "0.0",
                "-1",
                "-0.5",
                "1e9",
                "+5",
                "0x10",
                "5s",
                "5 seconds",
                "soon",
                "NaN",
                "Infinity",
                "",
                ",",
                "5, 6",
                "21 Oct 2015",
                "9".repeat(400),
                "1..5",
                ".5"))
        .as((name, value) -> Pause.none(name, value, name, "?"));
  }

  private static Arbitrary<List<String>> limits() {
    return Combinators.combine(
            Arbitraries.of("X-RateLimit-Limit", "X-RateLimit-Remaining"),
            Arbitraries.of("0", "1", "2", "7", "200", "-1", "1e9", "999999999", "2147483648", ""))
        .as((name, value) -> List.of(name, value))
        .list()
        .ofMaxSize(3)
        .map(lines -> lines.stream().flatMap(List::stream).toList());
  }

  private static Arbitrary<List<String>> permissions() {
    return Arbitraries.frequency(
        Tuple.of(40, List.of()),
        Tuple.of(2, List.of("x-should-retry", "true")),
        Tuple.of(1, List.of("x-should-retry", "false")));
  }

  private static Arbitrary<Body> bodies() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, noObjects().map(text -> new Body(false, text))),
        Tuple.of(8, members().map(members -> new Body(false, object(members)))),
        Tuple.of(1, members().flatMap(Rejections::forbidding)));
  }

  private static Arbitrary<String> noObjects() {
    return Arbitraries.of("", "<html>429</html>", "[1]", "null", "{", "\uFFFD\u0000");
  }

  /** Some of those of a RateLimitError and others, of any type. */
  private static Arbitrary<Map<String, String>> members() {
    Arbitrary<String> names =
        Arbitraries.of(
            "status_code",
            "statusCode",
            "error",
            "message",
            "mitigation",
            "retryable",
            "details",
            "type",
            "detail",
            "x");
    return Arbitraries.maps(names, Arbitraries.of(ODD_VALUES)).ofMaxSize(6);
  }

  private static Arbitrary<Body> forbidding(Map<String, String> members) {
    return Arbitraries.of("false", "\"false\"", "\"FALSE\"")
        .map(
            no -> {
              Map<String, String> all = new HashMap<>(members);
              all.put("retryable", no);
              return new Body(true, object(all));
            });
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"%s\": %s".formatted(member.getKey(), member.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  // Of any meaning or none.

  /** What its fields say of its meaning is not known. */
  static Arbitrary<Rejection> odd() {
    return Combinators.combine(oddHeaders(), oddBodies())
        .as((headers, body) -> new Rejection(headers, Optional.empty(), body, false));
  }

  private static Arbitrary<List<String>> oddHeaders() {
    Arbitrary<String> names =
        Arbitraries.of(
            "Retry-After",
            "retry-after-ms",
            "Date",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "X-Request-Id",
            "x-should-retry");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("0123456789").ofMaxLength(30),
            Arbitraries.strings().withChars("0123456789.+-eE ,:").ofMaxLength(40),
            Arbitraries.strings().ascii().excludeChars('\u007f').map(Rejections::printable),
            Arbitraries.longs().map(second -> date(second % 300_000_000_000L)));
    return Combinators.combine(names, values)
        .as((name, value) -> List.of(name, value))
        .list()
        .ofMaxSize(8)
        .map(lines -> lines.stream().flatMap(List::stream).toList());
  }

  private static String date(long epochSecond) {
    return DATE_FORMS.get(0).format(Instant.ofEpochSecond(epochSecond));
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "");
  }

  private static Arbitrary<String> oddBodies() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.strings().ofMaxLength(100)),
        Tuple.of(9, Arbitraries.strings().withChars("{}[]\",:01e.-tfn \\ual").ofMaxLength(100)),
        Tuple.of(9, members().map(Rejections::object)),
        Tuple.of(2, repeated("[", "{\"retryable\":", "{\"\":[")),
        Tuple.of(1, repeated("x", " ", "\uD83D\uDE00").map("{\"message\": \"%s\"}"::formatted)));
  }

  private static Arbitrary<String> repeated(String... texts) {
    return Combinators.combine(Arbitraries.of(texts), Arbitraries.of(10, 300, 5_000, 80_000))
        .as((text, count) -> text.repeat(count));
  }
}
