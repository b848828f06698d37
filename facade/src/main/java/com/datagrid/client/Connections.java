package com.datagrid.client;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The connections to third-party services. A fake for tests implements the two {@code
 * ..WithResponse..} methods; the others call them. An operation that a later version adds is a
 * default method that throws {@link UnsupportedOperationException}, so that the fake still
 * compiles.
 *
 * <p>A connection id must not be blank, {@code .} or {@code ..}, or contain control characters. An
 * empty name is sent as it is: the server judges it. Updating is idempotent, since it sets absolute
 * values, and is retried after faults.
 *
 * <p>The blocking methods throw
 *
 * <ul>
 *   <li>{@link NullPointerException} or {@link IllegalArgumentException} if an argument is invalid,
 *       before anything is sent,
 *   <li>{@link IllegalStateException} if the client is closed,
 *   <li>{@link ApiException}, or its subclass for the status, if the server reports an error,
 *   <li>{@link TransportException} if no complete response arrives,
 *   <li>{@link InvalidResponseException} if the response does not match the OpenAPI document,
 *   <li>{@link CallTimeoutException} if the call cannot end within its {@code callTimeout},
 *   <li>{@link CallInterruptedException} if the calling thread is interrupted: at once while the
 *       call waits or on a virtual thread; on a platform thread in an exchange when the attempt
 *       ends, since a blocking socket read ignores interrupts. If that attempt is the last one, its
 *       result counts, and the flag stays set,
 *   <li>{@link ClientClosedException} if the client is closed meanwhile,
 *   <li>{@link DatagridException} itself if the supplier of the API key fails.
 * </ul>
 *
 * <p>The asynchronous methods throw the first two at once and hold no thread while the call waits.
 * Their futures fail with the others, never wrapped in a {@link
 * java.util.concurrent.CompletionException}, and complete on the {@linkplain
 * DatagridClient.Builder#callbackExecutor callback executor}. Canceling one cancels the call: it
 * leaves the queue, or its HTTP exchange ends. Canceling a future derived from it, by {@code
 * thenApply} or {@code allOf} for instance, does not.
 *
 * <p>Thread-safe.
 */
public interface Connections {

  /**
   * Renames a connection.
   *
   * @param connectionId the id of the connection
   * @param name its new name
   * @return the connection as it is now
   */
  default Connection update(String connectionId, String name) {
    Objects.requireNonNull(name, "name");
    return update(connectionId, new UpdateConnectionRequest().name(name));
  }

  /**
   * Updates a connection.
   *
   * @param connectionId the id of the connection
   * @param request what to change
   * @return the connection as it is now
   */
  default Connection update(String connectionId, UpdateConnectionRequest request) {
    return updateWithResponse(connectionId, request, RequestOptions.none()).body();
  }

  /**
   * Updates a connection.
   *
   * @param connectionId the id of the connection
   * @param request what to change
   * @param options overrides for this call
   * @return the response, with the connection as it is now
   */
  ApiResponse<Connection> updateWithResponse(
      String connectionId, UpdateConnectionRequest request, RequestOptions options);

  /**
   * {@link #update(String, String)} without waiting.
   *
   * @param connectionId the connection
   * @param name its new name
   * @return the connection as it is then
   */
  default CompletableFuture<Connection> updateAsync(String connectionId, String name) {
    Objects.requireNonNull(name, "name");
    return updateAsync(connectionId, new UpdateConnectionRequest().name(name));
  }

  /**
   * {@link #update(String, UpdateConnectionRequest)} without waiting.
   *
   * @param connectionId the connection
   * @param request what to change
   * @return the connection as it is then
   */
  default CompletableFuture<Connection> updateAsync(
      String connectionId, UpdateConnectionRequest request) {
    return ResponseFutures.body(
        updateWithResponseAsync(connectionId, request, RequestOptions.none()));
  }

  /**
   * {@link #updateWithResponse} without waiting.
   *
   * @param connectionId the connection
   * @param request what to change
   * @param options settings of this call
   * @return the response
   */
  CompletableFuture<ApiResponse<Connection>> updateWithResponseAsync(
      String connectionId, UpdateConnectionRequest request, RequestOptions options);
}
