package com.datagrid.client.stubs;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Sizes, bounds and patterns of schemas that were made {@linkplain Schemas#flat flat}. */
final class Constraints {

  private Constraints() {}

  /** What the value should be, if it is of its type and breaks one of them. */
  static Optional<String> violated(Map<String, Object> schema, Object value) {
    if (value instanceof String text) {
      return size(schema, "Length", text.codePointCount(0, text.length()), "characters")
          .or(() -> pattern(schema, text));
    } else if (value instanceof Number number) {
      return bounds(schema, new BigDecimal(number.toString()));
    } else if (value instanceof List<?> list) {
      return Schemas.isTrue(schema.get("uniqueItems")) && new HashSet<>(list).size() < list.size()
          ? Optional.of("items that differ")
          : size(schema, "Items", list.size(), "items");
    }
    return value instanceof Map<?, ?> object
        ? size(schema, "Properties", object.size(), "properties")
        : Optional.empty();
  }

  private static Optional<String> size(
      Map<String, Object> schema, String what, int size, String unit) {
    if (schema.get("min" + what) instanceof Number least && size < least.longValue()) {
      return Optional.of("at least " + least + ' ' + unit);
    }
    return schema.get("max" + what) instanceof Number most && size > most.longValue()
        ? Optional.of("at most " + most + ' ' + unit)
        : Optional.empty();
  }

  /** Patterns that Java does not know are not looked at. */
  private static Optional<String> pattern(Map<String, Object> schema, String text) {
    if (!(schema.get("pattern") instanceof String pattern)) {
      return Optional.empty();
    }
    try {
      return Pattern.compile(pattern).matcher(text).find()
          ? Optional.empty()
          : Optional.of("a string that matches " + pattern);
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> bounds(Map<String, Object> schema, BigDecimal value) {
    if (schema.get("minimum") instanceof Number least
        && isBeyond(
            new BigDecimal(least.toString()).compareTo(value), schema, "exclusiveMinimum")) {
      return Optional.of(
          (Schemas.isTrue(schema.get("exclusiveMinimum")) ? "more than " : "at least ") + least);
    }
    if (schema.get("maximum") instanceof Number most
        && isBeyond(value.compareTo(new BigDecimal(most.toString())), schema, "exclusiveMaximum")) {
      return Optional.of(
          (Schemas.isTrue(schema.get("exclusiveMaximum")) ? "less than " : "at most ") + most);
    }
    return schema.get("multipleOf") instanceof Number unit
            && value.remainder(new BigDecimal(unit.toString())).signum() != 0
        ? Optional.of("a multiple of " + unit)
        : Optional.empty();
  }

  private static boolean isBeyond(int compared, Map<String, Object> schema, String exclusive) {
    return compared > 0 || (compared == 0 && Schemas.isTrue(schema.get(exclusive)));
  }
}
