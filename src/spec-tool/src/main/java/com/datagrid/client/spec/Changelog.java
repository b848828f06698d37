package com.datagrid.client.spec;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CHANGELOG.md must tell of every breaking change since the release. */
final class Changelog {

  private static final Pattern UNRELEASED =
      Pattern.compile("^## \\[Unreleased].*?(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);

  private Changelog() {}

  /**
   * Checks it.
   *
   * @throws SpecException with the lines to add
   */
  static void check(String changelog, List<Change> changes) {
    Matcher unreleased = UNRELEASED.matcher(changelog);
    String section = unreleased.find() ? unreleased.group() : "";
    List<String> missing =
        changes.stream()
            .filter(Change::breaking)
            .filter(change -> !tells(section, change))
            .map(change -> "- **Breaking:** `" + change.subject() + "` " + change.text() + ".")
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new SpecException(
          "CHANGELOG.md does not tell of breaking changes since openapi/released.yaml. Add to its"
              + " section [Unreleased], in these or other words:\n"
              + String.join("\n", missing));
    }
  }

  private static boolean tells(String section, Change change) {
    return section
        .lines()
        .anyMatch(line -> line.contains("Breaking") && line.contains('`' + change.subject() + '`'));
  }
}
