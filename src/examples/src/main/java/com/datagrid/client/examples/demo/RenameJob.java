package com.datagrid.client.examples.demo;

import com.datagrid.client.CallInterruptedException;
import com.datagrid.client.ClientClosedException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.ratelimit.RateLimitStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Renames row after row. The client gets a bounded number of rows at a time, queues them and sends
 * them as fast as the limit allows; while the service is away it gets none. The journal knows of
 * each row when it is sent and how it ended.
 */
final class RenameJob {

  /** Enough that the limit is never waiting for rows, and little enough for any heap. */
  private static final int MOST_UNFINISHED = 1_000;

  /** With successes of other rows in between, the row itself is to blame. */
  private static final int TRIES = 3;

  /** Some row has to find out whether the service is back; the last one must not do so forever. */
  private static final int TRIES_DURING_OUTAGES = 30;

  private static final int REFRESH_MILLIS = 200;
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Sees how far it is, on the thread that runs the job. */
  interface Progress {
    /**
     * Again and again.
     *
     * @param over the rows that are renamed or failed, those of earlier runs too
     */
    void show(int over, Optional<RateLimitStatus> limit, boolean outage);
  }

  private final Journal journal;
  private final FailureReport report;
  private final Outage outage;
  private final Progress progress;
  private final RenameResult.Counter counter;

  private final Map<String, Row> unfinished = new ConcurrentHashMap<>();
  private final Semaphore changes = new Semaphore(0);
  private final Object lock = new Object();
  // By lock.
  private final Queue<Row> again = new ArrayDeque<>();
  private long successes;
  private boolean stopped;
  private @Nullable Throwable broken;

  RenameJob(
      Journal journal,
      FailureReport report,
      Outage outage,
      Progress progress,
      RenameResult.Counter counter) {
    this.journal = journal;
    this.report = report;
    this.outage = outage;
    this.progress = progress;
    this.counter = counter;
  }

  private enum Fate {
    WAITS,
    SENT,
    GIVEN_UP
  }

  /** A row on its way. */
  private static final class Row {
    private final Rename rename;
    private final long start = System.nanoTime();
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.WAITS);
    private volatile @Nullable CompletableFuture<?> call;
    private int tries; // with successes in between
    private int allTries;
    private long successesBefore = -1;

    private Row(Rename rename) {
      this.rename = rename;
    }
  }

  /** For {@link DatagridClient.Builder#callFactory}: tells the journal of each request. */
  Call.Factory journaled(OkHttpClient http) {
    return request -> {
      String id = request.url().pathSegments().get(request.url().pathSize() - 1);
      Row row = unfinished.get(id);
      Call call = http.newCall(request);
      if (row != null && row.fate.compareAndSet(Fate.WAITS, Fate.SENT)) {
        journal.sent(row.rename.row());
      } else if (row == null || row.fate.get() == Fate.GIVEN_UP) {
        call.cancel(); // and nothing is sent
      }
      return call;
    };
  }

  /**
   * Takes all rows that the journal does not know to be over.
   *
   * @param sendUnknown whether to send the rows once more that were on their way when the program
   *     died; else they are failures, for somebody to look at
   * @return whether all rows are over, which they are not after {@link #stop}
   */
  boolean run(DatagridClient client, Style style, Iterator<Rename> rows, boolean sendUnknown)
      throws InterruptedException {
    long shown = System.nanoTime();
    boolean allTaken = false;
    while (!isEnd(allTaken)) {
      if (!hasRoom(allTaken) || !outage.mayCall()) {
        pause();
      } else {
        Row row = take(rows, sendUnknown);
        if (row == null) {
          outage.mayNotCallAfterAll();
          allTaken = true;
        } else {
          start(client, style, row);
        }
      }
      if (System.nanoTime() - shown > REFRESH_MILLIS * 1_000_000L) {
        shown = System.nanoTime();
        show(client);
      }
    }
    boolean all = endOfUnfinished();
    show(client);
    return all;
  }

  private void show(DatagridClient client) {
    progress.show(journal.overCount(), limit(client), outage.isUnderWay());
  }

  private boolean isEnd(boolean allTaken) {
    synchronized (lock) {
      if (broken != null) {
        throw new IllegalStateException("the journal cannot be written", broken);
      }
      return stopped || (allTaken && unfinished.isEmpty() && again.isEmpty());
    }
  }

  /** Whether there is room for a row, and perhaps a row. */
  private boolean hasRoom(boolean allTaken) {
    synchronized (lock) {
      return unfinished.size() < MOST_UNFINISHED && !(allTaken && again.isEmpty());
    }
  }

  /** Until a call has ended since the last time, or it is time to show how far it is. */
  private void pause() throws InterruptedException {
    if (changes.tryAcquire(REFRESH_MILLIS, TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
  }

  /** Takes no more rows, and gives up those that wait for their turn; the others end. */
  void stop() {
    synchronized (lock) {
      stopped = true;
    }
    changes.release();
  }

  private boolean endOfUnfinished() throws InterruptedException {
    for (Row row : unfinished.values()) {
      CompletableFuture<?> call = row.call;
      if (call != null && row.fate.compareAndSet(Fate.WAITS, Fate.GIVEN_UP)) {
        call.cancel(true);
      }
    }
    long end = System.nanoTime() + GRACE.toNanos();
    while (!unfinished.isEmpty() && System.nanoTime() < end) {
      pause();
    }
    synchronized (lock) {
      return !stopped;
    }
  }

  private @Nullable Row take(Iterator<Rename> rows, boolean sendUnknown) {
    synchronized (lock) {
      Row row = again.poll();
      if (row != null) {
        return row;
      }
    }
    while (rows.hasNext()) {
      Rename rename = rows.next();
      if (journal.isOver(rename.row())) {
        continue;
      }
      if (journal.isSent(rename.row()) && !sendUnknown) {
        fail(rename, "unknown: on its way when the program died; to rename it again does no harm");
        continue;
      }
      return new Row(rename);
    }
    return null;
  }

  private void start(DatagridClient client, Style style, Row row) {
    unfinished.put(row.rename.connectionId(), row);
    CompletableFuture<?> call;
    try {
      call = style.rename(client, row.rename);
    } catch (IllegalArgumentException e) { // an id that no path can have
      call = CompletableFuture.failedFuture(e);
    }
    row.call = call;
    CompletableFuture<?> unused =
        call.whenComplete(
            (connection, failure) -> {
              @Nullable RuntimeException cannotWrite = null;
              try {
                ended(row, failure instanceof CompletionException e ? e.getCause() : failure);
              } catch (RuntimeException e) { // of the journal or the report
                cannotWrite = e;
              }
              synchronized (lock) {
                broken = cannotWrite == null ? broken : cannotWrite;
                unfinished.remove(row.rename.connectionId());
              }
              changes.release();
            });
  }

  private void ended(Row row, @Nullable Throwable failure) {
    outage.ended(failure);
    if (failure == null) {
      journal.renamed(row.rename.row());
      counter.renamed(Duration.ofNanos(System.nanoTime() - row.start));
      synchronized (lock) {
        successes++;
      }
    } else if (failure instanceof CancellationException
        || failure instanceof CallInterruptedException
        || failure instanceof ClientClosedException) {
      return; // stopped: it is for the next run
    } else if (!Outage.isTheServices(failure) || !mayTryAgain(row)) {
      fail(row.rename, String.valueOf(failure.getMessage()));
    } else {
      journal.unsent(row.rename.row());
      row.fate.set(Fate.WAITS);
      synchronized (lock) {
        again.add(row);
      }
    }
  }

  private boolean mayTryAgain(Row row) {
    synchronized (lock) {
      if (successes > row.successesBefore) {
        row.tries++;
        row.successesBefore = successes;
      }
      row.allTries++;
      return row.tries < TRIES && row.allTries < TRIES_DURING_OUTAGES;
    }
  }

  private void fail(Rename rename, String error) {
    report.add(rename, error);
    journal.failed(rename.row());
    counter.failed(rename, error);
  }

  /** All calls are of one operation in one teamspace, so there is one limit. */
  private static Optional<RateLimitStatus> limit(DatagridClient client) {
    return client.rateLimits().values().stream().findFirst();
  }
}
