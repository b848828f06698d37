package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  @TempDir private Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = folder.resolve("my.csv.journal");
  }

  @Test
  void knowsWhatEarlierRunsHaveDone() throws Exception {
    try (Journal journal = Journal.open(path, "abc")) {
      journal.sent(1);
      journal.sent(2);
      journal.sent(2); // a retry
      journal.renamed(1);
      journal.failed(3);
      journal.sent(4);
      journal.unsent(4);
    }

    assertThat(Files.readString(path)).isEqualTo("datagrid-rename abc\nS1\nS2\nR1\nF3\nS4\nU4\n");
    try (Journal journal = Journal.open(path, "abc")) {
      assertThat(journal.isOver(1)).isTrue();
      assertThat(journal.isOver(2)).isFalse();
      assertThat(journal.isSent(2)).isTrue();
      assertThat(journal.isFailed(3)).isTrue();
      assertThat(journal.isSent(4)).isFalse();
      assertThat(journal.overCount()).isEqualTo(2);
      journal.renamed(2);
    }
    assertThat(Files.readString(path)).endsWith("U4\nR2\n");
  }

  /** R1 of R12, say, is another row. */
  @ParameterizedTest
  @ValueSource(strings = {"R", "R1", "S"})
  void aLineWithoutItsEndIsNone(String torn) throws Exception {
    Files.writeString(path, "datagrid-rename abc\nS12\n" + torn);

    try (Journal journal = Journal.open(path, "abc")) {
      assertThat(journal.isOver(1)).isFalse();
      assertThat(journal.isSent(12)).isTrue();
      journal.renamed(12);
    }
    assertThat(Files.readString(path)).isEqualTo("datagrid-rename abc\nS12\nR12\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data", "datagrid-rename abc", "datagrid-rename abc\n"})
  void aBeginningIsNothingDone(String beginning) throws Exception {
    Files.writeString(path, beginning);

    try (Journal journal = Journal.open(path, "abc")) {
      journal.sent(1);
    }
    assertThat(Files.readString(path)).isEqualTo("datagrid-rename abc\nS1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"datagrid-rename xyz\nR1\n", "connection_id,name\n"})
  void anotherFilesIsRefused(String text) throws Exception {
    Files.writeString(path, text);

    assertThatThrownBy(() -> Journal.open(path, "abc"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("my.csv.journal is of another file");
    assertThat(path).hasContent(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X1", "Rx", "1", ""})
  void whatIsNoJournalIsRefused(String line) throws Exception {
    Files.writeString(path, "datagrid-rename abc\n" + line + "\nR1\n");

    assertThatThrownBy(() -> Journal.open(path, "abc"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("my.csv.journal is no journal");
  }

  @Test
  void oneRunAtATime() throws Exception {
    try (Journal journal = Journal.open(path, "abc")) {
      journal.sent(1);
      assertThatThrownBy(() -> Journal.open(path, "abc"))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("another run");
    }
  }

  @Test
  void aReportKeepsWhatTheJournalKnows() throws Exception {
    Path file = folder.resolve("my.csv.failed.csv");
    try (FailureReport report = FailureReport.open(file, row -> true)) {
      report.add(new Rename(7, "c7", "a, \"b\""), "404: none");
      report.add(new Rename(8, "c8", "c\nd"), "404");
    }
    Files.writeString(
        file, Files.readString(file) + "c9,\"torn"); // and the journal does not know of it

    try (FailureReport report = FailureReport.open(file, row -> row == 7)) {
      report.add(new Rename(9, "c9", "e"), "500");
    }

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "connection_id,name,row,error", "c7,\"a, \"\"b\"\"\",7,404: none", "c9,e,9,500");
  }
}
