package com.datagrid.client.testing;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import retrofit2.Call;

/** The two ways to make a call; a test that runs in both has one body. */
public enum Mode {
  /** On the calling thread. */
  BLOCKING {
    @Override
    public ApiResponse<Connection> update(
        DatagridClient client, String id, String name, RequestOptions options) {
      return client.connections().updateWithResponse(id, named(name), options);
    }

    @Override
    public <T> ApiResponse<T> execute(DatagridClient client, Call<T> call, RequestOptions options) {
      return client.execute(call, options);
    }
  },
  /** By a future. */
  ASYNC {
    @Override
    public ApiResponse<Connection> update(
        DatagridClient client, String id, String name, RequestOptions options) {
      return await(client.connections().updateWithResponseAsync(id, named(name), options));
    }

    @Override
    public <T> ApiResponse<T> execute(DatagridClient client, Call<T> call, RequestOptions options) {
      return await(client.executeAsync(call, options));
    }
  };

  private static final long LONGEST_TEST_SECONDS = 60;

  /** Renames a connection, and throws what the call fails with, itself. */
  public abstract ApiResponse<Connection> update(
      DatagridClient client, String id, String name, RequestOptions options);

  /** Executes a call, and throws what it fails with, itself. */
  public abstract <T> ApiResponse<T> execute(
      DatagridClient client, Call<T> call, RequestOptions options);

  /** {@link #update(DatagridClient, String, String, RequestOptions)} with default options. */
  public ApiResponse<Connection> update(DatagridClient client, String id, String name) {
    return update(client, id, name, RequestOptions.none());
  }

  /** Renames some connection. */
  public ApiResponse<Connection> update(DatagridClient client) {
    return update(client, "conn_1", "Sales");
  }

  private static UpdateConnectionRequest named(String name) {
    return new UpdateConnectionRequest().name(name);
  }

  /** What the future gives, or throws what it failed with, itself. */
  public static <T> T await(CompletableFuture<T> future) {
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
