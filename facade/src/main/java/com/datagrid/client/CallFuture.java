package com.datagrid.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an asynchronous call gives. Whoever else completes it, in whatever way, ends the call. One
 * object in place of a future, a stage behind it and a listener: the stage alone would add 64 bytes
 * to the 600 of a waiting call.
 *
 * @param <T> the type of the response's body
 * @param <R> what is made of the response
 */
final class CallFuture<T, R> extends CompletableFuture<R> implements AsyncExecution.Listener<T> {

  private final Function<ApiResponse<T>, R> result;
  private volatile @Nullable Execution<T> call;

  CallFuture(Function<ApiResponse<T>, R> result) {
    this.result = result;
  }

  /** The call has begun; it may have ended by now. */
  void begun(Execution<T> begun) {
    call = begun;
    if (isDone()) {
      call = null;
    }
  }

  @Override
  public void succeeded(Success<T> success) {
    try {
      super.complete(result.apply(ResilientCall.response(success)));
    } catch (RuntimeException e) {
      super.completeExceptionally(e);
    }
    call = null; // a future may be kept for long
  }

  @Override
  public void failed(DatagridException failure) {
    super.completeExceptionally(failure);
    call = null;
  }

  // By the user.

  @Override
  public boolean complete(R value) {
    return ended(super.complete(value));
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return ended(super.completeExceptionally(failure));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return ended(super.cancel(mayInterruptIfRunning));
  }

  @Override
  public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
    var unused = whenComplete((value, failure) -> endCall()); // it completes past complete(..)
    return super.completeAsync(supplier, executor);
  }

  @Override
  public void obtrudeValue(R value) {
    super.obtrudeValue(value);
    endCall();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    super.obtrudeException(failure);
    endCall();
  }

  private boolean ended(boolean result) {
    endCall();
    return result;
  }

  private void endCall() {
    Execution<T> running = call;
    if (running != null) {
      running.abort(QueuedCall.Reason.CANCELED);
    }
  }
}
