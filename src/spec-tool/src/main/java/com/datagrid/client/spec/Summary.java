package com.datagrid.client.spec;

import java.nio.file.Path;
import java.util.Map;

/** How much there is before and after an import. */
final class Summary {

  private Summary() {}

  static String table(Version before, Version after, Path facade) {
    return row("", "before", "after")
        + row("operations", operations(before), operations(after))
        + row("  with a facade method", covered(before, facade), covered(after, facade))
        + row("  not fully supported", unsupported(before), unsupported(after))
        + row("classes", classes(before), classes(after))
        + row("lines of the document", lines(before), lines(after)).stripTrailing();
  }

  private static String row(String what, Object before, Object after) {
    return String.format("%-24s %8s %8s%n", what, before, after);
  }

  private static int operations(Version version) {
    return Method.ofOperations(version.normalized()).size();
  }

  private static int covered(Version version, Path facade) {
    return Coverage.of(version.normalized(), facade).covered();
  }

  private static int unsupported(Version version) {
    return Unsupported.findings(version.normalized()).size();
  }

  private static int classes(Version version) {
    Map<String, Object> components = Yaml.map(version.normalized().get("components"));
    return Yaml.map(components.get("schemas")).size();
  }

  private static long lines(Version version) {
    return version.text().lines().count();
  }
}
