package com.datagrid.client.examples.demo;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.event.RetryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands all renames to the client at once and waits for the last. */
final class RenameJob {

  /** However long the line is; the default deadline is for a person who waits. */
  private static final RequestOptions BATCH =
      RequestOptions.builder().callTimeout(Duration.ZERO).build();

  private static final int REFRESH_MILLIS = 200;

  /** Sees how far it is. */
  interface Progress {
    /** One more call has ended; on any thread. */
    void callEnded();

    /** The state of the rate limit, again and again. */
    void rateLimit(RateLimitStatus status);
  }

  private final DatagridClient client;
  private final Progress progress;
  private final AtomicInteger rejections = new AtomicInteger();

  RenameJob(DatagridClient client, Progress progress) {
    this.client = client;
    this.progress = progress;
    client
        .retryRegistry()
        .getEventPublisher()
        .onEntryAdded(added -> countRejections(added.getAddedEntry()));
  }

  /** Whatever comes of the renames is in the result. */
  RenameResult run(List<Rename> renames) throws InterruptedException {
    long start = System.nanoTime();
    List<CompletableFuture<RenameResult.Call>> calls = renames.stream().map(this::rename).toList();
    await(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)));
    Duration elapsed = since(start);
    return new RenameResult(
        calls.stream().map(CompletableFuture::join).toList(), elapsed, rejections.get(), limit());
  }

  private CompletableFuture<RenameResult.Call> rename(Rename rename) {
    long start = System.nanoTime();
    UpdateConnectionRequest request = new UpdateConnectionRequest().name(rename.name());
    return client
        .connections()
        .updateWithResponseAsync(rename.connectionId(), request, BATCH)
        .handle(
            (connection, failure) -> {
              progress.callEnded();
              return new RenameResult.Call(rename, since(start), Optional.ofNullable(failure));
            });
  }

  private void await(CompletableFuture<Void> all) throws InterruptedException {
    boolean ended = false;
    while (!ended) {
      try {
        all.get(REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        ended = true;
      } catch (TimeoutException e) {
        // not yet, but time to show the state
      } catch (ExecutionException e) {
        throw new IllegalStateException(e); // failures are results
      }
      status().ifPresent(progress::rateLimit);
    }
  }

  /** All calls are of one operation in one teamspace, so there is one limit. */
  private Optional<RateLimitStatus> status() {
    return client.rateLimits().values().stream().findFirst();
  }

  private OptionalInt limit() {
    return status().map(RateLimitStatus::limit).orElse(OptionalInt.empty());
  }

  private void countRejections(Retry retry) {
    retry.getEventPublisher().onEvent(this::countRejection);
  }

  /** A success tells once more of the failure before. */
  private void countRejection(RetryEvent event) {
    if (event.getEventType() != RetryEvent.Type.SUCCESS
        && event.getLastThrowable() instanceof RateLimitException) {
      rejections.incrementAndGet();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
