package com.datagrid.client.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names in Java that things keep although by rule another thing would have them now. An import
 * writes them to {@code names.yaml} beside the document; without a clash there is no such file.
 *
 * @param names by key, as {@link NameTable} has them
 */
record Pins(Map<String, String> names) {

  private static final String FILE = "names.yaml";

  static Pins beside(Path document) {
    Path file = document.resolveSibling(FILE);
    Map<String, String> names = new TreeMap<>();
    if (Files.exists(file)) {
      Yaml.load(file.toString(), SpecTool.read(file))
          .forEach((key, name) -> names.put(key, String.valueOf(name)));
    }
    return new Pins(names);
  }

  /** These, and the names that the same things had before and would lose. */
  Pins keeping(Map<String, NameTable.Name> before, Map<String, NameTable.Name> after) {
    Map<String, String> kept = new TreeMap<>(names);
    after.forEach(
        (key, now) -> {
          NameTable.Name old = before.get(key);
          if (old != null && old.wanted().equals(now.wanted()) && !old.name().equals(now.name())) {
            kept.put(key, old.name());
          }
        });
    return new Pins(kept);
  }

  /** Puts them beside the document. */
  void write(Path document) {
    if (!names.isEmpty()) {
      SpecTool.write(document.resolveSibling(FILE), Yaml.dump(names));
    }
  }
}
