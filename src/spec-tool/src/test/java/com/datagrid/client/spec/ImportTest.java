package com.datagrid.client.spec;

import static com.datagrid.client.spec.Preference.EXISTING;
import static com.datagrid.client.spec.Preference.INCOMING;
import static com.datagrid.client.spec.Preference.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportTest {

  @TempDir private Path directory;

  private Project project;
  private String before;

  @BeforeEach
  void project() throws IOException {
    project = new Project(directory);
    before = project.document();
  }

  @Test
  void pageThatItCameFromChangesNothing() throws IOException {
    Path page = project.write("book.md", page(before));

    assertThat(project.importPages(NONE, page)).contains("nothing changed");

    assertThat(project.document()).isEqualTo(before);
  }

  @Test
  void wholeDocumentInAnotherStyleChangesNothing() throws IOException {
    Path json = project.write("library.json", "{" + flow(Yaml.load("library", before)) + "}");

    project.importPages(NONE, json);

    assertThat(project.document()).isEqualTo(before);
  }

  @Test
  void documentOfThisProjectIsImportedWithoutAChange() throws IOException {
    String own = Files.readString(Path.of("../../openapi/datagrid.yaml"));
    project.write("openapi/datagrid.yaml", own);

    project.importPages(NONE, project.write("own.md", page(own)));

    assertThat(project.document()).isEqualTo(own);
  }

  @Test
  void newOperationIsInsertedInOrderAndAllOtherLinesStay() throws IOException {
    Path page = project.write("list.md", Project.resource("list-books.md"));

    project.importPages(NONE, page);

    String after = project.document();
    assertThat(after.lines()).containsSubsequence(withoutBook(before).lines().toList());
    assertThat(after)
        .contains(
            """
            paths:
              # What one does with a book.
              /books:
                get:
                    tags: [Books]
            """)
        .contains("          description: The title on the cover.\n")
        .contains("      description: A book.\n")
        .contains("          example: b_1\n")
        .containsSubsequence("    Book:\n", "    BookList:\n", "    BookUpdate:\n");
    project.importPages(NONE, page);
    assertThat(project.document()).isEqualTo(after);
  }

  @Test
  void orderOfPagesDoesNotMatter() throws IOException {
    Path list = project.write("list.md", Project.resource("list-books.md"));
    Path add = project.write("add.yaml", before.replace("patch:", "put:").replace("update", "set"));
    project.importPages(NONE, list, add);
    String after = project.document();
    project.write("openapi/datagrid.yaml", before);

    project.importPages(NONE, add, list);

    assertThat(project.document()).isEqualTo(after).containsSubsequence("    put:", "    patch:");
  }

  @Test
  void differingSchemaNeedsADecision() throws IOException {
    String changed = before.replace("enum: [novel, poetry]", "enum: [novel, essay]");
    Path page = project.write("changed.md", page(changed));

    assertThatThrownBy(() -> project.importPages(NONE, page))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("components.schemas.Book in changed.md differs")
        .hasMessageMatching("(?s).*properties.genre.enum +\\[novel, poetry] +\\[essay, novel].*")
        .hasMessageContaining("-Dprefer=incoming or -Dprefer=existing");
    assertThat(project.document()).isEqualTo(before);

    project.importPages(EXISTING, page);
    assertThat(project.document()).isEqualTo(before);

    assertThat(project.importPages(INCOMING, page))
        .contains("  breaking    Book.GenreEnum has no value 'poetry' any more\n")
        .contains("  compatible  Book.GenreEnum has a new value 'essay'\n")
        .contains("Semantic version: major (before 1.0.0: minor)\n");
    assertThat(project.document()).isEqualTo(changed);
  }

  @Test
  void changedOperationReplacesTheOneAtHand() throws IOException {
    String changed = before.replace("the book as it is now", "The changed book");

    project.importPages(NONE, project.write("changed.md", page(changed)));

    assertThat(project.document()).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Just text                       | page.md has no fenced code block with OpenAPI
          {"openapi": "3.0.3", "info": {    | no fenced code block with OpenAPI
          """)
  void noPage(String text, String message) throws IOException {
    refused(project.write("page.md", text), message);
  }

  @Test
  void truncatedPage() throws IOException {
    String page = page(before);
    refused(
        project.write("page.md", page.substring(0, page.indexOf("BookUpdate:"))),
        "page.md:3 opens a code block that is never closed");
  }

  @Test
  void truncatedDocument() throws IOException {
    refused(
        project.write("a.yaml", before.substring(0, before.indexOf("components:"))),
        "unresolved reference #/components/schemas/BookUpdate");
    refused(
        project.write("a.json", "{\"openapi\": \"3.0.3\", \"paths\": {"),
        "a.json is no YAML or JSON");
  }

  @Test
  void otherDocuments() throws IOException {
    refused(project.write("a.yaml", "swagger: '2.0'\n"), "a.yaml is no OpenAPI 3.0 or 3.1");
    refused(project.write("a.yaml", "- a\n"), "a.yaml is no OpenAPI");
    refused(
        project.write("a.yaml", before.replace("in: path", "in: nowhere")),
        "a.yaml is no complete OpenAPI document");
    refused(project.root().resolve("missing.md"), "Cannot read the page");
  }

  private void refused(Path page, String message) throws IOException {
    assertThatThrownBy(() -> project.importPages(INCOMING, page))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message);
    assertThat(project.document()).isEqualTo(before);
  }

  private static String page(String document) {
    return "# A page\n\n````yaml patch /books\n" + document + "\n````\n";
  }

  private static String withoutBook(String document) {
    return document.replaceFirst("(?s)    Book:.*?(?=    BookUpdate:)", "");
  }

  /** JSON is flow style YAML, so this is what a document by another program may look like. */
  private static String flow(Object data) {
    String json = String.valueOf(json(data));
    return json.substring(1, json.length() - 1);
  }

  private static Object json(Object data) {
    if (data instanceof Map) {
      return Yaml.map(data).entrySet().stream()
          .map(entry -> json(entry.getKey()) + ": " + json(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (data instanceof List<?> list) {
      return list.stream().map(element -> String.valueOf(json(element))).toList();
    }
    if (data instanceof String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
    return data;
  }
}
