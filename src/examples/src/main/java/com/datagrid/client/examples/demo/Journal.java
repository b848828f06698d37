package com.datagrid.client.examples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * What has become of each row, in a file beside the CSV: a line when a row is sent, and one when
 * its outcome is known. Each line is with the operating system before anything else happens, so
 * that it outlives the program however that ends; a power failure may cost the last lines.
 * Thread-safe.
 */
final class Journal implements AutoCloseable {

  private static final String TITLE = "datagrid-rename ";
  private static final char SENT = 'S';
  private static final char UNSENT = 'U';
  private static final char RENAMED = 'R';
  private static final char FAILED = 'F';

  private final FileChannel file;
  private final BitSet sent = new BitSet();
  private final BitSet renamed = new BitSet();
  private final BitSet failed = new BitSet();

  private Journal(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens it, with what earlier runs have written.
   *
   * @throws JournalException if it is another file's, or another run has it open
   */
  static Journal open(Path path, String sha256) throws IOException, JournalException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Journal journal = new Journal(file);
    try {
      journal.lock(path);
      journal.read(path, TITLE + sha256);
      return journal;
    } catch (IOException | JournalException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void lock(Path path) throws IOException, JournalException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // by this process
    }
    throw new JournalException(path + ": another run is at work on the same file");
  }

  private void read(Path path, String title) throws IOException, JournalException {
    long complete = 0;
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
      String first = lines.readLine();
      if (first == null || (title.startsWith(first) && file.size() <= title.length())) {
        file.truncate(0);
        write(title);
        return;
      }
      if (!first.equals(title)) {
        throw new JournalException(
            path + " is of another file, or the file was changed since: delete it to begin anew");
      }
      complete += first.length() + 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (complete + line.length() >= file.size()) {
          break; // without its end: the program died at it
        }
        complete += line.length() + 1;
        int row = Integer.parseInt(line.substring(1));
        if (line.charAt(0) == UNSENT) {
          sent.clear(row);
        } else {
          stateOf(line.charAt(0)).set(row);
        }
      }
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new JournalException(path + " is no journal: " + e.getMessage());
    }
    file.truncate(complete);
    file.position(complete);
  }

  private BitSet stateOf(char kind) {
    return switch (kind) {
      case SENT -> sent;
      case RENAMED -> renamed;
      case FAILED -> failed;
      default -> throw new IllegalArgumentException("what is " + kind + "?");
    };
  }

  /** About to be sent; once more, perhaps. */
  void sent(int row) {
    add(SENT, row);
  }

  /** Sent in vain: it is to be sent again. */
  synchronized void unsent(int row) {
    sent.clear(row);
    append(UNSENT, row);
  }

  void renamed(int row) {
    add(RENAMED, row);
  }

  void failed(int row) {
    add(FAILED, row);
  }

  private synchronized void add(char kind, int row) {
    BitSet state = stateOf(kind);
    if (!state.get(row)) {
      state.set(row);
      append(kind, row);
    }
  }

  private void append(char kind, int row) {
    try {
      write(kind + Integer.toString(row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  synchronized boolean isSent(int row) {
    return sent.get(row);
  }

  synchronized boolean isFailed(int row) {
    return failed.get(row);
  }

  /** Whether there is nothing left to do for it. */
  synchronized boolean isOver(int row) {
    return renamed.get(row) || failed.get(row);
  }

  synchronized int overCount() {
    return renamed.cardinality() + failed.cardinality();
  }

  synchronized int failedCount() {
    return failed.cardinality();
  }

  @Override
  public synchronized void close() throws IOException {
    file.force(true);
    file.close();
  }
}
