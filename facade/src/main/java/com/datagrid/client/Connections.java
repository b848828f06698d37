package com.datagrid.client;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.util.concurrent.CompletableFuture;

/**
 * The connections to third-party services. An interface, so that tests can put a fake in its place.
 *
 * <p>All methods take any connection id but a blank one, {@code .}, {@code ..}, or one with control
 * characters, and send an empty name as it is: the server judges it. Updating is idempotent, since
 * it sets absolute values, and is tried again after faults.
 *
 * <p>The blocking methods throw
 *
 * <ul>
 *   <li>{@link NullPointerException} or {@link IllegalArgumentException} for a bad argument, before
 *       anything is sent,
 *   <li>{@link IllegalStateException} if the client is closed,
 *   <li>{@link ApiException} or the subclass of its status if the server refuses,
 *   <li>{@link TransportException} if no complete response arrives,
 *   <li>{@link InvalidResponseException} if the response is not as documented,
 *   <li>{@link CallTimeoutException} if the call cannot end within its deadline,
 *   <li>{@link CallInterruptedException} if the calling thread is interrupted: at once while the
 *       call waits; during an exchange at once on a virtual thread, and on a platform thread when
 *       the attempt ends, since a blocking read of a socket knows no interrupt. If that attempt
 *       succeeds, or fails so that there is no other, that is the result, and the flag stays set,
 *   <li>{@link ClientClosedException} if the client is closed meanwhile,
 *   <li>{@link DatagridException} itself if the supplier of the API key fails.
 * </ul>
 *
 * <p>The asynchronous methods throw the first two kinds at once, and hold no thread while the call
 * waits. Their futures fail with the others, complete on threads of the client that exist for
 * callbacks, and cancel the HTTP call and give up the place in line when they are canceled.
 * Canceling a future that is derived from one of these, by {@code thenApply} or {@code allOf} for
 * instance, does not cancel the call.
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
  Connection update(String connectionId, String name);

  /**
   * Updates a connection.
   *
   * @param connectionId the id of the connection
   * @param request what to change
   * @return the connection as it is now
   */
  Connection update(String connectionId, UpdateConnectionRequest request);

  /**
   * Updates a connection.
   *
   * @param connectionId the id of the connection
   * @param request what to change
   * @param options what this call does otherwise than the client
   * @return the connection as it is now, with what came along
   */
  ApiResponse<Connection> update(
      String connectionId, UpdateConnectionRequest request, RequestOptions options);

  /** {@link #update(String, String)} without waiting. */
  CompletableFuture<Connection> updateAsync(String connectionId, String name);

  /** {@link #update(String, UpdateConnectionRequest)} without waiting. */
  CompletableFuture<Connection> updateAsync(String connectionId, UpdateConnectionRequest request);

  /** {@link #update(String, UpdateConnectionRequest, RequestOptions)} without waiting. */
  CompletableFuture<ApiResponse<Connection>> updateAsync(
      String connectionId, UpdateConnectionRequest request, RequestOptions options);
}
