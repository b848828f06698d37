package com.datagrid.client.examples.demo;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.ratelimit.RateLimitStatus;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.event.RetryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What came of a {@link RenameJob}.
 *
 * @param renamed in this run
 * @param failed in this run
 * @param firstFailures what is worth showing
 * @param elapsed from the first call's start to the last one's end
 * @param rejections 429s that the client met, whether or not the call succeeded later
 * @param limit requests per window as the service named it; empty if it named none
 * @param longestCall from being handed to the client until its end, nearly all of it in the queue
 * @param shortestCall of the successful ones
 */
record RenameResult(
    int renamed,
    int failed,
    List<Failure> firstFailures,
    Duration elapsed,
    long rejections,
    OptionalInt limit,
    Duration longestCall,
    Duration shortestCall) {

  static final int FAILURES_SHOWN = 10;

  record Failure(String connectionId, String error) {}

  int calls() {
    return renamed + failed;
  }

  /** Counts, whatever the number of rows. Thread-safe. */
  static final class Counter {
    private final long start = System.nanoTime();
    private final List<Failure> firstFailures = new ArrayList<>();
    private int renamed;
    private int failed;
    private long rejections;
    private Duration longest = Duration.ZERO;
    private Duration shortest = Duration.ofNanos(Long.MAX_VALUE);

    /** Counts the 429s of a client, from its first call on. */
    void watch(DatagridClient client) {
      client
          .retryRegistry()
          .getEventPublisher()
          .onEntryAdded(added -> watch(added.getAddedEntry()));
    }

    private void watch(Retry retry) {
      retry.getEventPublisher().onEvent(this::countRejection);
    }

    /** A success tells once more of the failure before. */
    private synchronized void countRejection(RetryEvent event) {
      if (event.getEventType() != RetryEvent.Type.SUCCESS
          && event.getLastThrowable() instanceof RateLimitException) {
        rejections++;
      }
    }

    synchronized void renamed(Duration took) {
      renamed++;
      longest = took.compareTo(longest) > 0 ? took : longest;
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
    }

    synchronized void failed(Rename rename, String error) {
      failed++;
      if (firstFailures.size() < FAILURES_SHOWN) {
        firstFailures.add(new Failure(rename.connectionId(), error));
      }
    }

    /** What has been counted until now. */
    synchronized RenameResult result(DatagridClient client) {
      OptionalInt limit =
          client.rateLimits().values().stream()
              .findFirst()
              .map(RateLimitStatus::limit)
              .orElse(OptionalInt.empty());
      return new RenameResult(
          renamed,
          failed,
          List.copyOf(firstFailures),
          Duration.ofNanos(System.nanoTime() - start),
          rejections,
          limit,
          longest,
          renamed == 0 ? Duration.ZERO : shortest);
    }
  }
}
