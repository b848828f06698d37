package com.datagrid.client.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a document as published one that says the same in the few words that the generator
 * needs: a class for each schema with properties, under the name that it has in Java, and no
 * question open. What cannot be said is left as {@code x-unsupported} where it is.
 */
final class Normalizer {

  /**
   * What comes of a document.
   *
   * @param document for the generator
   * @param names what each thing is called, by key
   */
  record Result(Map<String, Object> document, Map<String, NameTable.Name> names) {

    /** As YAML; the same document gives the same text. */
    String text() {
      return Yaml.dump(document);
    }
  }

  private Normalizer() {}

  /**
   * Normalizes a document.
   *
   * @param pins names that things keep, by key
   */
  static Result normalize(Map<String, Object> document, Map<String, String> pins) {
    JavaNames java = new JavaNames();
    NameTable names = new NameTable(pins);
    Schemas schemas = new Schemas(document, java, names);
    schemas.components();
    Map<String, Object> paths = new Endpoints(document, java, names, schemas).paths();
    schemas.finish();

    Map<String, Object> result = new LinkedHashMap<>();
    result.put("openapi", "3.0.3");
    result.put("info", info(document));
    result.put("servers", document.getOrDefault("servers", List.of()));
    result.put("paths", paths);
    result.put("components", Map.of("schemas", schemas.result()));
    return new Result(result, names.names());
  }

  private static Map<String, Object> info(Map<String, Object> document) {
    Map<String, Object> published = Yaml.map(document.get("info"));
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", published.getOrDefault("title", "API"));
    info.put("description", published.getOrDefault("description", ""));
    info.put("version", String.valueOf(published.getOrDefault("version", "0")));
    return info;
  }
}
