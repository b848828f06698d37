package com.datagrid.client.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A project in a directory of its own, with the library's API as its document. */
final class Project {

  private final Path root;

  Project(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("openapi"));
    Files.createDirectories(root.resolve("facade/src/main/java"));
    write("openapi/datagrid.yaml", resource("library.yaml"));
    write("openapi/released.yaml", resource("library.yaml"));
    write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n## [1.0.0]\n");
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Project.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  Path write(String file, String text) throws IOException {
    return Files.writeString(root.resolve(file), text);
  }

  String document() throws IOException {
    return Files.readString(root.resolve("openapi/datagrid.yaml"));
  }

  Path root() {
    return root;
  }

  /** What the import prints. */
  String importPages(Preference preference, Path... pages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SpecTool(root, new PrintStream(out, true, UTF_8))
        .importPages(Arrays.asList(pages), preference, false);
    return out.toString(UTF_8);
  }

  /** What a command prints, called as Maven does. */
  String run(String command, String... arguments) {
    List<String> args = new ArrayList<>(List.of(command, root.toString()));
    args.addAll(List.of(arguments));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SpecTool.run(new PrintStream(out, true, UTF_8), args.toArray(String[]::new));
    return out.toString(UTF_8);
  }
}
