package com.datagrid.client;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The two ways to make a call; a test that runs in both has one body. */
enum Mode {
  BLOCKING {
    @Override
    ApiResponse<Connection> update(
        DatagridClient client, VirtualTime time, RequestOptions options) {
      return client.connections().updateWithResponse("conn_1", REQUEST, options);
    }
  },
  ASYNC {
    @Override
    ApiResponse<Connection> update(DatagridClient client, VirtualTime time, RequestOptions options)
        throws InterruptedException {
      CompletableFuture<ApiResponse<Connection>> future =
          client.connections().updateWithResponseAsync("conn_1", REQUEST, options);
      time.await(future::isDone);
      try {
        return future.join();
      } catch (CompletionException e) {
        throw (RuntimeException) e.getCause();
      }
    }
  };

  private static final UpdateConnectionRequest REQUEST =
      new UpdateConnectionRequest().name("Sales");

  abstract ApiResponse<Connection> update(
      DatagridClient client, VirtualTime time, RequestOptions options) throws InterruptedException;

  ApiResponse<Connection> update(DatagridClient client, VirtualTime time)
      throws InterruptedException {
    return update(client, time, RequestOptions.none());
  }
}
