package com.datagrid.client.spec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** The commands of the tool; Maven profiles run them. */
final class SpecTool {

  private final Path root;
  private final PrintStream out;

  SpecTool(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  /**
   * Runs a command.
   *
   * @param args the command and the directory of the project
   */
  public static void main(String[] args) {
    Properties properties = System.getProperties();
    SpecTool tool = new SpecTool(Path.of(args[1]).normalize(), System.out);
    switch (args[0]) {
      case "import" ->
          tool.importPages(
              paths(properties.getProperty("pages", "")),
              Preference.of(properties.getProperty("prefer", "")));
      default -> throw new SpecException(args[0] + " is no command of the spec tool");
    }
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
    Path target = root.resolve("openapi/datagrid.yaml");
    String before = read(target);
    Importer importer = new Importer(Document.parse("openapi/datagrid.yaml", before), preference);
    for (Path file : files) {
      for (Page page : Page.read(file)) {
        Validation.validate(page.name(), page.text());
        importer.add(page);
      }
    }
    String after = importer.result();
    if (Yaml.load("before", before).equals(Yaml.load("after", after))) {
      out.println("openapi/datagrid.yaml says all of this already: nothing changed.");
      return;
    }
    Validation.validate("openapi/datagrid.yaml with the pages", after);
    Names.check(Yaml.load("after", after), GeneratorSettings.read(root.resolve("pom.xml")));
    write(target, after);
    out.println("openapi/datagrid.yaml is changed.");
  }

  private static String read(Path file) {
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
