package com.datagrid.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The one way for text from outside, the server's or that of a library which quotes it, into
 * messages and logs: without secrets, on one line, of bounded length. What the client decides on is
 * parsed before, and its own words never pass through here. Immutable.
 */
final class ForeignText {

  /** Masks only credentials that look like some: there is no request to know secrets of. */
  static final ForeignText UNKNOWN = new ForeignText(Set.of());

  /** As much of it as fits a message. */
  private static final int LONGEST_QUOTE = 300;

  /** As much of it as is kept anywhere but in a raw body. */
  private static final int LONGEST = 1024;

  /** Shorter ones stand in ordinary words. */
  private static final int SHORTEST_SECRET = 8;

  private static final Pattern SECRET_HEADER =
      Pattern.compile("(?i)auth|(?<!idempotency-)key|passw|secret|token");

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

  /**
   * Secrets of others: what follows an authentication scheme and is no word, the user in a URL, and
   * the begin of a line in hex, as Okio quotes it.
   */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(?<=(?i:basic|bearer) {1,3})(?=[\\w.~+/-]*([0-9=]|[a-z][A-Z]))[\\w.~+/-]{8,}=*"
              + "|(?<=://)[^/@\\s]+(?=@)"
              + "|(?<=\\bcontent=)[0-9a-f]{8,}");

  private static final String MASK = "***";

  private final @Nullable Pattern secrets;
  private final int longestSpelling;

  private ForeignText(Set<String> secrets) {
    this.secrets =
        secrets.isEmpty()
            ? null
            : Pattern.compile(
                secrets.stream()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .map(ForeignText::inAnySpelling)
                    .collect(Collectors.joining("|", "(?i)", "")));
    this.longestSpelling = 8 * secrets.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Hides the secrets that these requests carry. */
  static ForeignText inResponseTo(Request... requests) {
    Set<String> secrets = new TreeSet<>();
    for (Request request : requests) {
      for (int i = 0; i < request.headers().size(); i++) {
        String name = request.headers().name(i);
        if (SECRET_HEADER.matcher(name).find()) {
          addSecrets(name, request.headers().value(i), secrets);
        }
      }
    }
    secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    return new ForeignText(secrets);
  }

  private static void addSecrets(String name, String value, Set<String> secrets) {
    if (!name.toLowerCase(Locale.ROOT).endsWith("authorization")) {
      secrets.add(value);
      return;
    }
    String credentials = value.substring(value.indexOf(' ') + 1);
    secrets.add(credentials);
    if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String decoded = new String(Base64.getDecoder().decode(credentials), UTF_8);
        secrets.add(decoded.substring(decoded.indexOf(':') + 1)); // the password
      } catch (IllegalArgumentException noBase64) {
        // then there is none to read out
      }
    }
  }

  /** As it is, and as JSON, a URL or HTML may escape each of its characters. */
  private static String inAnySpelling(String secret) {
    return secret
        .chars()
        .mapToObj(
            c ->
                String.format(
                    "(?:\\\\*%s|\\\\+u%04x|%%%02x|&#(?:0*%d|x0*%x);)",
                    Pattern.quote(Character.toString(c)), c, c, c, c))
        .collect(Collectors.joining());
  }

  /** A text of any length and any lines, without secrets. */
  String mask(String text) {
    String known = secrets == null ? text : secrets.matcher(text).replaceAll(MASK);
    return CREDENTIALS.matcher(known).replaceAll(MASK);
  }

  /** Fit for a message. */
  String quote(String text) {
    return line(text, LONGEST_QUOTE);
  }

  /** Fit for a log. */
  String line(String text) {
    return line(text, LONGEST);
  }

  private String line(String text, int most) {
    String begin = head(text, 8 * LONGEST); // so that megabytes are not searched
    String line = mask(UNPRINTABLE.matcher(begin).replaceAll(" ")).strip();
    return line.length() <= most ? line : head(line, most) + "...";
  }

  private String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(most - 1));
    return withoutBegunSecret(text.substring(0, splitsPair ? most - 1 : most));
  }

  /** Of a text that was cut: without the part of a secret at its end, which masking misses. */
  String withoutBegunSecret(String cut) {
    if (secrets == null) {
      return cut;
    }
    Matcher matcher = secrets.matcher(cut);
    for (int i = Math.max(0, cut.length() - longestSpelling); i < cut.length(); i++) {
      if (matcher.region(i, cut.length()).lookingAt()) {
        i = matcher.end() - 1;
      } else if (matcher.hitEnd()) {
        return cut.substring(0, i);
      }
    }
    return cut;
  }
}
