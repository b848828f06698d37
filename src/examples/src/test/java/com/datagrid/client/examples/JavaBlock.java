package com.datagrid.client.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fenced {@code java} block of the README or of a page in {@code docs}.
 *
 * @param page its file
 * @param line of the opening fence
 * @param code between the fences
 */
record JavaBlock(String page, int line, String code) {

  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:(?:public|final|abstract) )*(?:class|interface|record|enum) (\\w+)",
          Pattern.MULTILINE);

  /** All of them, page by page, in order. */
  static List<JavaBlock> ofAllPages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(root().resolve("README.md")));
    try (Stream<Path> docs = Files.walk(root().resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<JavaBlock> blocks = new ArrayList<>();
    for (Path page : pages) {
      blocks.addAll(of(root().relativize(page).toString(), Files.readAllLines(page)));
    }
    return blocks;
  }

  /** The root of the repository; Surefire says where this module is, an IDE starts in it. */
  static Path root() {
    return Path.of(System.getProperty("basedir", "")).resolve("../..").toAbsolutePath().normalize();
  }

  static List<JavaBlock> of(String page, List<String> lines) {
    List<JavaBlock> blocks = new ArrayList<>();
    int opening = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (opening < 0 && line.equals("```java")) {
        opening = i;
      } else if (opening >= 0 && line.equals("```")) {
        blocks.add(
            new JavaBlock(page, opening + 1, String.join("\n", lines.subList(opening + 1, i))));
        opening = -1;
      }
    }
    if (opening >= 0) {
      throw new IllegalArgumentException(
          page + ", line " + (opening + 1) + ": block is never closed");
    }
    return blocks;
  }

  /** The class that the block declares first, or the one that {@link #source} puts around it. */
  String className() {
    Matcher type = TYPE.matcher(code);
    return type.find() ? type.group(1) : "Line" + line;
  }

  /**
   * A source file. What is no class becomes the body of a method, with a {@code client} at hand as
   * readers have one by then; imports stay on top.
   */
  String source() {
    if (TYPE.matcher(code).find()) {
      return code;
    }
    String body = code.lines().filter(line -> !isImport(line)).collect(Collectors.joining("\n"));
    String imports = code.lines().filter(JavaBlock::isImport).collect(Collectors.joining("\n"));
    return """
        %s
        class %s {
          com.datagrid.client.DatagridClient client;
          void run() throws Exception {
        %s
          }
        }
        """
        .formatted(imports, className(), body);
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }
}
