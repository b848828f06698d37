package com.datagrid.client.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** YAML, and with it JSON, as maps and lists whose order is that of the text. */
final class Yaml {

  private static final DumpSettings STYLE =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .setDereferenceAliases(true)
          .setMaxSimpleKeyLength(1024)
          .build();

  /** Documents may be long: the default is three million characters. */
  static final LoadSettings READING =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  /** What YAML 1.1 or 1.2, or a parser of its own mind, takes for something other than a text. */
  private static final Pattern NO_TEXT =
      Pattern.compile(
          "|~|=|<<|(?i:null|true|false|y|n|yes|no|on|off)"
              + "|[-+]?\\.?[0-9][0-9a-fA-FxobeE_.:+-]*"
              + "|[-+]?\\.(?i:inf|nan)"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private Yaml() {}

  /**
   * The text's data.
   *
   * @throws SpecException if it is no mapping
   */
  static Map<String, Object> load(String name, String text) {
    Object data;
    try {
      data = normalized(new Load(READING).loadFromString(text));
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
    return new Dump(STYLE, new Quoting()).dumpToString(data);
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

  /** A mapping of keys, each followed by its value, in this order. */
  static Map<String, Object> mapping(Object... entries) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      result.put((String) entries[i], entries[i + 1]);
    }
    return result;
  }

  static List<?> list(@Nullable Object data) {
    return data instanceof List<?> list ? list : List.of();
  }

  /** The status 200 is the same key as '200', and YAML 1.1's merge key stands for what it names. */
  private static @Nullable Object normalized(@Nullable Object data) {
    if (data instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((key, value) -> result.put(String.valueOf(key), normalized(value)));
      Object merged = result.remove("<<");
      for (Object source :
          merged instanceof List<?> list ? list : Stream.ofNullable(merged).toList()) {
        map(source).forEach(result::putIfAbsent);
      }
      return result;
    }
    if (data instanceof List<?> list) {
      return list.stream().map(Yaml::normalized).toList();
    }
    return data;
  }

  /** Writes texts so that no parser reads them as something else. */
  private static final class Quoting extends StandardRepresenter {
    Quoting() {
      super(STYLE);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      boolean plain = tag.equals(Tag.STR) && style == ScalarStyle.PLAIN;
      return super.representScalar(
          tag,
          value,
          plain && NO_TEXT.matcher(value).matches() ? ScalarStyle.SINGLE_QUOTED : style);
    }
  }
}
