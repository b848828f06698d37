package com.datagrid.client.fleet;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.redis.RedisFleet;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls through the Datagrid client. */
final class DatagridCaller implements Caller {

  private final DatagridClient client;
  private final Optional<RedisFleet> fleet;

  private DatagridCaller(DatagridClient client, Optional<RedisFleet> fleet) {
    this.client = client;
    this.fleet = fleet;
  }

  /** Without a fleet. */
  static DatagridCaller alone(DatagridClient.Builder settings) {
    return new DatagridCaller(settings.build(), Optional.empty());
  }

  /** In a fleet with the other processes that use the same Redis. */
  static DatagridCaller inFleet(Task task) {
    RedisFleet fleet = RedisFleet.builder().uri(task.redis()).processes(task.processes()).build();
    return new DatagridCaller(settings(task).fleet(fleet).build(), Optional.of(fleet));
  }

  /** The options that all rows with our client have in common. */
  static DatagridClient.Builder settings(Task task) {
    return DatagridClient.builder()
        .apiKey("key")
        .baseUrl(task.baseUrl())
        .rateLimitWindow(task.window())
        .callTimeout(Duration.ZERO);
  }

  @Override
  public CompletableFuture<?> call(String connection) {
    return client.connections().updateAsync(connection, "Sales");
  }

  @Override
  public void close() {
    client.close();
    fleet.ifPresent(RedisFleet::close);
  }
}
