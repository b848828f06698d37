package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what pages say into a document, one page after the other. */
final class Importer {

  private final Document document;

  /** Sections of which nothing depends on the words. */
  private static final Set<String> TEXTS =
      Set.of("info", "externalDocs", "webhooks", "jsonSchemaDialect");

  private static final Comparator<String> VERSIONS =
      Comparator.comparing(
          version -> Arrays.stream(version.split("\\D+")).mapToInt(Integer::parseInt).toArray(),
          Arrays::compare);

  private final Preference preference;
  private final boolean replace;
  private final Map<List<String>, Block> originals = new HashMap<>();
  private final List<String> conflicts = new ArrayList<>();

  /**
   * Into a document.
   *
   * @param replace whether what the incoming one does not have is removed
   */
  Importer(Document document, Preference preference, boolean replace) {
    this.document = document;
    this.replace = replace;
    this.preference = preference;
    document.forEachLeaf(
        (keys, block) ->
            originals.put(
                keys, Block.leaf(block.key(), block.column(), block.ownText(), block.data())));
  }

  void add(Page page) {
    Document incoming = Document.parse(page.name(), page.text());
    Map<String, Object> own = ownAccess(page.data());
    Set<List<String>> said = new HashSet<>();
    incoming.forEachLeaf(
        (keys, block) -> {
          if (!own.containsKey(keys.get(0))) {
            add(page.name(), keys, withAccess(keys, block, own));
          }
          said.add(keys);
        });
    if (replace) {
      document.removeLeaves(keys -> keys.size() > 1 && !said.contains(keys));
    }
  }

  /** Servers and security of a page that are not the document's hold for its operations alone. */
  private Map<String, Object> ownAccess(Map<String, Object> page) {
    Map<String, Object> own = new LinkedHashMap<>();
    if (preference == Preference.NONE && !replace) {
      for (String key : List.of("servers", "security")) {
        Object existing = document.root().child(key).map(Block::data).orElse(null);
        Object incoming = page.get(key);
        if (existing != null
            && incoming != null
            && !Objects.equals(Texts.structure(existing), Texts.structure(incoming))) {
          own.put(key, incoming);
        }
      }
    }
    return own;
  }

  private static Block withAccess(List<String> keys, Block block, Map<String, Object> own) {
    boolean operation =
        keys.size() == 3 && keys.get(0).equals("paths") && block.data() instanceof Map;
    if (own.isEmpty() || !operation) {
      return block;
    }
    Map<String, Object> data = new LinkedHashMap<>(Yaml.map(block.data()));
    own.forEach(data::putIfAbsent);
    return Block.leaf(block.key(), block.column(), dump(block.key(), block.column(), data), data);
  }

  /**
   * The document with all the pages in it.
   *
   * @throws SpecException if schemas differ, and the user did not say which to take
   */
  String result() {
    if (!conflicts.isEmpty()) {
      throw new SpecException(
          String.join("\n", conflicts)
              + "\nSay which to take with -Dprefer=incoming or -Dprefer=existing; nothing was changed.");
    }
    return document.text();
  }

  private void add(String page, List<String> keys, Block incoming) {
    Block parent = parent(keys);
    Block existing = parent.child(incoming.key()).orElse(null);
    if (existing == null) {
      int column = parent.childColumn();
      Comparator<String> order = order(keys);
      parent.insert(
          Block.leaf(incoming.key(), column, text(incoming, column), incoming.data()), order);
      return;
    }
    Object data = merged(page, keys, existing.data(), incoming.data());
    if (Objects.equals(data, existing.data())) {
      return;
    }
    Block original = originals.get(keys);
    if (original != null && Objects.equals(data, original.data())) {
      existing.replace(original.ownText(), data);
    } else if (Objects.equals(data, incoming.data())) {
      existing.replace(text(incoming, existing.column()), data);
    } else {
      existing.replace(dump(existing.key(), existing.column(), data), data);
    }
  }

  private @Nullable Object merged(
      String page, List<String> keys, @Nullable Object existing, @Nullable Object incoming) {
    String section = keys.get(0);
    if (section.equals("paths") || section.startsWith("x-")) {
      return incoming; // what an operation is, its page says
    }
    if (section.equals("openapi")) {
      String ours = String.valueOf(existing);
      String theirs = String.valueOf(incoming);
      return VERSIONS.compare(theirs, ours) > 0 ? theirs : ours;
    }
    if (section.equals("tags")) {
      return tags(existing, incoming);
    }
    if (TEXTS.contains(section)
        || Objects.equals(Texts.structure(existing), Texts.structure(incoming))) {
      return Texts.merge(existing, incoming);
    }
    if (preference == Preference.NONE && Additions.only(existing, incoming)) {
      return Texts.merge(existing, incoming);
    }
    if (preference == Preference.NONE && !replace) {
      conflicts.add(
          String.join(".", keys)
              + " in "
              + page
              + " differs from the one at hand:\n"
              + SideBySide.table(existing, incoming));
    }
    return replace || preference == Preference.INCOMING ? incoming : existing;
  }

  /** A page knows only the tags of its own. */
  private static List<?> tags(@Nullable Object existing, @Nullable Object incoming) {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Object tag : Yaml.list(existing)) {
      byName.put(String.valueOf(Yaml.map(tag).get("name")), tag);
    }
    for (Object tag : Yaml.list(incoming)) {
      byName.merge(
          String.valueOf(Yaml.map(tag).get("name")),
          tag,
          (ours, theirs) -> Objects.requireNonNull(Texts.merge(ours, theirs)));
    }
    return List.copyOf(byName.values());
  }

  /** The block that is to hold it, made if need be. */
  private Block parent(List<String> keys) {
    Block parent = document.root();
    for (int depth = 1; depth < keys.size(); depth++) {
      String key = keys.get(depth - 1);
      Block child = parent.child(key).orElse(null);
      if (child == null) {
        int column = parent.childColumn();
        child = Block.container(key, column, Yaml.keyLine(key, column));
        parent.insert(child, order(keys.subList(0, depth)));
      }
      parent = child;
    }
    return parent;
  }

  private static Comparator<String> order(List<String> keys) {
    if (keys.size() == 1) {
      return Order.TOP;
    }
    return keys.size() == 3 && keys.get(0).equals("paths") ? Order.PATH_ITEM : Order.ALPHABET;
  }

  // From data to lines.

  /** The lines of the page, moved to the column, or written anew if they do not stand alone. */
  private static String text(Block block, int column) {
    int shift = column - block.column();
    String moved =
        block
            .ownText()
            .stripTrailing()
            .lines()
            .map(line -> line.isBlank() ? line : shifted(line, shift))
            .collect(Collectors.joining("\n", "", "\n"));
    return says(moved, block.key(), block.data()) ? moved : dump(block.key(), column, block.data());
  }

  private static String shifted(String line, int shift) {
    if (shift >= 0) {
      return " ".repeat(shift) + line;
    }
    int indent = line.length() - line.stripLeading().length();
    return line.substring(Math.min(-shift, indent));
  }

  private static boolean says(String text, String key, @Nullable Object data) {
    try {
      Map<String, Object> found = Yaml.load(key, text);
      return found.size() == 1 && Objects.equals(found.get(key), data);
    } catch (SpecException e) {
      return false; // an anchor is elsewhere
    }
  }

  private static String dump(String key, int column, @Nullable Object data) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put(key, data);
    return Yaml.dump(entry)
        .lines()
        .map(line -> line.isBlank() ? line : shifted(line, column))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
