package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenameCsvTest {

  @Test
  void readsIdsAndNames() throws Exception {
    assertThat(read("connection_id,name\nc1,Sales\nc2,\"A, \"\"B\"\"\""))
        .containsExactly(new Rename(1, "c1", "Sales"), new Rename(2, "c2", "A, \"B\""));
  }

  @Test
  void takesWhatSpreadsheetsWrite() throws Exception {
    assertThat(read("\uFEFFname,owner,connection_id\r\n Vertrieb ,me, c1\r\n\r\n"))
        .containsExactly(new Rename(1, "c1", "Vertrieb"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "connection_id;c1, line 1: no column name among [connection_id]",
        "id;c1, line 1: no column connection_id among [id]",
        "connection_id|name, there is no line after the header",
        "connection_id|name;;c1|A;c2, `line 4: 1 columns, but the header has 2`",
        "connection_id|name;c1|A|B, `line 2: 3 columns, but the header has 2`",
        "connection_id|name;c1|A;c2|, line 3: column name is empty",
        "connection_id|name; |A, line 2: column connection_id is empty",
        "connection_id|name;c1|A;c2|B;c1|C, line 4: column connection_id: c1 is renamed in line 2 already",
      })
  void saysWhichLineAndColumnIsWrong(String csv, String message) {
    String text = csv.replace(';', '\n').replace('|', ',');

    assertThatThrownBy(() -> read(text)).isInstanceOf(BadCsvException.class).hasMessage(message);
  }

  @Test
  void saysWhereAQuoteWasOpened() {
    assertThatThrownBy(() -> read("connection_id,name\nc1,\"Sales\nc2,B\n"))
        .isInstanceOf(BadCsvException.class)
        .hasMessageContaining("line");
  }

  @Test
  void saysThatAColumnIsThereTwice() {
    assertThatThrownBy(() -> read("connection_id,name,name\nc1,A,B\n"))
        .isInstanceOf(BadCsvException.class)
        .hasMessageStartingWith("line 1: ")
        .hasMessageContaining("name");
  }

  @Test
  void saysThatAnEmptyFileHasNoHeader() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(BadCsvException.class)
        .hasMessageStartingWith("line 1: ");
  }

  @Test
  void saysThatTheFileIsNotUtf8() {
    byte[] latin1 = "connection_id,name\nc1,Büro\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> new RenameCsv(() -> new ByteArrayInputStream(latin1)).check())
        .isInstanceOf(BadCsvException.class)
        .hasMessage("the file is not UTF-8");
  }

  @Test
  void aFileIsKnownByAllOfItsBytes() throws Exception {
    String csv = "connection_id,name\nc1,A\n";

    assertThat(csv(csv).check()).isEqualTo(csv(csv).check());
    assertThat(csv(csv).check().rows()).isEqualTo(1);
    assertThat(csv(csv).check().sha256()).isNotEqualTo(csv(csv + "\n").check().sha256());
  }

  private static List<Rename> read(String text) throws Exception {
    RenameCsv csv = csv(text);
    List<Rename> renames = new ArrayList<>();
    RenameCsv.Checked checked = csv.check();
    try (RenameCsv.Rows rows = csv.rows()) {
      rows.forEachRemaining(renames::add);
    }
    assertThat(renames).hasSize(checked.rows());
    return renames;
  }

  private static RenameCsv csv(String text) {
    return new RenameCsv(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
