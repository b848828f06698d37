package com.datagrid.client.examples.demo;

import com.datagrid.client.DatagridClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run over one file, with its journal and its failures beside it: goes on where an earlier one
 * ended, however that did, and ends in order when the program is told to end.
 */
final class RenameRun {

  private static final int SECONDS_TO_END = 20;

  private final RenameCsv csv;
  private final RenameCsv.Checked checked;
  private final Path file;
  private final PrintStream out;
  private final CountDownLatch over = new CountDownLatch(1);

  RenameRun(RenameCsv csv, RenameCsv.Checked checked, Path file, PrintStream out) {
    this.csv = csv;
    this.checked = checked;
    this.file = file;
    this.out = out;
  }

  /**
   * The exit status.
   *
   * @param window the service's window, for the report
   * @param roundTrip what a call takes at least; zero if only the calls can tell
   */
  int run(DatagridClient.Builder settings, DemoOptions options, Duration window, Duration roundTrip)
      throws IOException, JournalException, InterruptedException {
    RenameResult.Counter counter = new RenameResult.Counter();
    try (Journal journal = Journal.open(beside(".journal"), checked.sha256());
        FailureReport report = FailureReport.open(beside(".failed.csv"), journal::isFailed);
        RenameCsv.Rows rows = csv.rows()) {
      int before = journal.overCount();
      boolean all;
      RenameResult result;
      try (ProgressView progress = new ProgressView(checked.rows(), before)) {
        RenameJob job = new RenameJob(journal, report, new Outage(), progress, counter);
        Thread atExit = new Thread(() -> endInOrder(job), "end");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (DatagridClient client = settings.callFactory(job::journaled).build()) {
          counter.watch(client);
          out.printf("%d of %d renames on %s%n", checked.rows() - before, checked.rows(), client);
          all = job.run(client, options.style(), rows, options.sendUnknown());
          result = counter.result(client);
        } finally {
          noLongerAtExit(atExit);
        }
      }
      Duration fastest = roundTrip.isZero() ? result.shortestCall() : roundTrip;
      if (result.calls() > 0) {
        out.print(new RenameReport(result, window, fastest));
      }
      return status(journal, all);
    } finally {
      over.countDown();
    }
  }

  private int status(Journal journal, boolean all) throws IOException {
    int failed = journal.failedCount();
    if (failed > 0) {
      out.printf("  %,d failed in all: %s%n", failed, beside(".failed.csv"));
    } else {
      Files.deleteIfExists(beside(".failed.csv"));
    }
    if (!all) {
      out.printf(
          "  Stopped with %,d to go; the same command goes on.%n",
          checked.rows() - journal.overCount());
      return Demo.STOPPED;
    }
    return failed > 0 ? Demo.SOME_FAILED : Demo.ALL_RENAMED;
  }

  /** On Ctrl-C: the JVM ends when this does. */
  private void endInOrder(RenameJob job) {
    job.stop();
    try {
      over.await(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void noLongerAtExit(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }

  private Path beside(String suffix) {
    return beside(file, suffix);
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** For a run that nobody wants to go on with. */
  static void deleteFiles(Path file) throws IOException {
    Files.deleteIfExists(beside(file, ".journal"));
    Files.deleteIfExists(beside(file, ".failed.csv"));
  }
}
