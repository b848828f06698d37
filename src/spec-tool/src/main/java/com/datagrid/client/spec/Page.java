package com.datagrid.client.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * An OpenAPI text to import.
 *
 * @param name for messages
 * @param text YAML or JSON
 */
record Page(String name, String text) {

  private static final Pattern OPENAPI =
      Pattern.compile(
          "^(---\\s)?\\s*\\{?\\s*[\"']?(openapi|swagger)[\"']?\\s*:", Pattern.MULTILINE);

  /**
   * The OpenAPI texts of a file: those in the fenced blocks of Markdown, or the whole file.
   *
   * @throws SpecException if there is none, or if a block has no end
   */
  static List<Page> read(Path file) {
    String text;
    try {
      text = Files.readString(file).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new SpecException("Cannot read the page " + file + ": " + e, e);
    }
    String name = String.valueOf(file.getFileName());
    if (name.toLowerCase(Locale.ROOT).matches(".*\\.(ya?ml|json)")) {
      return List.of(whole(name, text, file));
    }
    List<Page> pages = new ArrayList<>();
    Parser.builder()
        .includeSourceSpans(IncludeSourceSpans.BLOCKS)
        .build()
        .parse(text)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock block) {
                if (OPENAPI.matcher(block.getLiteral()).find()) {
                  pages.add(page(name, block));
                }
              }
            });
    if (pages.isEmpty()) {
      throw new SpecException(
          name
              + " has no fenced code block with OpenAPI: is it the page of an operation, and"
              + " Markdown, not HTML?");
    }
    return pages;
  }

  /** With what it refers to in other files. */
  private static Page whole(String name, String text, Path file) {
    Map<String, Object> data = Yaml.load(name, text);
    Map<String, Object> bundled = Bundle.of(file, data);
    return new Page(name, data.equals(bundled) ? text : Yaml.dump(bundled));
  }

  /** What the text says. */
  Map<String, Object> data() {
    return Yaml.load(name, text);
  }

  private static Page page(String name, FencedCodeBlock block) {
    if (block.getClosingFenceLength() == null) {
      throw new SpecException(
          name
              + ":"
              + (block.getSourceSpans().get(0).getLineIndex() + 1)
              + " opens a code block that is never closed: the page is truncated, save it again");
    }
    return new Page(name, block.getLiteral());
  }
}
