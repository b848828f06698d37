package com.datagrid.client;

import java.util.function.UnaryOperator;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable UnaryOperator<Runnable> context; // of the caller

  AsyncExecution(
      Pipeline pipeline,
      Operation<T> operation,
      Request request,
      CallSettings settings,
      Listener<T> listener) {
    super(pipeline, operation, request, settings);
    this.listener = listener;
    this.context = pipeline.captureContext();
  }

  @Override
  void wake() {
    if (stage == Stage.GRANTED) {
      handOver(
          () -> {
            expireAtDeadline(); // all threads may be busy until then
            Runnable attempt = inContext(this::advance);
            if (isBackground()) {
              pipeline.executors().dispatchBackground(limitKey, attempt);
            } else {
              pipeline.executors().dispatch(limitKey, attempt);
            }
          });
    } else {
      pipeline.executors().call(inContext(this::advance));
    }
  }

  @Override
  void succeeded(Success<T> success) {
    pipeline.complete(inContext(() -> listener.succeeded(success)));
  }

  @Override
  void failed(DatagridException failure) {
    pipeline.complete(inContext(() -> listener.failed(failure)));
  }

  private Runnable inContext(Runnable task) {
    return context == null ? task : new ContextTask(context, task);
  }

  @Override
  boolean heedsInterrupts() {
    return false;
  }
}
