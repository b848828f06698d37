package com.datagrid.client.spec;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** The names in Java of the properties of a class. */
final class PropertyNames {

  private final JavaNames java;
  private final NameTable names;

  PropertyNames(JavaNames java, NameTable names) {
    this.java = java;
    this.names = names;
  }

  /** By name on the wire: what was kept before chooses first, what is deprecated last. */
  Map<String, String> of(Flattened flat, String at) {
    String scope = "properties " + at;
    names.reserve(scope, "additionalProperties"); // what every class has besides
    names.reserve(scope, "explicitNulls");
    Map<String, String> result = new HashMap<>();
    flat.members().entrySet().stream()
        .sorted(Comparator.comparing(entry -> turn(scope, entry.getKey(), entry.getValue())))
        .forEach(
            entry -> result.put(entry.getKey(), name(scope, entry.getKey(), entry.getValue())));
    return result;
  }

  private int turn(String scope, String wire, Flattened.Member member) {
    if (names.isPinned(scope + ' ' + wire)) {
      return 0;
    }
    return isDeprecated(member) ? 2 : 1;
  }

  private String name(String scope, String wire, Flattened.Member member) {
    String wanted = java.property(wire);
    String key = scope + ' ' + wire;
    return wire.equals(wanted) || isDeprecated(member)
        ? names.give(key, scope, wanted, "legacy" + JavaNames.upper(wanted))
        : names.give(key, scope, wanted);
  }

  private static boolean isDeprecated(Flattened.Member member) {
    return Boolean.TRUE.equals(Yaml.map(member.schema()).get("deprecated"));
  }
}
