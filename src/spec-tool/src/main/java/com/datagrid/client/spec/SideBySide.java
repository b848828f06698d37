package com.datagrid.client.spec;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table of what differs between two schemas. */
final class SideBySide {

  private SideBySide() {}

  static String table(@Nullable Object existing, @Nullable Object incoming) {
    Map<String, String> ours = new LinkedHashMap<>();
    Map<String, String> theirs = new LinkedHashMap<>();
    flatten("", Texts.structure(existing), ours);
    flatten("", Texts.structure(incoming), theirs);
    Set<String> places = new LinkedHashSet<>(ours.keySet());
    places.addAll(theirs.keySet());
    StringBuilder table = new StringBuilder(row("", "existing", "incoming"));
    for (String place : places) {
      String one = ours.getOrDefault(place, "-");
      String other = theirs.getOrDefault(place, "-");
      if (!one.equals(other)) {
        table.append(row(place, one, other));
      }
    }
    return table.toString();
  }

  private static String row(String place, String existing, String incoming) {
    return String.format("    %-40s %-24s %s%n", place, existing, incoming);
  }

  private static void flatten(String at, @Nullable Object data, Map<String, String> leaves) {
    if (data instanceof Map && !Yaml.map(data).isEmpty()) {
      Yaml.map(data)
          .forEach((key, value) -> flatten(at.isEmpty() ? key : at + '.' + key, value, leaves));
    } else if (data instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        flatten(at + '[' + i + ']', list.get(i), leaves);
      }
    } else {
      leaves.put(at, String.valueOf(data));
    }
  }
}
