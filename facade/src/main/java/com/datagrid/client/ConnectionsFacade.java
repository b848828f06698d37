package com.datagrid.client;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@link Connections} on the generated interface. */
final class ConnectionsFacade implements Connections {

  private final Pipeline pipeline;
  private final ConnectionsApi api;

  ConnectionsFacade(Pipeline pipeline, ConnectionsApi api) {
    this.pipeline = pipeline;
    this.api = api;
  }

  @Override
  public ApiResponse<Connection> updateWithResponse(
      String connectionId, UpdateConnectionRequest request, RequestOptions options) {
    return call(connectionId, request).executeTyped(options);
  }

  @Override
  public CompletableFuture<ApiResponse<Connection>> updateWithResponseAsync(
      String connectionId, UpdateConnectionRequest request, RequestOptions options) {
    return call(connectionId, request).executeAsync(options, Function.identity());
  }

  /** One future in place of the three that the default makes. */
  @Override
  public CompletableFuture<Connection> updateAsync(
      String connectionId, UpdateConnectionRequest request) {
    return call(connectionId, request).executeAsync(RequestOptions.none(), ApiResponse::body);
  }

  private ResilientCall<Connection> call(String connectionId, UpdateConnectionRequest request) {
    Objects.requireNonNull(connectionId, "connectionId");
    Objects.requireNonNull(request, "request");
    return ResilientCall.of(pipeline, api.updateConnection(connectionId, request));
  }
}
