package com.datagrid.client.examples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Renames from CSV with the columns {@code connection_id} and {@code name}, in any order and among
 * others. The file is read twice: all of it is checked before the first row is given out, so that a
 * mistake in the last line does not leave half of the work done, and then one row after another, so
 * that its size does not matter.
 */
final class RenameCsv {

  /** Opens the file from its beginning. */
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * A file in which nothing is wrong.
   *
   * @param rows at least one
   * @param sha256 of its bytes
   */
  record Checked(int rows, String sha256) {}

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

  private final Source source;

  RenameCsv(Source source) {
    this.source = source;
  }

  /**
   * Reads all of it.
   *
   * @throws BadCsvException if there is no row, or one that cannot be
   * @throws IOException if reading fails
   */
  Checked check() throws BadCsvException, IOException {
    MessageDigest digest = sha256();
    Repetitions ids = new Repetitions();
    int rows = 0;
    try (InputStream bytes = new DigestInputStream(source.open(), digest);
        CSVParser parser = parse(bytes)) {
      for (String column : List.of(ID, NAME)) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new BadCsvException(
              "line 1: no column " + column + " among " + parser.getHeaderNames(), null);
        }
      }
      for (CSVRecord record : parser) {
        ids.add(id(parser, record));
        rows++;
      }
      bytes.transferTo(OutputStream.nullOutputStream()); // what the parser has not read
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw explained(e);
    }
    if (rows == 0) {
      throw new BadCsvException("there is no line after the header", null);
    }
    if (ids.mayRepeat()) {
      refuseRepetition(ids);
    }
    return new Checked(rows, HexFormat.of().formatHex(digest.digest()));
  }

  /** The rows of a file that was checked; whoever takes them closes the source. */
  Rows rows() throws IOException {
    return new Rows(parse(source.open()));
  }

  /** One row after another. */
  static final class Rows implements Iterator<Rename>, AutoCloseable {
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private Rows(CSVParser parser) {
      this.parser = parser;
      this.records = parser.iterator();
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public Rename next() {
      CSVRecord record = records.next();
      return new Rename(
          Math.toIntExact(record.getRecordNumber()), record.get(ID), record.get(NAME));
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }

  private static CSVParser parse(InputStream bytes) throws IOException {
    Reader reader =
        new InputStreamReader(
            bytes, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
    return FORMAT.parse(withoutByteOrderMark(new BufferedReader(reader)));
  }

  private static String id(CSVParser parser, CSVRecord row) throws BadCsvException {
    if (!row.isConsistent()) {
      throw bad(
          parser, row.size() + " columns, but the header has " + parser.getHeaderNames().size());
    }
    for (String column : List.of(ID, NAME)) {
      if (row.get(column).isBlank()) {
        throw bad(parser, "column " + column + " is empty");
      }
    }
    return row.get(ID);
  }

  /** Looks again for the ids that seem to be there twice. */
  private void refuseRepetition(Repetitions ids) throws BadCsvException, IOException {
    try (CSVParser parser = parse(source.open())) {
      for (CSVRecord record : parser) {
        String id = record.get(ID);
        long earlier = ids.earlierLine(id, parser.getCurrentLineNumber());
        if (earlier > 0) {
          throw bad(
              parser, "column " + ID + ": " + id + " is renamed in line " + earlier + " already");
        }
      }
    }
  }

  private static BadCsvException bad(CSVParser parser, String problem) {
    return new BadCsvException("line " + parser.getCurrentLineNumber() + ": " + problem, null);
  }

  private static BadCsvException explained(Exception e) throws IOException {
    Throwable cause = e instanceof UncheckedIOException ? Objects.requireNonNull(e.getCause()) : e;
    if (cause instanceof CharacterCodingException) {
      return new BadCsvException("the file is not UTF-8", e);
    }
    if (e instanceof UncheckedIOException) {
      return new BadCsvException(cause.getMessage(), e); // a quote that is never closed, say
    }
    if (e instanceof IOException unreadable) {
      throw unreadable;
    }
    return new BadCsvException("line 1: " + e.getMessage(), e); // of the header
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
