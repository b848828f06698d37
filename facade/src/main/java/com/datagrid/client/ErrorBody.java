package com.datagrid.client;

import com.datagrid.client.model.RateLimitError;
import com.datagrid.client.model.RateLimitErrorDetails;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error, read for what it may hold: a {@link RateLimitError}, an RFC 9457 problem,
 * some other JSON, or anything else. Nothing in it is relied on, and reading it never fails. It is
 * read as it came, and its strings are fit for a log.
 */
final class ErrorBody implements Serializable {

  @Serial private static final long serialVersionUID = 1;

  private static final String RETRYABLE = "retryable";

  private static final List<String> NAMES =
      List.of(
          "error",
          "code",
          "type",
          "message",
          "detail",
          "title",
          "error_description",
          "mitigation",
          RETRYABLE,
          "status_code",
          "statusCode");

  private static final String REASON = "details.reason";

  /** In characters. */
  private static final int SHORT = 1024;

  private final String raw;
  private final boolean isObject;
  private final boolean hasDetails;

  /** What is a JSON string, by name. */
  private final HashMap<String, String> strings = new HashMap<>();

  /** Numbers and booleans as they stand, by name. */
  private final HashMap<String, String> literals = new HashMap<>();

  private ErrorBody(String raw, @Nullable JsonObject json, ForeignText foreign) {
    this.raw = raw;
    isObject = json != null;
    JsonObject details = null;
    if (json != null) {
      NAMES.forEach(name -> keep(name, json.get(name), foreign));
      details = json.get("details") instanceof JsonObject object ? object : null;
    }
    hasDetails = details != null;
    if (details != null) {
      keep(REASON, details.get("reason"), foreign);
    }
  }

  private void keep(String name, @Nullable JsonElement value, ForeignText foreign) {
    if (value instanceof JsonPrimitive primitive) {
      Map<String, String> values = primitive.isString() ? strings : literals;
      String text = primitive.getAsString();
      values.put(name, name.equals(RETRYABLE) ? text : foreign.line(text)); // decided on, not shown
    }
  }

  /** A body without secrets. */
  static ErrorBody parse(String text) {
    return parse(text, text, ForeignText.UNKNOWN);
  }

  /**
   * Parses what came.
   *
   * @param raw the same without secrets
   */
  static ErrorBody parse(String text, String raw, ForeignText foreign) {
    try {
      JsonObject json = JsonParser.parseString(text) instanceof JsonObject object ? object : null;
      return new ErrorBody(raw, json, foreign);
    } catch (JsonParseException notJson) {
      return new ErrorBody(raw, null, foreign);
    }
  }

  /** What came as text, without secrets. */
  String raw() {
    return raw;
  }

  /** The same if it is short, else its begin alone. */
  ErrorBody shortened() {
    return raw.length() <= SHORT ? this : parse(raw.substring(0, SHORT));
  }

  Optional<String> code() {
    return firstString("error", "code", "type")
        .filter(
            code -> !code.equals("about:blank")); // RFC 9457, 4.2.1: says no more than the status
  }

  Optional<String> message() {
    return firstString("message", "detail", "title", "error_description");
  }

  Optional<String> mitigation() {
    return firstString("mitigation");
  }

  /** Absent or unreadable means true. */
  boolean retryable() {
    return bool(RETRYABLE).orElse(true);
  }

  Optional<RateLimitError> rateLimitError() {
    if (!isObject) {
      return Optional.empty();
    }
    RateLimitError error = new RateLimitError();
    integer("status_code").ifPresent(error::setStatusCode);
    integer("statusCode").ifPresent(error::setLegacyStatusCode);
    string("error").ifPresent(code -> error.setError(RateLimitError.ErrorEnum.fromValue(code)));
    string("message").ifPresent(error::setMessage);
    string("mitigation").ifPresent(error::setMitigation);
    bool(RETRYABLE).ifPresent(error::setRetryable);
    if (hasDetails) {
      RateLimitErrorDetails details = new RateLimitErrorDetails();
      string(REASON).ifPresent(details::setReason);
      error.setDetails(details);
    }
    return Optional.of(error);
  }

  private Optional<String> firstString(String... names) {
    return Arrays.stream(names)
        .flatMap(name -> string(name).stream())
        .filter(string -> !string.isBlank())
        .findFirst();
  }

  private Optional<String> string(String name) {
    return Optional.ofNullable(strings.get(name));
  }

  private Optional<String> stringOrLiteral(String name) {
    return string(name).or(() -> Optional.ofNullable(literals.get(name)));
  }

  private Optional<Boolean> bool(String name) {
    return switch (stringOrLiteral(name).orElse("").toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** 429, 429.0 and "429" alike. */
  private Optional<Long> integer(String name) {
    String text = stringOrLiteral(name).orElse("");
    if (text.length() > 20) {
      return Optional.empty(); // no status code, and 1e999999999 takes minutes to convert
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
          ? Optional.of(number.longValue())
          : Optional.empty();
    } catch (NumberFormatException notNumber) {
      return Optional.empty();
    }
  }
}
