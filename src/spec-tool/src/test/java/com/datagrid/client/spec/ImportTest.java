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
import org.junit.jupiter.params.provider.ValueSource;

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
  void additionsToASchemaNeedNoDecision() throws IOException {
    String changed =
        before
            .replace("enum: [novel, poetry]", "enum: [essay, novel, poetry]")
            .replace(
                "        title:\n          type: string\n        genre",
                "        title:\n          type: string\n        pages:\n          type: integer\n"
                    + "        genre");

    assertThat(project.importPages(NONE, project.write("more.md", page(changed))))
        .contains("  compatible  Book.getPages is new\n")
        .contains("  compatible  Book.GenreEnum has a new value 'essay'\n");
    assertThat(project.document()).contains("pages:", "description: A book.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - id              | - title
          [novel, poetry]   | [novel]
          'genre:'          | 'kind:'
          example: "b_1"    | format: uuid
          """)
  void otherChangesOfASchemaDo(String from, String to) throws IOException {
    String changed = before.replace(from, to);
    assertThat(changed).isNotEqualTo(before);
    Path page = project.write("changed.md", page(changed));

    assertThatThrownBy(() -> project.importPages(NONE, page))
        .hasMessageContaining("-Dprefer=incoming or -Dprefer=existing");
  }

  @Test
  void newerPatchOfOpenApiIsNoConflict() throws IOException {
    Path newer = project.write("newer.yaml", before.replace("openapi: 3.0.3", "openapi: 3.0.4"));
    assertThat(project.importPages(NONE, newer)).contains("nothing but texts changed");
    assertThat(project.document()).contains("openapi: 3.0.4");

    Path older = project.write("older.yaml", before);
    assertThat(project.importPages(NONE, older)).contains("nothing changed");
    assertThat(project.document()).contains("openapi: 3.0.4");
  }

  @Test
  void serverOfAPageHoldsForItsOperations() throws IOException {
    String list =
        Project.resource("list-books.md").replace("library.example/v1", "lists.library.example");

    String report = project.importPages(NONE, project.write("list.md", list));

    assertThat(report)
        .contains(
            "\nunsupported: Book.listBooks: its server is https://lists.library.example, which is"
                + " not the client's base URL\n")
        .doesNotContain("breaking");
    assertThat(project.document()).contains("  - url: https://library.example/v1\n");
  }

  @Test
  void wholeDocumentReplacesTheOneAtHand() throws IOException {
    project.importPages(NONE, project.write("list.md", Project.resource("list-books.md")));
    Path whole =
        project.write("whole.yaml", before.replace("library.example/v1", "library.example/v2"));

    assertThat(project.run("import", whole.toString(), "", "true"))
        .contains("  breaking    BooksApi.listBooks is gone: Book.listBooks (GET /books)\n")
        .contains("  breaking    BookList is gone\n")
        .contains(
            "  breaking    DatagridClient.Builder.baseUrl should be https://library.example/v2");

    assertThat(project.document()).doesNotContain("BookList", "/books:").contains("/v2");
    assertThat(project.run("import", whole.toString(), "", "true")).contains("nothing changed");
    assertThatThrownBy(() -> project.run("import", whole + "," + whole, "", "true"))
        .hasMessageContaining("-Dreplace takes one whole document");
  }

  @Test
  void namesThatWouldBeAnothersAreKept() throws IOException {
    String part = "\n        author: {type: object, properties: {name: {type: string}}}";
    project.write(
        "openapi/datagrid.yaml", before.replace("[novel, poetry]", "[novel, poetry]" + part));
    String both =
        project
            .document()
            .replace(
                "    BookUpdate:\n",
                "    BookAuthor: {type: object, properties: {id: {type: string}}}\n    BookUpdate:\n");

    assertThat(project.importPages(NONE, project.write("both.yaml", both)))
        .contains("  compatible  BookAuthor2 is new\n")
        .doesNotContain("breaking");
    assertThat(project.root().resolve("openapi/names.yaml"))
        .hasContent("'class #/components/schemas/Book/properties/author': BookAuthor\n");
  }

  /** Each is written so that YAML 1.1, too, reads a text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NO",
        "on",
        "y",
        "16:9",
        "010",
        "0x1F",
        "1_000",
        "1e3",
        ".5",
        "~",
        "null",
        "true",
        "=",
        "<<",
        "2020-01-01",
        "-.inf",
        "+1"
      })
  void textsStayTexts(String text) throws IOException {
    Path json =
        project.write(
            "library.json",
            "{"
                + flow(
                    Yaml.load(
                        "library",
                        before
                            .replace("A book.", "A bound book.")
                            .replace("\"b_1\"", '"' + text + '"')))
                + "}");

    project.importPages(NONE, json);

    assertThat(project.document()).contains("example: '" + text + "'");
    assertThat(Yaml.load("after", project.document()))
        .isEqualTo(Yaml.load("json", Files.readString(json)));
  }

  @Test
  void longKeysSurvive() throws IOException {
    String path = "/books/" + "with-a-long-name/".repeat(12) + "{book_id}";

    project.importPages(
        NONE,
        project.write(
            "long.yaml", before.replace("/books/{book_id}", path).replace("Book.u", "Book.u2")));

    assertThat(project.document()).contains("\n  " + path + ":\n");
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
