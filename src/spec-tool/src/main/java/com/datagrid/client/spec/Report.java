package com.datagrid.client.spec;

import java.util.List;

/** Changes, and the version that they ask for, as text. */
final class Report {

  private Report() {}

  static String of(String since, List<Change> changes, boolean anyText) {
    StringBuilder text = new StringBuilder("For Java users, since " + since + ":\n");
    changes.forEach(change -> text.append("  ").append(change).append('\n'));
    if (changes.isEmpty()) {
      text.append(anyText ? "  nothing but texts changed\n" : "  nothing changed\n");
    }
    return text.append("Semantic version: ").append(version(changes, anyText)).toString();
  }

  private static String version(List<Change> changes, boolean anyText) {
    if (changes.stream().anyMatch(Change::breaking)) {
      return "major (before 1.0.0: minor)";
    }
    if (!changes.isEmpty()) {
      return "minor (before 1.0.0: patch)";
    }
    return anyText ? "patch" : "the same";
  }
}
