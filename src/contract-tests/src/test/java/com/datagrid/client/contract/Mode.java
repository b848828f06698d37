package com.datagrid.client.contract;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two ways to make a call; a test that runs in both has one body. */
enum Mode {
  BLOCKING {
    @Override
    ApiResponse<Connection> update(
        DatagridClient client, String id, UpdateConnectionRequest request, RequestOptions options) {
      return client.connections().updateWithResponse(id, request, options);
    }
  },
  ASYNC {
    @Override
    ApiResponse<Connection> update(
        DatagridClient client, String id, UpdateConnectionRequest request, RequestOptions options) {
      return await(client.connections().updateWithResponseAsync(id, request, options));
    }
  };

  private static final long LONGEST_TEST_SECONDS = 60;

  abstract ApiResponse<Connection> update(
      DatagridClient client, String id, UpdateConnectionRequest request, RequestOptions options);

  ApiResponse<Connection> update(
      DatagridClient client, String id, String name, RequestOptions options) {
    return update(client, id, new UpdateConnectionRequest().name(name), options);
  }

  ApiResponse<Connection> update(DatagridClient client, String id, String name) {
    return update(client, id, name, RequestOptions.none());
  }

  /** What the future gives, or throws what it failed with, itself. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(LONGEST_TEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError("a future fails with unchecked exceptions only", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the future was not completed", e);
    }
  }
}
