package com.datagrid.client;

import okhttp3.Request;

/**
 * A call for which nobody waits: attempts run on the client's dispatcher, and its end is told on
 * the client's executor for callbacks.
 *
 * @param <T> the type of the response's body
 */
final class AsyncExecution<T> extends Execution<T> {

  /** Hears how the call ended, once. */
  interface Listener<T> {
    void succeeded(Success<T> success);

    void failed(DatagridException failure);
  }

  private final Listener<T> listener;

  AsyncExecution(
      Pipeline pipeline,
      Operation<T> operation,
      Request request,
      CallSettings settings,
      Listener<T> listener) {
    super(pipeline, operation, request, settings);
    this.listener = listener;
  }

  @Override
  void wake() {
    if (stage == Stage.GRANTED) {
      expireAtDeadline(); // all threads may be busy until then
      pipeline.executors().dispatch(this::advance);
    } else {
      pipeline.executors().call(this::advance);
    }
  }

  @Override
  void succeeded(Success<T> success) {
    pipeline.complete(() -> listener.succeeded(success));
  }

  @Override
  void failed(DatagridException failure) {
    pipeline.complete(() -> listener.failed(failure));
  }

  @Override
  boolean heedsInterrupts() {
    return false;
  }
}
