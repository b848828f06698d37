package com.datagrid.client.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a schema says all that another says, and just more: optional properties, enum values. */
final class Additions {

  private Additions() {}

  static boolean only(@Nullable Object existing, @Nullable Object incoming) {
    return schemas(Texts.structure(existing), Texts.structure(incoming));
  }

  private static boolean schemas(@Nullable Object existing, @Nullable Object incoming) {
    if (existing instanceof List<?> ours && incoming instanceof List<?> theirs) {
      return ours.size() == theirs.size() && allSchemas(ours, theirs);
    }
    if (!(existing instanceof Map) || !(incoming instanceof Map)) {
      return Objects.equals(existing, incoming);
    }
    Map<String, Object> ours = Yaml.map(existing);
    Map<String, Object> theirs = Yaml.map(incoming);
    Set<String> keys = new HashSet<>(ours.keySet());
    keys.addAll(theirs.keySet());
    return keys.stream().allMatch(key -> words(key, ours.get(key), theirs.get(key)));
  }

  private static boolean allSchemas(List<?> ours, List<?> theirs) {
    for (int i = 0; i < ours.size(); i++) {
      if (!schemas(ours.get(i), theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean words(String key, @Nullable Object ours, @Nullable Object theirs) {
    if (key.equals("properties")) {
      Map<String, Object> properties = Yaml.map(theirs);
      return Yaml.map(ours).entrySet().stream()
          .allMatch(entry -> schemas(entry.getValue(), properties.get(entry.getKey())));
    }
    if (key.equals("enum") && ours != null && theirs instanceof List<?> values) {
      return values.containsAll(Yaml.list(ours));
    }
    return schemas(ours, theirs);
  }
}
