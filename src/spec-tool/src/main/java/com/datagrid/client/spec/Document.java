package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An OpenAPI document as blocks of lines: one for each operation, each component and whatever else
 * is at the top.
 */
final class Document {

  private final Block root;

  private Document(Block root) {
    this.root = root;
  }

  /**
   * Parses YAML or JSON.
   *
   * @throws SpecException if it is neither
   */
  static Document parse(String name, String text) {
    Map<String, Object> data = Yaml.load(name, text);
    String lines = text.endsWith("\n") ? text : text + "\n";
    Document document = split(lines, data);
    if (document == null) { // JSON, or YAML in the style of JSON: there are no lines to keep
      document = split(Yaml.dump(data), data);
    }
    if (document == null) {
      throw new SpecException(name + " has no keys: is it an OpenAPI document?");
    }
    return document;
  }

  Block root() {
    return root;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    root.render(out);
    return out.toString();
  }

  /** The blocks that hold data, each with the keys that lead to it. */
  void forEachLeaf(BiConsumer<List<String>, Block> action) {
    forEachLeaf(List.of(), root, action);
  }

  private static void forEachLeaf(
      List<String> at, Block block, BiConsumer<List<String>, Block> action) {
    for (Block child : block.children()) {
      List<String> keys = new ArrayList<>(at);
      keys.add(child.key());
      if (isContainer(keys)) {
        forEachLeaf(keys, child, action);
      } else {
        action.accept(List.copyOf(keys), child);
      }
    }
  }

  /** Whether the parts of what is there are imported one by one. */
  static boolean isContainer(List<String> keys) {
    return switch (keys.size()) {
      case 0 -> true;
      case 1 -> keys.get(0).equals("paths") || keys.get(0).equals("components");
      case 2 ->
          keys.get(0).equals("components")
              || (keys.get(0).equals("paths") && keys.get(1).startsWith("/"));
      default -> false;
    };
  }

  /** Removes blocks that hold data, and what then holds none. */
  void removeLeaves(Predicate<List<String>> which) {
    removeLeaves(List.of(), root, which);
  }

  private static void removeLeaves(List<String> at, Block block, Predicate<List<String>> which) {
    block
        .children()
        .removeIf(
            child -> {
              List<String> keys = new ArrayList<>(at);
              keys.add(child.key());
              if (!isContainer(keys)) {
                return which.test(keys);
              }
              removeLeaves(keys, child, which);
              return keys.size() > 1 && child.children().isEmpty();
            });
  }

  // From text to blocks.

  /** Null if a container is not written as one line or more for each of its keys. */
  private static @Nullable Document split(String text, Map<String, Object> data) {
    List<String> lines = text.lines().map(line -> line + "\n").toList();
    Node node =
        new Compose(Yaml.READING)
            .composeString(text)
            .orElseThrow(() -> new IllegalStateException("loaded, but not composed"));
    Block root = container("", -2, lines, 0, lines.size(), node, List.of(), data);
    return root == null ? null : new Document(root);
  }

  private static @Nullable Block container(
      String key,
      int column,
      List<String> lines,
      int start,
      int end,
      Node node,
      List<String> at,
      Map<String, Object> data) {
    if (!(node instanceof MappingNode mapping)) {
      return null;
    }
    if (mapping.getValue().isEmpty() && !at.isEmpty()) {
      return Block.container(key, column, Yaml.keyLine(key, column));
    }
    Map<NodeTuple, Integer> starts = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      starts.put(tuple, line(tuple.getKeyNode()));
    }
    List<Integer> bounds = new ArrayList<>(starts.values());
    bounds.add(end);
    if (mapping.getFlowStyle() != FlowStyle.BLOCK || (!at.isEmpty() && bounds.get(0) <= start)) {
      return null;
    }
    Block block =
        Block.container(key, column, String.join("", lines.subList(start, bounds.get(0))));
    int index = 0;
    for (NodeTuple tuple : starts.keySet()) {
      Block child = child(tuple, lines, bounds.get(index), bounds.get(index + 1), at, data);
      if (child == null) {
        return null;
      }
      block.children().add(child);
      index++;
    }
    return block;
  }

  private static @Nullable Block child(
      NodeTuple tuple,
      List<String> lines,
      int start,
      int end,
      List<String> at,
      Map<String, Object> data) {
    String key = ((ScalarNode) tuple.getKeyNode()).getValue();
    int column = indent(lines.get(line(tuple.getKeyNode())));
    Object value = data.get(key);
    List<String> keys = new ArrayList<>(at);
    keys.add(key);
    if (isContainer(keys) && value instanceof Map) {
      return container(key, column, lines, start, end, tuple.getValueNode(), keys, Yaml.map(value));
    }
    return Block.leaf(key, column, String.join("", lines.subList(start, end)), value);
  }

  private static int line(Node node) {
    return node.getStartMark().orElseThrow().getLine();
  }

  /** Where a key begins, or the question mark before it. */
  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
