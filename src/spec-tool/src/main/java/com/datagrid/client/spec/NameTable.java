package com.datagrid.client.spec;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names that things have in Java. Within a scope no two are the same, not even to a file system
 * that knows no case: the first that asks for a name gets it, unless it was another's before.
 */
final class NameTable {

  /** What a thing is called, and what it would be called if no other had the name. */
  record Name(String wanted, String name) {}

  private final Map<String, String> pins;
  private final Map<String, Name> names = new LinkedHashMap<>();
  private final Map<String, Set<String>> taken = new HashMap<>();

  /**
   * A table without names.
   *
   * @param pins names that things keep, by key
   */
  NameTable(Map<String, String> pins) {
    this.pins = pins;
  }

  /** Nobody else is called so. */
  void reserve(String scope, String name) {
    taken(scope).add(folded(name));
  }

  boolean isPinned(String key) {
    return pins.containsKey(key);
  }

  /** The names that are kept for things whose keys begin so. */
  void reservePins(String scope, String keys) {
    pins.forEach(
        (key, name) -> {
          if (key.startsWith(keys)) {
            reserve(scope, name);
          }
        });
  }

  String give(String key, String scope, String wanted, String... others) {
    return give(key, List.of(scope), wanted, others);
  }

  /** The name of the thing, in all of the scopes: as wanted, or another, or one with a number. */
  String give(String key, Collection<String> scopes, String wanted, String... others) {
    Name given = names.get(key);
    if (given == null) {
      given = new Name(wanted, chosen(pins.get(key), scopes, wanted, others));
      names.put(key, given);
      for (String scope : scopes) {
        reserve(scope, given.name());
      }
    }
    return given.name();
  }

  private String chosen(
      @Nullable String pinned, Collection<String> scopes, String wanted, String... others) {
    if (pinned != null) {
      return pinned;
    }
    String stem = wanted.matches(".*\\d") ? wanted + '_' : wanted;
    Stream<String> numbered = Stream.iterate(2, number -> number + 1).map(n -> stem + n);
    return Stream.of(Stream.of(wanted), Stream.of(others), numbered)
        .flatMap(names -> names)
        .filter(name -> scopes.stream().noneMatch(scope -> taken(scope).contains(folded(name))))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> taken(String scope) {
    return taken.computeIfAbsent(scope, any -> new HashSet<>());
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Every name that was given, by key. */
  Map<String, Name> names() {
    return names;
  }
}
