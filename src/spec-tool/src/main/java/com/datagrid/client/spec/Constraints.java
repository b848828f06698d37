package com.datagrid.client.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value must be beyond its type. Java does not see it, but the server judges requests by it.
 */
final class Constraints {

  private static final Set<String> LEAST =
      Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");

  private static final Set<String> MOST =
      Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

  private static final Set<String> OTHERS = Set.of("pattern", "multipleOf");

  private Constraints() {}

  /** Those of a schema as published, kept with its type. */
  static void keep(Map<String, Object> schema, Map<String, Object> type) {
    Map<String, Object> kept = new LinkedHashMap<>();
    schema.forEach(
        (key, value) -> {
          if (LEAST.contains(key) || MOST.contains(key) || OTHERS.contains(key)) {
            kept.put(key, value);
          }
        });
    if (!kept.isEmpty()) {
      type.put(Extensions.CONSTRAINTS, kept);
    }
  }

  /** The values of an enum without a class are texts, of which the server takes no other. */
  static Map<String, Object> insteadOfEnum(Map<String, Object> type) {
    if (!type.containsKey("enum")) {
      return type;
    }
    Map<String, Object> result = new LinkedHashMap<>(type);
    result.remove(Extensions.CONSTANTS);
    Map<String, Object> kept = new LinkedHashMap<>(of(type));
    kept.put("enum", result.remove("enum"));
    result.put(Extensions.CONSTRAINTS, kept);
    return result;
  }

  private static Map<String, Object> of(@Nullable Object type) {
    return Yaml.map(Yaml.map(type).get(Extensions.CONSTRAINTS));
  }

  /** What is demanded now, and was not, as texts. */
  static List<String> added(@Nullable Object before, @Nullable Object after) {
    Map<String, Object> old = of(before);
    List<String> added = new ArrayList<>();
    of(after)
        .forEach(
            (key, value) -> {
              if (isTighter(key, old.get(key), value)) {
                added.add(key + ' ' + value);
              }
            });
    Object items = Yaml.map(after).get("items");
    if (items != null) {
      added.addAll(added(Yaml.map(before).get("items"), items));
    }
    return added;
  }

  private static boolean isTighter(String key, @Nullable Object before, Object after) {
    if (before == null) {
      return !after.equals(false);
    }
    if (after instanceof List<?> values) {
      return !values.containsAll(Yaml.list(before));
    }
    if (before instanceof Number old && after instanceof Number now && !OTHERS.contains(key)) {
      int sign = new BigDecimal(now.toString()).compareTo(new BigDecimal(old.toString()));
      return LEAST.contains(key) ? sign > 0 : sign < 0;
    }
    return !before.equals(after) && !after.equals(false);
  }
}
