package com.datagrid.client.load;

import com.datagrid.client.ApiException;
import com.datagrid.client.CallInterruptedException;
import com.datagrid.client.DatagridException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.TransportException;
import com.datagrid.client.load.ServerView.Requests;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How calls ended, compared with what the server saw of them. Thread-safe. */
final class Ledger {

  /** Once a call has ended, requests that its client gave up may still arrive for so long. */
  static final int AFTERMATH_SECONDS = 2;

  private final ServerView view;
  private final Executor later;
  private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  Ledger(ServerView view, Executor later) {
    this.view = view;
    this.later = later;
  }

  void succeeded(String connection, String expectedName, String name, int attempts) {
    count("success");
    if (!name.equals(expectedName)) {
      violations.add(connection + " was given the name " + name);
    }
    if (view.of(connection).succeeded() == 0) {
      violations.add(connection + " succeeded, but not at the server");
    }
    settle(connection, attempts);
  }

  void failed(String connection, Throwable failure) {
    count(failure.getClass().getSimpleName());
    if (failure instanceof CancellationException) {
      settle(connection, Integer.MAX_VALUE);
    } else if (failure instanceof DatagridException e && isExpected(e)) {
      settle(connection, e.attempts());
    } else {
      violations.add(connection + " failed with " + failure);
    }
  }

  /** No fault of this server explains a 4xx, or a body that is read but makes no sense. */
  private static boolean isExpected(DatagridException failure) {
    return failure instanceof TransportException
        || failure instanceof CallInterruptedException
        || (failure instanceof ApiException e && e.statusCode() >= 500)
        || (failure instanceof RateLimitException e && e.retryable());
  }

  private void settle(String connection, int attempts) {
    CompletableFuture.delayedExecutor(AFTERMATH_SECONDS, TimeUnit.SECONDS, later)
        .execute(
            () -> {
              Requests seen = view.forget(connection);
              // An attempt on a connection that went stale is made once more on a new one.
              if (seen.count() > 2L * attempts) {
                violations.add(connection + ": " + attempts + " attempts, but " + seen);
              }
            });
  }

  private void count(String end) {
    ends.computeIfAbsent(end, any -> new LongAdder()).increment();
  }

  /** How many calls ended how. */
  Map<String, Long> ends() {
    Map<String, Long> sorted = new TreeMap<>();
    ends.forEach((end, calls) -> sorted.put(end, calls.sum()));
    return sorted;
  }

  Queue<String> violations() {
    return violations;
  }
}
