package com.datagrid.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** For the default methods of facade interfaces: derives futures from those that a fake returns. */
final class ResponseFutures {

  private ResponseFutures() {}

  /**
   * A future of the body. Unlike {@code thenApply}, it fails with the exception itself, and
   * canceling or completing it cancels the call.
   */
  static <T> CompletableFuture<T> body(CompletableFuture<ApiResponse<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    var unused =
        call.thenApply(ApiResponse::body)
            .whenComplete(
                (body, failure) -> {
                  if (failure == null) {
                    result.complete(body);
                  } else {
                    result.completeExceptionally(unwrap(failure));
                  }
                });
    var ignored = result.whenComplete((body, failure) -> call.cancel(true));
    return result;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? unwrap(cause) : failure;
  }
}
