package com.datagrid.client.spec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Schemas of texts, numbers and truth values. */
final class Scalars {

  private static final Map<String, Set<String>> FORMATS =
      Map.of(
          "string", Set.of("date-time", "date", "uuid", "uri", "byte", "password"),
          "integer", Set.of("int32", "int64"),
          "number", Set.of("float", "double"));

  /** What a text that nobody should read in a log is called, or described as. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(^|[/_-])(password|secret|client_?secret|api_?key|private_?key|(access|refresh|id|auth)_?token)$");

  private static final String SECRET_DESCRIPTION = "The authentication value ";

  private Scalars() {}

  static Map<String, Object> type(String type, Map<String, Object> schema, String at) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (!type.equals("boolean") && !FORMATS.containsKey(type)) {
      return result; // any JSON
    }
    result.put("type", type);
    if (schema.get("format") instanceof String format
        && FORMATS.getOrDefault(type, Set.of()).contains(format)) {
      result.put("format", format);
    } else if (type.equals("string") && isSecret(schema, at)) {
      result.put("format", "password"); // toString() masks it
    } else if (type.equals("integer")) {
      result.put("format", "int64"); // what has no bound in the document may be large
    }
    return result;
  }

  private static boolean isSecret(Map<String, Object> schema, String at) {
    return SECRET.matcher(at).find()
        || String.valueOf(schema.get("description")).startsWith(SECRET_DESCRIPTION);
  }

  /** An enum, or any JSON if its values are of several types. */
  static Map<String, Object> values(
      Map<String, Object> schema, String at, BiFunction<Object, String, String> constant) {
    String type = String.valueOf(schema.get("type"));
    List<?> values =
        Yaml.list(schema.get("enum")).stream()
            .filter(value -> !value.equals(Generator.UNKNOWN_VALUE)) // has its constant already
            .distinct()
            .toList();
    Map<String, Object> result = type(type, schema, at);
    if (!Set.of("string", "integer", "number").contains(type)) {
      return result;
    }
    result.remove("format");
    if (type.equals("integer") && (!"int32".equals(schema.get("format")) || anyIsLong(values))) {
      result.put("format", "int64");
    } else if (type.equals("number")) {
      result.put("format", "double"); // the generator cannot write constants of BigDecimal
    }
    List<Object> sent = new ArrayList<>();
    List<Object> constants = new ArrayList<>();
    for (Object value : values) {
      sent.add(type.equals("string") ? String.valueOf(value) : value);
      constants.add(constant.apply(value, type));
    }
    result.put("enum", sent);
    result.put(Extensions.CONSTANTS, constants);
    return Yaml.list(schema.get("enum")).contains(Generator.UNKNOWN_VALUE)
        ? Schemas.unsupported(result, Generator.UNKNOWN_VALUE + " is read as UNRECOGNIZED")
        : result;
  }

  private static boolean anyIsLong(List<?> values) {
    return values.stream().anyMatch(value -> value instanceof Long || value instanceof BigInteger);
  }

  /** What all choices are if they are scalars of one kind, or null. */
  static @Nullable Map<String, Object> common(Map<String, Object> document, List<?> choices) {
    Map<String, Object> common = null;
    for (Object choice : choices) {
      Map<String, Object> schema = Dialect.plain(Refs.resolve(document, Dialect.plain(choice)));
      String type = String.valueOf(schema.get("type"));
      if (schema.containsKey("oneOf")
          || schema.containsKey("allOf")
          || (!FORMATS.containsKey(type) && !type.equals("boolean"))) {
        return null;
      }
      Map<String, Object> own = type(type, schema, "");
      common = common == null ? own : wider(common, own);
      if (common == null) {
        return null;
      }
    }
    return common;
  }

  private static @Nullable Map<String, Object> wider(
      Map<String, Object> one, Map<String, Object> other) {
    if (one.equals(other)) {
      return one;
    }
    Set<Object> types = new HashSet<>(Arrays.asList(one.get("type"), other.get("type")));
    if (types.size() == 1) {
      Map<String, Object> type = new LinkedHashMap<>(one);
      type.remove("format");
      if (types.contains("integer")) {
        type.put("format", "int64");
      }
      return type;
    }
    return types.equals(Set.of("integer", "number")) ? Map.of("type", "number") : null;
  }

  // Parts of forms.

  /** Whether it is bytes, or a list of them. */
  static boolean isFile(Map<String, Object> document, @Nullable Object data) {
    Map<String, Object> schema = Dialect.plain(Refs.resolve(document, Dialect.plain(data)));
    return "binary".equals(schema.get("format"))
        || ("array".equals(schema.get("type")) && isFile(document, schema.get("items")));
  }

  static Map<String, Object> file(Map<String, Object> document, @Nullable Object data) {
    Map<String, Object> schema = Dialect.plain(Refs.resolve(document, Dialect.plain(data)));
    Map<String, Object> file = new LinkedHashMap<>();
    boolean list = "array".equals(schema.get("type"));
    file.put("type", list ? "array" : "string");
    if (list) {
      file.put("items", Yaml.mapping("type", "string", "format", "binary"));
    } else {
      file.put("format", "binary");
    }
    return file;
  }

  /** What tells a variant from the others: the one value that a property of it has. */
  static String variantName(Object choice, int index) {
    for (Object property : Yaml.map(Yaml.map(choice).get("properties")).values()) {
      List<?> values = Yaml.list(Dialect.plain(property).get("enum"));
      if (values.size() == 1 && String.valueOf(values.get(0)).matches("\\w+")) {
        return JavaNames.upper(camel(String.valueOf(values.get(0))));
      }
    }
    return "Variant" + (index + 1);
  }

  private static String camel(String value) {
    return Pattern.compile("_+(\\w)").matcher(value).replaceAll(m -> JavaNames.upper(m.group(1)));
  }
}
