package com.datagrid.client;

import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a call came to so far.
 *
 * @param <T> the type of the response's body
 */
final class Progress<T> {

  final List<DatagridException> failures = new ArrayList<>();
  Outcome.@Nullable Unsuccessful<T> lastError;
  int attempts;
  int rejections; // directly before this attempt
  int faults;
  boolean isKeyRenewed;
  boolean wasKeyRenewed;
  long lastEnd; // of an exchange; before the first, the begin of the call
  private final long startedAt;
  private long waitedNanos; // until now, if it is exchanging, or until lastEnd
  private @Nullable Response response; // the last one, without its body
  private Retry.@Nullable AsyncContext<Object> retry;

  Progress(long startedAt) {
    this.startedAt = startedAt;
    this.lastEnd = startedAt;
  }

  /** Returns how long the attempt waited, in nanoseconds. */
  long beginAttempt(long now) {
    long queued = now - lastEnd;
    waitedNanos += queued;
    attempts++;
    return queued;
  }

  void endAttempt(long now, Outcome<T> outcome) {
    lastEnd = now;
    Response last = outcome.anyResponse();
    if (last != null) {
      response = last;
    }
  }

  Success<T> success(Outcome.Success<T> outcome) {
    return new Success<>(
        outcome, attempts, Duration.ofNanos(lastEnd - startedAt), Duration.ofNanos(waitedNanos));
  }

  boolean wasRejected() {
    return lastError != null && lastError.error().statusCode() == 429;
  }

  /** Gives a failure what it tells of the call until now. */
  void tellTimes(DatagridException failure, long now) {
    long waited = waitedNanos + (now - lastEnd);
    failure.ofCall(Duration.ofNanos(now - startedAt), Duration.ofNanos(waited), response);
  }

  /** The same for the failure of the call, which brings the earlier ones with it. */
  void tellAll(DatagridException failure, long now) {
    for (DatagridException earlier : failures) {
      if (earlier != failure) {
        failure.addSuppressed(earlier);
      }
    }
    tellTimes(failure, now);
  }

  /** What tells Resilience4j. */
  Retry.AsyncContext<Object> retry(Pipeline pipeline, Operation<T> operation) {
    Retry.AsyncContext<Object> context = retry;
    if (context == null) {
      context = pipeline.retry(operation).asyncContext();
      retry = context;
    }
    return context;
  }
}
