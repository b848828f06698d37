package com.datagrid.client.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one document of several files: schemas of other files become components, and everything
 * else is put where the reference was.
 */
final class Bundle {

  /** Below these keys, what is referred to is a schema. */
  private static final Set<String> SCHEMAS =
      Set.of(
          "schema",
          "schemas",
          "items",
          "properties",
          "allOf",
          "oneOf",
          "anyOf",
          "not",
          "additionalProperties",
          "patternProperties",
          "prefixItems",
          "$defs");

  private final Map<Path, Map<String, Object>> files = new HashMap<>();

  /** By place, the name of the component that it became. */
  private final Map<String, String> names = new HashMap<>();

  private final Map<String, Object> schemas;
  private final Path main;

  private Bundle(Path main, Map<String, Object> schemas) {
    this.main = main;
    this.schemas = schemas;
  }

  /**
   * The document with all that it refers to.
   *
   * @throws SpecException if a file is missing or somewhere in the network
   */
  static Map<String, Object> of(Path file, Map<String, Object> document) {
    Path main = file.toAbsolutePath().normalize();
    Map<String, Object> components = new LinkedHashMap<>(Yaml.map(document.get("components")));
    Map<String, Object> schemas = new LinkedHashMap<>(Yaml.map(components.get("schemas")));
    Bundle bundle = new Bundle(main, schemas);
    bundle.files.put(main, document);
    Map<String, Object> result = new LinkedHashMap<>(Yaml.map(bundle.moved(document, main, "", 0)));
    if (!bundle.names.isEmpty()) {
      Map<String, Object> moved = new LinkedHashMap<>(Yaml.map(result.get("components")));
      Map<String, Object> all = new LinkedHashMap<>(Yaml.map(moved.get("schemas")));
      bundle.names.values().forEach(name -> all.put(name, schemas.get(name)));
      moved.put("schemas", all);
      result.put("components", moved);
    }
    return result;
  }

  private @Nullable Object moved(@Nullable Object data, Path file, String below, int depth) {
    if (data instanceof List<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      list.forEach(element -> result.add(moved(element, file, below, depth)));
      return result;
    }
    if (!(data instanceof Map)) {
      return data;
    }
    Map<String, Object> map = Yaml.map(data);
    if (map.get("$ref") instanceof String reference
        && (!file.equals(main) || !reference.startsWith("#"))) {
      return referred(map, reference, file, below, depth);
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            result.put(
                key,
                key.startsWith("example")
                    ? value
                    : moved(value, file, SCHEMAS.contains(below) ? below : key, depth)));
    return result;
  }

  private @Nullable Object referred(
      Map<String, Object> map, String reference, Path file, String below, int depth) {
    int hash = reference.indexOf('#');
    String path = hash < 0 ? reference : reference.substring(0, hash);
    String pointer = hash < 0 || reference.endsWith("#") ? "" : reference.substring(hash);
    Path target = path.isEmpty() ? file : sibling(file, path);
    if (target.equals(main)) {
      Map<String, Object> local = new LinkedHashMap<>(map);
      local.put("$ref", pointer);
      return local;
    }
    if (!Files.exists(target)) {
      throw new SpecException(
          "unresolved reference "
              + reference
              + ": there is no such file beside "
              + file.getFileName());
    }
    Map<String, Object> document = files.computeIfAbsent(target, Bundle::read);
    Object found = pointer.isEmpty() ? document : Refs.find(document, pointer);
    if (found == null) {
      throw new SpecException("unresolved reference " + reference + " in " + file.getFileName());
    }
    if (!SCHEMAS.contains(below)) {
      if (depth > 20) {
        throw new SpecException(reference + " in " + file.getFileName() + " refers to itself");
      }
      return moved(found, target, "", depth + 1);
    }
    Map<String, Object> local = new LinkedHashMap<>(map);
    local.put("$ref", Refs.SCHEMAS + Refs.escaped(component(target, pointer, found, below)));
    return local;
  }

  private String component(Path target, String pointer, Object found, String below) {
    String place = target + pointer;
    String known = names.get(place);
    if (known != null) {
      return known;
    }
    String last =
        pointer.isEmpty()
            ? String.valueOf(target.getFileName()).replaceFirst("\\.[^.]*$", "")
            : pointer.substring(pointer.lastIndexOf('/') + 1);
    String name = last;
    for (int i = 2; schemas.containsKey(name); i++) {
      name = last + i;
    }
    names.put(place, name);
    schemas.put(name, Map.of()); // taken, while it may refer to itself
    schemas.put(name, Objects.requireNonNull(moved(found, target, below, 0)));
    return name;
  }

  private static Path sibling(Path file, String path) {
    if (path.contains("://")) {
      throw new SpecException(
          path + " is somewhere in the network: save it beside " + file.getFileName());
    }
    return file.resolveSibling(path).toAbsolutePath().normalize();
  }

  private static Map<String, Object> read(Path file) {
    return Yaml.load(String.valueOf(file.getFileName()), SpecTool.read(file));
  }
}
