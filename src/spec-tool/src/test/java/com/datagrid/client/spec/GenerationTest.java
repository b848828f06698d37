package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was generated is generated again only if something changed. */
class GenerationTest {

  private static final Path TEMPLATES = Path.of("../../generated/src/main/templates");

  @TempDir private Path directory;

  private Path document;
  private Path templates;
  private Path model;
  private Generation generation;

  @BeforeEach
  void generate() throws IOException {
    document =
        Files.writeString(directory.resolve("openapi.yaml"), Project.resource("library.yaml"));
    templates = directory.resolve("templates");
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      for (Path file : files.toList()) {
        Files.copy(file, templates.resolve(TEMPLATES.relativize(file).toString()));
      }
    }
    Path output = directory.resolve("sources");
    model = output.resolve("java/com/datagrid/client/model/Book.java");
    generation = new Generation(document, templates, directory.resolve("normalized.yaml"), output);
    assertThat(generation.run()).isTrue();
  }

  @Test
  void nothingChanged() throws IOException {
    var written = Files.getLastModifiedTime(model);

    assertThat(generation.run()).isFalse();

    assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
  }

  @Test
  void document() throws IOException {
    Files.writeString(
        document,
        Files.readString(document).replace("Book:", "Volume:").replace("/Book'", "/Volume'"));

    assertThat(generation.run()).isTrue();

    assertThat(model).doesNotExist();
    assertThat(model.resolveSibling("Volume.java")).exists();
    assertThat(generation.run()).isFalse();
  }

  @Test
  void template() throws IOException {
    Files.writeString(templates.resolve("generatedAnnotation.mustache"), "/** Changed. */");

    assertThat(generation.run()).isTrue();

    assertThat(model).content().contains("/** Changed. */");
  }

  @Test
  void keptNames() throws IOException {
    Files.writeString(
        directory.resolve("names.yaml"), "'class #/components/schemas/Book': Volume\n");

    assertThat(generation.run()).isTrue();

    assertThat(model.resolveSibling("Volume.java")).exists();
  }

  @Test
  void whatWasGeneratedIsGone() throws IOException {
    Files.delete(model);

    assertThat(generation.run()).isTrue();

    assertThat(model).exists();
  }
}
