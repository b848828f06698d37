package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a document has is called, and comes back whole, unless the import reported it. */
class DocumentsOverHttpTest {

  /** Others by {@code -Ddocuments=..}. */
  private static final Path DOCUMENTS =
      Path.of(
          System.getProperty(
              "documents", "../spec-tool/src/test/resources/com/datagrid/client/spec/documents"));

  @TempDir private Path directory;

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(DOCUMENTS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyOperationIsCalledOrReported(Path document) throws Exception {
    try (DocumentCalls calls = new DocumentCalls(directory, document)) {
      Map<String, List<String>> problems = calls.problems();
      calls.unsupported().forEach(line -> problems.remove(line.split(": ", 3)[1]));
      assertThat(problems).isEmpty();
    }
  }
}
