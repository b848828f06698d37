package com.datagrid.client.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Checks of arguments; each message names the argument and what it should be. */
public final class Checks {

  /** What the client sets itself; another value would break authentication or framing. */
  private static final Set<String> RESERVED =
      Set.of(
          "accept-encoding", // OkHttp decodes only what it asked for itself
          "authorization",
          "datagrid-teamspace",
          "host",
          "content-length",
          "transfer-encoding");

  /** RFC 9110, 5.6.2. */
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private static final Pattern HEADER_LINE = Pattern.compile("\\s*(" + TOKEN + ")\\s*:\\s*(\\S.*)");

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  private static final Pattern LOOPBACK_ADDRESS =
      Pattern.compile("127\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

  private Checks() {}

  public static Duration positive(String name, Duration duration) {
    if (notNegative(name, duration).isZero()) {
      throw new IllegalArgumentException(name + " must be positive, but is zero");
    }
    return duration;
  }

  public static Duration notNegative(String name, Duration duration) {
    Objects.requireNonNull(duration, name);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
    }
    return duration;
  }

  public static Duration atMost(String name, Duration most, Duration duration) {
    if (duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be at most " + most + ", but is " + duration);
    }
    return duration;
  }

  public static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
    return value;
  }

  public static long positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
    return value;
  }

  public static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
    return value;
  }

  public static double share(String name, double value) {
    if (!(value > 0 && value <= 1)) { // NaN, too
      throw new IllegalArgumentException(
          name + " must be more than 0 and at most 1, but is " + value);
    }
    return value;
  }

  public static String headerName(String name) {
    Objects.requireNonNull(name, "name");
    if (!name.matches(TOKEN)) {
      throw new IllegalArgumentException("not a header name: \"" + printable(name) + '"');
    }
    if (name.equalsIgnoreCase("Expect")) {
      throw new IllegalArgumentException(
          "header Expect is not supported: a server that does not know it would be waited for until"
              + " attemptTimeout");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "header " + name + " is set by the client: use apiKey(..), teamspace(..) or baseUrl(..)");
    }
    return name;
  }

  public static String queryName(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a query parameter must not be blank");
    }
    return wholeText(name);
  }

  /** The value itself is not in the message: it may be a secret. */
  public static String headerValue(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        throw new IllegalArgumentException(
            String.format(
                "%s must be printable ASCII, but has U+%04X at index %d", name, (int) c, i));
      }
    }
    return value.strip(); // as it would be sent
  }

  /**
   * The headers of a text with a line {@code name: value} for each; empty lines are skipped.
   *
   * @throws IllegalArgumentException if another line is none; it is not in the message, since it
   *     may be a secret
   */
  public static Map<String, String> headerLines(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher header = HEADER_LINE.matcher(lines.get(i));
      if (header.matches()) {
        headers.put(header.group(1), header.group(2).strip());
      } else if (!lines.get(i).isBlank()) {
        throw new IllegalArgumentException("line " + (i + 1) + " is no \"name: value\"");
      }
    }
    return headers;
  }

  /** Half of a surrogate pair would be sent as a question mark. */
  public static String wholeText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw new IllegalArgumentException(
            String.format(
                "\"%s\" is not Unicode: half a surrogate pair, U+%04X, at index %d",
                printable(text), (int) text.charAt(i), i));
      }
    }
    return text;
  }

  /**
   * A value for one segment of a path.
   *
   * @param encoded whether its special characters are percent-encoded already
   */
  static String pathParameter(String name, String value, boolean encoded) {
    if (encoded && value.indexOf('/') >= 0) {
      throw new PathParameterException(name, "must have no '/' that is not encoded");
    }
    String decoded = encoded ? decode(value) : value;
    if (decoded.isBlank()) {
      throw new PathParameterException(name, "must not be blank");
    }
    if (decoded.equals(".") || decoded.equals("..")) {
      throw new PathParameterException(
          name, "must not be '" + decoded + "': it would change the path");
    }
    for (int i = 0; i < decoded.length(); i++) {
      if (Character.isISOControl(decoded.charAt(i))) {
        throw new PathParameterException(
            name,
            String.format(
                "must have no control characters, but has U+%04X at index %d",
                (int) decoded.charAt(i), i));
      }
    }
    return value;
  }

  /** As the server reads it; behind another character, since dots alone would be resolved. */
  private static String decode(String segment) {
    HttpUrl.Builder url = new HttpUrl.Builder().scheme("https").host("localhost");
    return url.addEncodedPathSegment('x' + segment).build().pathSegments().get(0).substring(1);
  }

  /** The URL with a slash at its end, as Retrofit wants it. */
  public static HttpUrl baseUrl(String baseUrl, boolean plainHttpAllowed) {
    HttpUrl url = HttpUrl.parse(Objects.requireNonNull(baseUrl, "baseUrl"));
    if (url == null) {
      // Before an '@' may stand a password, and a key in a query.
      boolean mayHoldSecret = baseUrl.matches("(?is).*(@|%40|\\?|#).*");
      throw new IllegalArgumentException(
          "baseUrl must be an http or https URL"
              + (mayHoldSecret ? "" : ", but is \"" + printable(baseUrl) + '"'));
    }
    if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
      throw new IllegalArgumentException("baseUrl must not hold a user name or password");
    }
    if (url.query() != null || url.fragment() != null) {
      throw new IllegalArgumentException("baseUrl must not have a query or fragment");
    }
    if (!url.isHttps() && !plainHttpAllowed && !isLoopback(url.host())) {
      throw new IllegalArgumentException(
          "baseUrl (or DATAGRID_BASE_URL) must be https, since http would send the API key in the"
              + " clear to "
              + url.host()
              + "; allowPlainHttp() permits it");
    }
    return url.encodedPath().endsWith("/") ? url : url.newBuilder().addPathSegment("").build();
  }

  /** By its text: what a resolver says of a name may change. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || LOOPBACK_ADDRESS.matcher(host).matches();
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
