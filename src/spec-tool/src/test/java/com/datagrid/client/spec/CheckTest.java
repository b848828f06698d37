package com.datagrid.client.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Project project;
  private SpecTool tool;

  @BeforeEach
  void project() throws IOException {
    project = new Project(directory);
    tool = new SpecTool(directory, new PrintStream(printed, true, UTF_8));
    Files.createDirectories(directory.resolve("facade/src/main/java"));
  }

  @Test
  void whatTheFacadeCovers() throws IOException {
    tool.check();
    assertThat(printed())
        .isEqualTo(
            "facade covers 0 of 1 operations; only through api(..):\n  BooksApi.updateBook\n");

    project.write(
        "facade/src/main/java/BooksFacade.java",
        "import com.datagrid.client.api.BooksApi;\nclass BooksFacade { { api.updateBook(1); } }");
    tool.check();
    assertThat(printed()).isEqualTo("facade covers 1 of 1 operations\n");
  }

  @Test
  void breakingChangeNeedsAnEntryInTheChangelog() throws IOException {
    project.write("openapi/datagrid.yaml", project.document().replace("genre:", "kind:"));

    assertThatThrownBy(tool::check)
        .isInstanceOf(SpecException.class)
        .hasMessageEndingWith("- **Breaking:** `Book.getGenre` is gone.");

    project.write("CHANGELOG.md", "## [Unreleased]\n## [1.0.0]\n- **Breaking:** `Book.getGenre`\n");
    assertThatThrownBy(tool::check).isInstanceOf(SpecException.class);

    project.write(
        "CHANGELOG.md", "## [Unreleased]\n- **Breaking:** `Book.getGenre` is `getKind`\n");
    tool.check();
  }

  @Test
  void changesSinceTheRelease() throws IOException {
    tool.diff();
    assertThat(printed()).contains("since openapi/released.yaml:\n  nothing changed\n");

    project.write("openapi/datagrid.yaml", project.document().replace("[novel,", "[essay, novel,"));
    tool.diff();
    assertThat(printed())
        .contains("  compatible  Book.GenreEnum has a new value 'essay'\nSemantic version: minor");
  }

  private String printed() {
    String text = printed.toString(UTF_8).replace("\r", "");
    printed.reset();
    return text;
  }
}
