package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document of the size of large vendors' is imported and compiled as one of a page is. */
class LargeDocumentTest {

  /** Set by {@code mvn -Plarge}; a tenth of the size otherwise. */
  private static final boolean FULL = Boolean.getBoolean("large.full");

  private static final int OPERATIONS = FULL ? 300 : 30;
  private static final int SCHEMAS = FULL ? 1_200 : 120;

  @TempDir private Path directory;

  @Test
  void importsAndCompiles() throws IOException {
    Project project = new Project(directory);
    Path document = project.write("large.yaml", Yaml.dump(document()));
    long start = System.nanoTime();

    String report = project.run("import", document.toString());
    GeneratedCode code = GeneratedCode.of(project);

    assertThat(report)
        .containsPattern("operations +1 +" + (OPERATIONS + 1) + "\n")
        .doesNotContain("unsupported:");
    assertThat(code.models()).hasSizeGreaterThan(SCHEMAS);
    assertThat(code.compilerMessages()).isEmpty();
    if (FULL) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(2));
    }
  }

  private static Map<String, Object> document() {
    Map<String, Object> paths = Yaml.mapping();
    for (int i = 0; i < OPERATIONS; i++) {
      paths.put("/things" + i + "/{thing_id}", Yaml.mapping("post", operation(i)));
    }
    Map<String, Object> schemas = Yaml.mapping();
    for (int i = 0; i < SCHEMAS; i++) {
      schemas.put("Thing" + i, schema(i));
    }
    return Yaml.mapping(
        "openapi",
        "3.0.3",
        "info",
        Yaml.mapping("title", "Large", "version", "1"),
        "paths",
        paths,
        "components",
        Yaml.mapping("schemas", schemas));
  }

  private static Map<String, Object> operation(int i) {
    Map<String, Object> id =
        Yaml.mapping("name", "thing_id", "in", "path", "required", true, "schema", type("string"));
    Map<String, Object> inline =
        Yaml.mapping("type", "object", "properties", Yaml.mapping("thing", thing(i)));
    return Yaml.mapping(
        "tags",
        List.of("Tag " + i % 30),
        "operationId",
        "Thing.update" + i,
        "parameters",
        List.of(id),
        "requestBody",
        Yaml.mapping("content", json(inline)),
        "responses",
        Yaml.mapping("200", Yaml.mapping("description", "ok", "content", json(thing(i * 4)))));
  }

  private static Map<String, Object> json(Object schema) {
    return Yaml.mapping("application/json", Yaml.mapping("schema", schema));
  }

  private static Map<String, Object> thing(int i) {
    return Yaml.mapping("$ref", "#/components/schemas/Thing" + i % SCHEMAS);
  }

  private static Map<String, Object> type(String type) {
    return Yaml.mapping("type", type);
  }

  private static Map<String, Object> schema(int i) {
    Map<String, Object> properties = Yaml.mapping("id", type("string"), "count", type("integer"));
    IntStream.range(0, 6).forEach(n -> properties.put("field_" + n, type("string")));
    properties.put("next", thing(i + 1));
    properties.put("others", Yaml.mapping("type", "array", "items", thing(i * 7)));
    properties.put("kind", Yaml.mapping("type", "string", "enum", List.of("a", "b")));
    List<Object> parts = new ArrayList<>(List.of(Yaml.mapping("properties", properties)));
    return i % 5 == 0
        ? Yaml.mapping("allOf", parts)
        : Yaml.mapping("type", "object", "required", List.of("id"), "properties", properties);
  }
}
