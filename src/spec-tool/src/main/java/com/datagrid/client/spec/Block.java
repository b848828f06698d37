package com.datagrid.client.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a document with the lines that it takes up. Lines are never rewritten unless what they
 * say changes, so that an import leaves all others as they are.
 */
final class Block {

  private final String key;
  private final int column;
  private final List<Block> children = new ArrayList<>();

  /** All of the lines, or those before the first child; with line ends. */
  private String text;

  /** Null if the children tell. */
  private @Nullable Object data;

  private Block(String key, int column, String text, @Nullable Object data) {
    this.key = key;
    this.column = column;
    this.text = text;
    this.data = data;
  }

  static Block leaf(String key, int column, String text, @Nullable Object data) {
    return new Block(key, column, text, data);
  }

  static Block container(String key, int column, String header) {
    return new Block(key, column, header, null);
  }

  String key() {
    return key;
  }

  @Nullable Object data() {
    return data;
  }

  List<Block> children() {
    return children;
  }

  Optional<Block> child(String key) {
    return children.stream().filter(child -> child.key.equals(key)).findFirst();
  }

  /** In the order of {@code order}, as far as those at hand are; none of them is moved. */
  void insert(Block block, Comparator<String> order) {
    int index = children.size();
    while (index > 0 && order.compare(block.key, children.get(index - 1).key) < 0) {
      index--;
    }
    children.add(index, block);
  }

  /** The blank lines and comments before the next key stay. */
  void replace(String text, @Nullable Object data) {
    this.text = text.stripTrailing() + "\n" + trail();
    this.data = data;
  }

  private String trail() {
    Deque<String> trail = new ArrayDeque<>();
    List<String> lines = text.lines().toList();
    for (int i = lines.size() - 1; i > 0; i--) {
      String line = lines.get(i);
      int indent = line.length() - line.stripLeading().length();
      if (!line.isBlank() && !(line.startsWith("#", indent) && indent <= column)) {
        break; // a comment further to the right may be a line of a text
      }
      trail.addFirst(line + "\n");
    }
    return String.join("", trail);
  }

  /** The column of the children's keys. */
  int childColumn() {
    return children.isEmpty() ? column + 2 : children.get(0).column;
  }

  int column() {
    return column;
  }

  String ownText() {
    return text;
  }

  void render(StringBuilder out) {
    out.append(text);
    children.forEach(child -> child.render(out));
  }
}
