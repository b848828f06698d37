package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what people read in a document from what decides its meaning. */
final class Texts {

  private static final Set<String> TEXTS =
      Set.of("description", "title", "summary", "example", "examples", "externalDocs");

  /** Their keys are names, even those that read like a text. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "headers", "content", "mapping", "scopes");

  /** The order of their values means nothing. */
  private static final Set<String> SETS = Set.of("required", "enum");

  private Texts() {}

  /** What is left without texts; two that differ here differ for the generator. */
  static @Nullable Object structure(@Nullable Object data) {
    return structure(data, false);
  }

  private static @Nullable Object structure(@Nullable Object data, boolean named) {
    if (data instanceof List<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      list.forEach(element -> result.add(structure(element)));
      return result;
    }
    if (!(data instanceof Map)) {
      return data;
    }
    Map<String, @Nullable Object> result = new TreeMap<>();
    Yaml.map(data)
        .forEach(
            (key, value) -> {
              if (!named && SETS.contains(key) && value instanceof List<?> list) {
                result.put(key, list.stream().map(String::valueOf).sorted().toList());
              } else if (named || !isText(key)) {
                result.put(key, structure(value, !named && NAMED.contains(key)));
              }
            });
    return result;
  }

  private static boolean isText(String key) {
    return TEXTS.contains(key) || key.startsWith("x-");
  }

  /** The incoming data, with the texts that only the data at hand has. */
  static @Nullable Object merge(@Nullable Object existing, @Nullable Object incoming) {
    return merge(existing, incoming, false);
  }

  private static @Nullable Object merge(
      @Nullable Object existing, @Nullable Object incoming, boolean named) {
    if (existing instanceof Map && incoming instanceof Map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>(Yaml.map(existing));
      Yaml.map(incoming)
          .forEach(
              (key, value) ->
                  result.merge(
                      key,
                      value,
                      (ours, theirs) ->
                          !named && isText(key)
                              ? theirs
                              : merge(ours, theirs, !named && NAMED.contains(key))));
      return result;
    }
    if (existing instanceof List<?> ours
        && incoming instanceof List<?> theirs
        && ours.size() == theirs.size()) {
      List<@Nullable Object> result = new ArrayList<>();
      for (int i = 0; i < ours.size(); i++) {
        result.add(merge(ours.get(i), theirs.get(i), false));
      }
      return result;
    }
    return incoming;
  }
}
