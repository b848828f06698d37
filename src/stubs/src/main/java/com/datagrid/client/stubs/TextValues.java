package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SchemaCheck.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values that come as plain text: in a path, a query, a header or a form. */
final class TextValues {

  private final Schemas schemas;
  private final SchemaCheck check;

  TextValues(Schemas schemas) {
    this.schemas = schemas;
    this.check = SchemaCheck.ofRequests(schemas);
  }

  /** The problems with the best reading of a single text. */
  List<Problem> problems(Object schema, String text) {
    Map<String, Object> flat = schemas.flat(schema);
    if (text.isEmpty() && Schemas.isTrue(flat.get("nullable"))) {
      return List.of();
    }
    List<List<Problem>> readings =
        readings(text).map(value -> check.problems(schema, value)).toList();
    return readings.stream()
        .filter(List::isEmpty)
        .findFirst()
        .orElseGet(
            () -> readings.get(readings.size() > 1 && isText(flat) ? 0 : readings.size() - 1));
  }

  private static boolean isText(Map<String, Object> schema) {
    return "string".equals(schema.get("type"));
  }

  /** As itself first, and then what else it may be. */
  private static Stream<Object> readings(String text) {
    if (text.matches("-?(0|[1-9]\\d{0,99})(\\.\\d{1,99})?([eE][+-]?\\d{1,3})?")) {
      return Stream.of(text, new BigDecimal(text));
    }
    return text.equals("true") || text.equals("false")
        ? Stream.of(text, Boolean.valueOf(text))
        : Stream.of(text);
  }

  /** The problems with each of several texts, where the schema is an array. */
  List<Problem> problems(Object schema, List<String> texts) {
    Map<String, Object> flat = schemas.flat(schema);
    List<Problem> sizes =
        Constraints.violated(flat, texts).stream()
            .map(expected -> new Problem("", expected, texts.size() + " items"))
            .toList();
    return sizes.isEmpty()
        ? texts.stream()
            .flatMap(text -> problems(flat.getOrDefault("items", Map.of()), text).stream())
            .toList()
        : sizes;
  }
}
