package com.datagrid.client.fault;

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
    ApiResponse<Connection> update(DatagridClient client, RequestOptions options) {
      return client.connections().updateWithResponse("conn_1", REQUEST, options);
    }

    @Override
    <T> ApiResponse<T> execute(DatagridClient client, retrofit2.Call<T> call) {
      return client.execute(call);
    }
  },
  ASYNC {
    @Override
    ApiResponse<Connection> update(DatagridClient client, RequestOptions options) {
      return await(client.connections().updateWithResponseAsync("conn_1", REQUEST, options));
    }

    @Override
    <T> ApiResponse<T> execute(DatagridClient client, retrofit2.Call<T> call) {
      return await(client.executeAsync(call, RequestOptions.none()));
    }
  };

  private static final UpdateConnectionRequest REQUEST =
      new UpdateConnectionRequest().name("Sales");

  private static final long LONGEST_TEST_SECONDS = 30;

  abstract ApiResponse<Connection> update(DatagridClient client, RequestOptions options);

  abstract <T> ApiResponse<T> execute(DatagridClient client, retrofit2.Call<T> call);

  ApiResponse<Connection> update(DatagridClient client) {
    return update(client, RequestOptions.none());
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
