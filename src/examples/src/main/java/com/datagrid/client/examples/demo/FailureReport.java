package com.datagrid.client.examples.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.IntPredicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows that failed, as a CSV file that can be fed in again: their own two columns, the number
 * of the row, and what went wrong. Thread-safe.
 */
final class FailureReport implements AutoCloseable {

  private static final String[] COLUMNS = {"connection_id", "name", "row", "error"};
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader(COLUMNS).setSkipHeaderRecord(true).get();

  private final Writer file;

  private FailureReport(Writer file) {
    this.file = file;
  }

  /**
   * Goes on with the one of earlier runs.
   *
   * @param kept the rows of which the journal knows that they failed; others were being written
   *     when the program died, and are taken up again
   */
  static FailureReport open(Path path, IntPredicate kept) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
    try (Writer copy = Files.newBufferedWriter(fresh)) {
      write(copy, (Object[]) COLUMNS);
      if (Files.exists(path)) {
        copy(path, kept, copy);
      }
    }
    Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
    return new FailureReport(Files.newBufferedWriter(path, StandardOpenOption.APPEND));
  }

  private static void copy(Path path, IntPredicate kept, Writer copy) throws IOException {
    try (Reader reader = Files.newBufferedReader(path);
        CSVParser old = FORMAT.parse(reader)) {
      for (CSVRecord record : old) {
        if (record.isConsistent() && kept.test(Integer.parseInt(record.get("row")))) {
          write(copy, (Object[]) record.values());
        }
      }
    } catch (UncheckedIOException e) {
      // The last row ends in the middle of a quote: the program died at it, and has not told of it.
    }
  }

  private static void write(Writer file, Object... values) throws IOException {
    file.write(FORMAT.format(values) + System.lineSeparator());
  }

  /** On disk before it returns, as far as the operating system is concerned. */
  synchronized void add(Rename rename, String error) {
    try {
      write(file, rename.connectionId(), rename.name(), rename.row(), error);
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
