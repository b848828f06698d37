package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents of all kinds are imported into this project's own, and what comes of it compiles: what
 * they say of operations that work, and of those that do not ({@code x-unsupported}).
 */
class DocumentsTest {

  private static final Path DOCUMENTS =
      Path.of("src/test/resources/com/datagrid/client/spec/documents");

  private static final Path OWN = Path.of("../../openapi/datagrid.yaml");

  private static GeneratedCode own;

  @TempDir private Path directory;

  private Project project;

  @BeforeAll
  static void generateOwn(@TempDir Path directory) throws IOException {
    Project project = new Project(directory);
    project.write("openapi/datagrid.yaml", Files.readString(OWN));
    own = GeneratedCode.of(project);
  }

  @BeforeEach
  void project() throws IOException {
    project = new Project(directory);
    project.write("openapi/datagrid.yaml", Files.readString(OWN));
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(DOCUMENTS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void compiles(Path document) throws IOException {
    String report = project.run("import", document.toString());

    GeneratedCode after = GeneratedCode.of(project);
    assertThat(after.compilerMessages()).isEmpty();
    assertThat(report).doesNotContain("breaking");
    assertThat(operations(project.document()))
        .containsAll(operations(Page.read(document).get(0).text()));
    for (String model : own.models()) {
      assertThat(after.source(model)).isEqualTo(own.source(model));
    }
    assertThat(report.lines().filter(line -> line.startsWith("unsupported:")))
        .containsExactlyElementsOf(unsupported(document));
    assertThat(project.run("import", document.toString())).contains("nothing changed");
  }

  private static List<String> operations(String document) {
    return Operation.all(Yaml.load("document", document)).stream().map(Operation::name).toList();
  }

  private static List<String> unsupported(Path document) throws IOException {
    return Yaml.list(
            Yaml.load(document.toString(), Files.readString(document)).get("x-unsupported"))
        .stream()
        .map(String::valueOf)
        .toList();
  }

  @Test
  void severalFiles() throws IOException {
    String report = project.run("import", DOCUMENTS.resolve("files/openapi.yaml").toString());

    assertThat(report)
        .contains("AnimalsApi.getAnimal is new", "AnimalsApi.listAnimals is new")
        .doesNotContain("unsupported:");
    GeneratedCode code = GeneratedCode.of(project);
    assertThat(code.compilerMessages()).isEmpty();
    assertThat(code.source("Animal.java")).contains("private Keeper keeper", "private Animal next");
  }
}
