package com.datagrid.client.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML, and with it JSON, as maps and lists whose order is that of the text. */
final class Yaml {

  private static final DumpSettings STYLE =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .setDereferenceAliases(true)
          .build();

  private Yaml() {}

  /**
   * The text's data.
   *
   * @throws SpecException if it is no mapping
   */
  static Map<String, Object> load(String name, String text) {
    Object data;
    try {
      data = normalized(new Load(LoadSettings.builder().build()).loadFromString(text));
    } catch (YamlEngineException e) {
      throw new SpecException(name + " is no YAML or JSON, or truncated: " + e.getMessage(), e);
    }
    if (!(data instanceof Map)) {
      throw new SpecException(name + " is no OpenAPI: a mapping with the key openapi is expected");
    }
    return map(data);
  }

  /** In the style of the vendor's pages. */
  static String dump(Object data) {
    return new Dump(STYLE).dumpToString(data);
  }

  /** The line above a nested mapping. */
  static String keyLine(String key, int column) {
    return " ".repeat(column) + dump(Map.of(key, true)).replace(": true", ":");
  }

  /** Empty if it is no mapping, so that one can look for what may not be there. */
  @SuppressWarnings("unchecked") // normalized() has seen to it
  static Map<String, Object> map(@Nullable Object data) {
    return data instanceof Map ? (Map<String, Object>) data : Map.of();
  }

  static List<?> list(@Nullable Object data) {
    return data instanceof List<?> list ? list : List.of();
  }

  /** The status 200 is the same key as '200'. */
  private static @Nullable Object normalized(@Nullable Object data) {
    if (data instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((key, value) -> result.put(String.valueOf(key), normalized(value)));
      return result;
    }
    if (data instanceof List<?> list) {
      return list.stream().map(Yaml::normalized).toList();
    }
    return data;
  }
}
