package com.datagrid.client;

import io.github.resilience4j.retry.Retry;
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
  long waitedNanos; // until now, if it is exchanging, or until lastEnd
  @Nullable Response response; // the last one, without its body
  private Retry.@Nullable AsyncContext<Object> retry;

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
