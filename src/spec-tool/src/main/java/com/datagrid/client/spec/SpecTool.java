package com.datagrid.client.spec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
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
   * @param args the command, the directory of the project, and for an import the pages, which of
   *     differing schemas to prefer, and whether the page replaces the document
   */
  public static void main(String[] args) {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) {
    if (args[0].equals("generate")) {
      new Generation(Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), Path.of(args[4])).run();
      return;
    }
    if (args[0].equals("reachability")) {
      new Reachability(Path.of(args[1]), args[2]).write();
      return;
    }
    SpecTool tool = new SpecTool(Path.of(args[1]).normalize(), out);
    switch (args[0]) {
      case "import" ->
          tool.importPages(
              paths(argument(args, 2)),
              Preference.of(argument(args, 3)),
              !argument(args, 4).isEmpty() && !argument(args, 4).equals("false"));
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

  /**
   * Puts pages into the document; it is untouched if anything is wrong with any of them.
   *
   * @param replace whether the one page is a whole document, whose operations are all there are
   */
  void importPages(List<Path> files, Preference preference, boolean replace) {
    if (replace && files.size() != 1) {
      throw new SpecException("-Dreplace takes one whole document: -Dpages=openapi.yaml");
    }
    Path target = root.resolve(DOCUMENT);
    Pins pins = Pins.beside(target);
    Version before = Version.of(DOCUMENT, read(target), pins);
    Importer importer = new Importer(Document.parse(DOCUMENT, before.text()), preference, replace);
    for (Path file : files) {
      for (Page page : Page.read(file)) {
        out.println("Reading " + page.name());
        Validation.validate(page.name(), page.data());
        importer.add(page);
      }
    }
    String text = importer.result();
    Version after = Version.of(DOCUMENT, text, pins);
    if (before.data().equals(after.data())) {
      out.println(target + " says all of this already: nothing changed.");
      return;
    }
    out.println("Comparing");
    Validation.validate("openapi/datagrid.yaml with the pages", after.data());
    Pins kept = pins.keeping(before.result().names(), after.result().names());
    if (!kept.equals(pins)) {
      after = Version.of(DOCUMENT, text, kept);
    }
    String report = Report.of("the last import", Comparison.changes(before, after), true);
    write(target, text);
    kept.write(target);
    out.println(target + " is changed. " + report);
    out.println(Summary.table(before, after, facade()));
    Unsupported.findings(after.normalized()).forEach(out::println);
  }

  /** Tells what changed since the release. */
  void diff() {
    Version released = version(RELEASED);
    Version current = version(DOCUMENT);
    out.println(
        Report.of(
            RELEASED,
            Comparison.changes(released, current),
            !released.text().equals(current.text())));
    Unsupported.findings(current.normalized()).forEach(out::println);
  }

  /** What every build has to know. */
  void check() {
    Version current = version(DOCUMENT);
    out.println(Coverage.of(current.normalized(), facade()).report());
    Changelog.check(
        read(root.resolve("CHANGELOG.md")), Comparison.changes(version(RELEASED), current));
  }

  private Version version(String file) {
    Path path = root.resolve(file);
    return Version.of(file, read(path), Pins.beside(root.resolve(DOCUMENT)));
  }

  private Path facade() {
    return root.resolve("facade/src/main/java");
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SpecException("Cannot read " + file + ": " + e, e);
    }
  }

  /** At once or not at all. */
  static void write(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new SpecException("Cannot write " + file + ": " + e, e);
    }
  }
}
