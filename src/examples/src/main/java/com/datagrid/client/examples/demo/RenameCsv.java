package com.datagrid.client.examples.demo;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Reads renames from CSV with the columns {@code connection_id} and {@code name}, in any order and
 * among others. All of it is checked before the first is given out, so that a mistake in the last
 * line does not leave half of the work done.
 */
final class RenameCsv {

  private static final String ID = "connection_id";
  private static final String NAME = "name";
  private static final char BYTE_ORDER_MARK = '\uFEFF'; // as Excel writes it
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setIgnoreSurroundingSpaces(true)
          .get();

  private final CSVParser parser;
  private final Map<String, Long> lineById = new HashMap<>();

  private RenameCsv(CSVParser parser) {
    this.parser = parser;
  }

  /**
   * All renames in the order of the file, at least one.
   *
   * @throws BadCsvException if there is none, or one that cannot be
   * @throws IOException if reading fails
   */
  static List<Rename> read(Reader source) throws BadCsvException, IOException {
    try (CSVParser parser = FORMAT.parse(withoutByteOrderMark(source))) {
      return new RenameCsv(parser).read();
    } catch (CharacterCodingException e) {
      throw new BadCsvException("the file is not UTF-8", e);
    } catch (IllegalArgumentException e) { // of the header
      throw new BadCsvException("line 1: " + e.getMessage(), e);
    }
  }

  private List<Rename> read() throws BadCsvException, IOException {
    for (String column : List.of(ID, NAME)) {
      if (!parser.getHeaderNames().contains(column)) {
        throw new BadCsvException(
            "line 1: no column " + column + " among " + parser.getHeaderNames(), null);
      }
    }
    List<Rename> renames = new ArrayList<>();
    try {
      for (CSVRecord row : parser) {
        renames.add(rename(row));
      }
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof CharacterCodingException) {
        throw cause;
      }
      throw new BadCsvException(cause.getMessage(), e); // a quote that is never closed, say
    }
    if (renames.isEmpty()) {
      throw new BadCsvException("there is no line after the header", null);
    }
    return renames;
  }

  private Rename rename(CSVRecord row) throws BadCsvException {
    if (!row.isConsistent()) {
      throw bad(row.size() + " columns, but the header has " + parser.getHeaderNames().size());
    }
    for (String column : List.of(ID, NAME)) {
      if (row.get(column).isBlank()) {
        throw bad("column " + column + " is empty");
      }
    }
    String id = row.get(ID);
    Long earlier = lineById.put(id, parser.getCurrentLineNumber());
    if (earlier != null) {
      throw bad("column " + ID + ": " + id + " is renamed in line " + earlier + " already");
    }
    return new Rename(id, row.get(NAME));
  }

  private BadCsvException bad(String problem) {
    return new BadCsvException("line " + parser.getCurrentLineNumber() + ": " + problem, null);
  }

  private static Reader withoutByteOrderMark(Reader source) throws IOException {
    PushbackReader reader = new PushbackReader(source);
    int first = reader.read();
    if (first != BYTE_ORDER_MARK && first != -1) {
      reader.unread(first);
    }
    return reader;
  }
}
