package com.datagrid.client.spec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The commands of the tool; Maven profiles run them. */
final class SpecTool {

  private static final String DOCUMENT = "openapi/datagrid.yaml";
  private static final String RELEASED = "openapi/released.yaml";

  private final Path root;
  private final PrintStream out;

  SpecTool(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  /**
   * Runs a command.
   *
   * @param args the command, the directory of the project, and for an import the pages and which of
   *     differing schemas to prefer
   */
  public static void main(String[] args) {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) {
    SpecTool tool = new SpecTool(Path.of(args[1]).normalize(), out);
    switch (args[0]) {
      case "import" -> tool.importPages(paths(argument(args, 2)), Preference.of(argument(args, 3)));
      case "diff" -> tool.diff();
      case "check" -> tool.check();
      default -> throw new SpecException(args[0] + " is no command of the spec tool");
    }
  }

  /** Maven leaves out, or passes null for, what is empty. */
  private static String argument(String[] args, int index) {
    return index < args.length ? Objects.requireNonNullElse(args[index], "") : "";
  }

  private static List<Path> paths(String pages) {
    List<Path> paths =
        Arrays.stream(pages.split(","))
            .map(String::strip)
            .filter(page -> !page.isEmpty())
            .map(Path::of)
            .toList();
    if (paths.isEmpty()) {
      throw new SpecException("Name the pages to import: -Dpages=first.md,second.yaml");
    }
    return paths;
  }

  /** Puts pages into the document; it is untouched if anything is wrong with any of them. */
  void importPages(List<Path> files, Preference preference) {
    Path target = root.resolve(DOCUMENT);
    String before = read(target);
    Importer importer = new Importer(Document.parse(DOCUMENT, before), preference);
    for (Path file : files) {
      for (Page page : Page.read(file)) {
        Validation.validate(page.name(), page.text());
        importer.add(page);
      }
    }
    String after = importer.result();
    if (Yaml.load("before", before).equals(Yaml.load("after", after))) {
      out.println(target + " says all of this already: nothing changed.");
      return;
    }
    Validation.validate("openapi/datagrid.yaml with the pages", after);
    Map<String, Object> data = Yaml.load(DOCUMENT, after);
    Names.check(data, settings());
    String report =
        Report.of("the last import", Comparison.changes(before, after, settings()), true);
    write(target, after);
    out.println(target + " is changed. " + report);
    Unsupported.findings(data).forEach(out::println);
  }

  /** Tells what changed since the release. */
  void diff() {
    String released = read(root.resolve(RELEASED));
    String current = read(root.resolve(DOCUMENT));
    out.println(Report.of(RELEASED, sinceRelease(), !released.equals(current)));
    Unsupported.findings(Yaml.load(DOCUMENT, current)).forEach(out::println);
  }

  /** What every build has to know. */
  void check() {
    Map<String, Object> document = Yaml.load(DOCUMENT, read(root.resolve(DOCUMENT)));
    out.println(Coverage.report(document, settings(), root.resolve("facade/src/main/java")));
    Changelog.check(read(root.resolve("CHANGELOG.md")), sinceRelease());
  }

  private List<Change> sinceRelease() {
    return Comparison.changes(
        read(root.resolve(RELEASED)), read(root.resolve(DOCUMENT)), settings());
  }

  private GeneratorSettings settings() {
    return GeneratorSettings.read(root.resolve("pom.xml"));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SpecException("Cannot read " + file + ": " + e, e);
    }
  }

  /** At once or not at all. */
  private static void write(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new SpecException("Cannot write " + file + ": " + e, e);
    }
  }
}
