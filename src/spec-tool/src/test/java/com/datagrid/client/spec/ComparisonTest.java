package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  private static final Pins NO_PINS = new Pins(Map.of());

  private String before = "";

  @BeforeEach
  void document() throws IOException {
    before = Project.resource("library.yaml");
  }

  @Test
  void nothing() {
    assertThat(changes(before)).isEmpty();
    assertThat(changes(before.replace("A book.", "A bound book."))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Book.updateBook          | Book.changeBook             | breaking    BooksApi.updateBook is now BooksApi.changeBook
          - Books                  | - Works                     | breaking    BooksApi.updateBook is now WorksApi.updateBook
          patch:                   | put:                        | compatible  BooksApi.updateBook sends another request: Book.updateBook (PUT /books/{book_id})
          schemas/BookUpdate       | schemas/Book                | breaking    BooksApi.updateBook takes (String, Book) instead of (String, BookUpdate)
          [novel, poetry]          | [novel, poetry, essay]      | compatible  Book.GenreEnum has a new value 'essay'
          [novel, poetry]          | [novel]                     | breaking    Book.GenreEnum has no value 'poetry' any more
          'genre:'                 | 'kind:'                     | breaking    Book.getGenre is gone
          'genre:'                 | 'kind:'                     | compatible  Book.getKind is new
          '      required:\\n        - id\\n' | ''               | breaking    Book.getId may be null now
          '        - id\\n'         | '        - id\\n        - title\\n' | compatible  Book.getTitle is never null now
          """)
  void oneChange(String from, String to, String change) {
    String after = before.replace(unescaped(from), unescaped(to));

    assertThat(after).isNotEqualTo(before);
    assertThat(changes(after)).contains(change);
  }

  @Test
  void otherType() {
    String after =
        before.replace(
            "        title:\n          type: string\n        genre",
            "        title:\n          type: integer\n        genre");

    assertThat(changes(after))
        .containsExactly("breaking    Book.getTitle returns Long instead of String");
  }

  @Test
  void whatRequestsMustSet() {
    String after =
        before.replace(
            "    BookUpdate:\n      type: object\n",
            "    BookUpdate:\n      type: object\n      required: [title]\n");

    assertThat(changes(after))
        .containsExactly("breaking    BookUpdate.getTitle must be set in requests now");
  }

  @Test
  void newParameterChangesTheMethod() {
    String after =
        before.replace(
            "      requestBody:",
            "        - {name: dry_run, in: query, schema: {type: boolean}}\n      requestBody:");

    assertThat(changes(after))
        .containsExactly(
            "breaking    BooksApi.updateBook takes (String, BookUpdate, @Nullable Boolean dryRun)"
                + " instead of (String, BookUpdate)");
  }

  @Test
  void newAndRemovedOperations() throws IOException {
    String both =
        before.replace(
            "paths:\n",
            """
            paths:
              /authors:
                get:
                  operationId: Author.listAuthors
                  responses:
                    '204': {description: None}
            """);

    assertThat(changes(both))
        .containsExactly(
            "compatible  DefaultApi.listAuthors is new: Author.listAuthors (GET /authors)");
    assertThat(changes(both, before))
        .containsExactly(
            "breaking    DefaultApi.listAuthors is gone: Author.listAuthors (GET /authors)");
  }

  @Test
  void whatOnlyTheServerKnows() {
    String after =
        before.replace(
            "          schema:\n            type: string\n      requestBody",
            "          schema:\n            type: string\n            maxLength: 3\n      requestBody");

    assertThat(changes(after))
        .containsExactly("breaking    BooksApi.updateBook takes bookId with maxLength 3 now");
  }

  @Test
  void oneBreakingChangeHidesNoOther() {
    String two =
        before.replace(
            "paths:\n",
            """
            paths:
              /authors:
                get:
                  operationId: Author.listAuthors
                  responses:
                    '204': {description: None}
            """);
    String after =
        two.replace(
                "            type: string\n      req",
                "            type: string\n            maxLength: 3\n      req")
            .replace("listAuthors", "findAuthors");

    assertThat(changes(two, after))
        .containsExactly(
            "breaking    DefaultApi.listAuthors is now DefaultApi.findAuthors",
            "breaking    BooksApi.updateBook takes bookId with maxLength 3 now");
  }

  @Test
  void bodiesWithoutAName() {
    String inline =
        before
            .replace(
                "$ref: '#/components/schemas/BookUpdate'",
                "{type: object, properties: {title: {type: string}, year: {type: integer}}}")
            .replace(
                "$ref: '#/components/schemas/Book'",
                "{type: object, properties: {id: {type: string}}}");
    String after =
        inline.replace(", year: {type: integer}", "").replace("{id: {type: string}}", "{id: {}}");

    assertThat(changes(inline, after))
        .containsExactly(
            "breaking    UpdateBookRequest.getYear is gone",
            "breaking    UpdateBookResponse.getId returns Object instead of String");
  }

  @Test
  void versions() {
    Change breaking = Change.breaking("A.b", "is gone");
    Change compatible = Change.compatible("A.c", "is new");

    assertThat(Report.of("1.0.0", List.of(breaking, compatible), true))
        .isEqualTo(
            """
            For Java users, since 1.0.0:
              breaking    A.b is gone
              compatible  A.c is new
            Semantic version: major (before 1.0.0: minor)""");
    assertThat(Report.of("1.0.0", List.of(compatible), true))
        .endsWith(": minor (before 1.0.0: patch)");
    assertThat(Report.of("1.0.0", List.of(), true))
        .endsWith("but texts changed\nSemantic version: patch");
    assertThat(Report.of("1.0.0", List.of(), false))
        .endsWith("nothing changed\nSemantic version: the same");
  }

  private List<String> changes(String after) {
    return changes(before, after);
  }

  private static List<String> changes(String before, String after) {
    Version old = Version.of("before", before, NO_PINS);
    return Comparison.changes(old, Version.of("after", after, NO_PINS)).stream()
        .map(Change::toString)
        .toList();
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }
}
