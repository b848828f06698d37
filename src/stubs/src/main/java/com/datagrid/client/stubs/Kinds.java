package com.datagrid.client.stubs;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types, formats and enums of schemas that were made {@linkplain Schemas#flat flat}. */
final class Kinds {

  private static final int LONGEST_QUOTE = 40;

  private Kinds() {}

  static boolean isOf(Map<String, Object> schema, Object value) {
    if (schema.containsKey("properties") && !(value instanceof Map)) {
      return false;
    }
    if (schema.get("enum") instanceof List<?> values && !isAmong(values, value)) {
      return false;
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "string" -> value instanceof String text && isOfFormat(format(schema), text);
      case "integer" -> value instanceof Number number && isInteger(format(schema), number);
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List;
      case "object" -> value instanceof Map;
      default -> true;
    };
  }

  private static boolean isAmong(List<?> values, Object value) {
    return values.contains(value)
        || values.stream()
            .anyMatch(
                each ->
                    value instanceof Number
                        ? each instanceof Number && number(each).compareTo(number(value)) == 0
                        : String.valueOf(each).equals(value)); // a text without quotes
  }

  private static BigDecimal number(Object number) {
    return new BigDecimal(number.toString());
  }

  private static String format(Map<String, Object> schema) {
    return String.valueOf(schema.get("format"));
  }

  private static boolean isInteger(String format, Number number) {
    BigDecimal value = number(number);
    if (value.stripTrailingZeros().scale() > 0) {
      return false;
    }
    int bits = value.toBigInteger().bitLength();
    return bits < (format.equals("int32") ? 32 : format.equals("int64") ? 64 : Integer.MAX_VALUE);
  }

  private static boolean isOfFormat(String format, String text) {
    try {
      switch (format) {
        case "date-time" -> OffsetDateTime.parse(text);
        case "date" -> LocalDate.parse(text);
        case "uuid" -> UUID.fromString(text);
        case "uri" -> URI.create(text);
        default -> {}
      }
      return true;
    } catch (DateTimeException | IllegalArgumentException e) {
      return false;
    }
  }

  /** In words, such as "a string" or "one of [a, b]". */
  static String expected(Map<String, Object> schema) {
    if (schema.get("enum") instanceof List<?> values) {
      return values.size() == 1 ? '"' + String.valueOf(values.get(0)) + '"' : "one of " + values;
    }
    String format = schema.get("format") instanceof String text ? " of format " + text : "";
    return switch (String.valueOf(schema.get("type"))) {
      case "string" -> "a string" + format;
      case "integer" -> "an integer" + format;
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "an array";
      case "object" -> "an object";
      default ->
          schema.containsKey("properties")
              ? "an object"
              : schema.get("oneOf") instanceof List<?> || schema.get("anyOf") instanceof List<?>
                  ? "one of the forms in the document"
                  : "a value";
    };
  }

  static String describe(@Nullable Object value) {
    if (value instanceof String text) {
      return "the string \""
          + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text)
          + '"';
    } else if (value instanceof Number) {
      return "the number " + value;
    } else if (value instanceof List<?>) {
      return "an array";
    }
    return value instanceof Map ? "an object" : String.valueOf(value);
  }
}
