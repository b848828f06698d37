package com.datagrid.client;

import com.datagrid.client.internal.Arguments;
import com.datagrid.client.internal.PathParameterException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import okhttp3.Request;
import okhttp3.ResponseBody;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * A Retrofit call behind the limiter and the retries. It keeps Retrofit's contract: any final
 * status is a {@link Response}, all else an {@link IOException}. The typed ways in are for {@link
 * DatagridClient}.
 *
 * @param <T> the type of the response's body
 */
final class ResilientCall<T> implements Call<T> {

  private final Pipeline pipeline;
  private final Operation<T> operation;
  private final Arguments arguments;
  private final Call<T> source; // Retrofit's own, which builds the request
  private final Request request;
  private final Timeout timeout = new Timeout();
  private final AtomicBoolean executed = new AtomicBoolean();

  private volatile boolean canceled;
  private volatile @Nullable Execution<T> execution;

  /**
   * A call that can be executed once.
   *
   * @throws IllegalArgumentException if a parameter is not good for the path, the headers or the
   *     body
   */
  ResilientCall(Pipeline pipeline, Operation<T> operation, Arguments arguments, Call<T> source) {
    this.pipeline = pipeline;
    this.operation = operation;
    this.arguments = arguments;
    this.source = source;
    try {
      this.request = arguments.complete(source.request());
    } catch (PathParameterException e) {
      throw e.of(operation.toString());
    }
    operation.check(request.url(), pipeline.settings().baseUrl());
  }

  /**
   * The call as one of this client's.
   *
   * @throws IllegalArgumentException if it is not
   */
  static <T> ResilientCall<T> of(Pipeline pipeline, Call<T> call) {
    if (call instanceof ResilientCall<T> own && own.pipeline == pipeline) {
      return own;
    }
    throw new IllegalArgumentException("not a Call of an interface from this client's api(..)");
  }

  // With typed errors.

  ApiResponse<T> executeTyped(RequestOptions options) {
    return response(block(options));
  }

  <R> CompletableFuture<R> executeAsync(
      RequestOptions options, Function<ApiResponse<T>, R> result) {
    CallFuture<T, R> future = new CallFuture<>(result);
    future.begun(start(options, future));
    return future;
  }

  static <T> ApiResponse<T> response(Success<T> success) {
    okhttp3.Response response = success.outcome().response();
    return new ApiResponse<>(
        success.outcome().body(),
        response.code(),
        Headers.of(response.headers()),
        success.attempts(),
        success.elapsed(),
        success.waited());
  }

  // As Retrofit has it.

  @Override
  public Response<T> execute() throws IOException {
    try {
      return retrofitResponse(block(RequestOptions.none()));
    } catch (DatagridException e) {
      return retrofitResponse(e);
    }
  }

  @Override
  public void enqueue(Callback<T> callback) {
    Objects.requireNonNull(callback, "callback");
    AsyncExecution<T> unused =
        start(
            RequestOptions.none(),
            new AsyncExecution.Listener<T>() {
              @Override
              public void succeeded(Success<T> success) {
                callback.onResponse(ResilientCall.this, retrofitResponse(success));
              }

              @Override
              public void failed(DatagridException failure) {
                Response<T> response;
                try {
                  response = retrofitResponse(failure);
                } catch (IOException e) {
                  callback.onFailure(ResilientCall.this, e);
                  return;
                }
                callback.onResponse(ResilientCall.this, response);
              }
            });
  }

  private static <T> Response<T> retrofitResponse(Success<T> success) {
    okhttp3.Response response = success.outcome().response();
    return response.isSuccessful()
        ? Response.success(success.outcome().body(), response)
        : Response.error(response.body(), response); // a redirect
  }

  private Response<T> retrofitResponse(DatagridException failure) throws IOException {
    Execution<T> ended = execution;
    Outcome.Unsuccessful<T> error = ended == null ? null : ended.lastError();
    if (failure instanceof ApiException && error != null) {
      ResponseBody body =
          ResponseBody.create(error.error().body().raw(), error.response().body().contentType());
      return Response.error(body, error.response());
    }
    if (failure instanceof TransportException && failure.getCause() instanceof IOException e) {
      throw e;
    }
    throw new IOException(failure.getMessage(), failure);
  }

  @Override
  public boolean isExecuted() {
    return executed.get();
  }

  @Override
  public void cancel() {
    canceled = true;
    Execution<T> running = execution;
    if (running != null) {
      running.abort(QueuedCall.Reason.CANCELED);
    }
  }

  @Override
  public boolean isCanceled() {
    return canceled;
  }

  @Override
  @SuppressWarnings("CloneDoesntCallSuperClone") // a new call, as Retrofit's own clone makes one
  public Call<T> clone() {
    return new ResilientCall<>(pipeline, operation, arguments, source.clone());
  }

  /** The request without what every attempt adds: key, teamspace and the client's headers. */
  @Override
  public Request request() {
    return request;
  }

  /** The timeout of this whole call, if it is shorter than {@code callTimeout}; 0 means unset. */
  @Override
  public Timeout timeout() {
    return timeout;
  }

  // Both.

  Success<T> block(RequestOptions options) {
    BlockingExecution<T> blocking =
        new BlockingExecution<>(pipeline, operation, request, settings(options));
    begin(blocking);
    return blocking.await();
  }

  private AsyncExecution<T> start(RequestOptions options, AsyncExecution.Listener<T> listener) {
    AsyncExecution<T> async =
        new AsyncExecution<>(pipeline, operation, request, settings(options), listener);
    begin(async);
    return async;
  }

  private CallSettings settings(RequestOptions options) {
    CallSettings settings = pipeline.callSettings(options);
    return timeout.timeoutNanos() == 0
        ? settings
        : settings.within(Duration.ofNanos(timeout.timeoutNanos()));
  }

  private void begin(Execution<T> begun) {
    pipeline.live().requireOpen();
    if (!executed.compareAndSet(false, true)) {
      throw new IllegalStateException("Already executed: clone() the call");
    }
    execution = begun;
    pipeline.live().add(begun);
    if (canceled) {
      begun.abort(QueuedCall.Reason.CANCELED);
    } else {
      begun.begin();
    }
  }
}
