package com.datagrid.client;

import com.datagrid.client.model.RateLimitError;
import com.datagrid.client.model.RateLimitErrorDetails;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error, read for what it may hold: a {@link RateLimitError}, an RFC 9457 problem,
 * some other JSON, or anything else. Nothing in it is relied on, and reading it never fails.
 */
final class ErrorBody {

  private final @Nullable JsonObject json; // null: it is no JSON object

  private ErrorBody(@Nullable JsonObject json) {
    this.json = json;
  }

  static ErrorBody parse(String text) {
    try {
      return JsonParser.parseString(text) instanceof JsonObject object
          ? new ErrorBody(object)
          : new ErrorBody(null);
    } catch (JsonParseException notJson) {
      return new ErrorBody(null);
    }
  }

  Optional<String> code() {
    return firstText("error", "code", "type")
        .filter(
            code -> !code.equals("about:blank")); // RFC 9457, 4.2.1: says no more than the status
  }

  Optional<String> message() {
    return firstText("message", "detail", "title", "error_description");
  }

  Optional<String> mitigation() {
    return firstText("mitigation");
  }

  /** Absent or unreadable means true. */
  boolean retryable() {
    return read("retryable", ErrorBody::bool).orElse(true);
  }

  Optional<RateLimitError> rateLimitError() {
    if (json == null) {
      return Optional.empty();
    }
    RateLimitError error = new RateLimitError();
    read("status_code", ErrorBody::integer).ifPresent(error::setStatusCode);
    read("statusCode", ErrorBody::integer).ifPresent(error::setLegacyStatusCode);
    read("error", ErrorBody::text)
        .ifPresent(code -> error.setError(RateLimitError.ErrorEnum.fromValue(code)));
    read("message", ErrorBody::text).ifPresent(error::setMessage);
    read("mitigation", ErrorBody::text).ifPresent(error::setMitigation);
    read("retryable", ErrorBody::bool).ifPresent(error::setRetryable);
    if (json.get("details") instanceof JsonObject details) {
      RateLimitErrorDetails read = new RateLimitErrorDetails();
      new ErrorBody(details).read("reason", ErrorBody::text).ifPresent(read::setReason);
      error.setDetails(read);
    }
    return Optional.of(error);
  }

  private Optional<String> firstText(String... names) {
    for (String name : names) {
      Optional<String> text = read(name, ErrorBody::text).filter(t -> !t.isBlank());
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private <T> Optional<T> read(String name, Function<JsonPrimitive, Optional<T>> reader) {
    JsonElement value = json == null ? null : json.get(name);
    return value instanceof JsonPrimitive primitive ? reader.apply(primitive) : Optional.empty();
  }

  private static Optional<String> text(JsonPrimitive value) {
    return value.isString() ? Optional.of(value.getAsString()) : Optional.empty();
  }

  private static Optional<Boolean> bool(JsonPrimitive value) {
    return switch (value.getAsString().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** 429, 429.0 and "429" alike. */
  private static Optional<Long> integer(JsonPrimitive value) {
    String text = value.getAsString();
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
