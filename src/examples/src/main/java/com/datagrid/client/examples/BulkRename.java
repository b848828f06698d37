package com.datagrid.client.examples;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Renames many connections at once: {@code BulkRename conn_1=Sales conn_2=Support ...}. The client
 * sends as many as the service's rate limit allows and queues the others, without a thread for
 * each.
 */
final class BulkRename {

  private BulkRename() {}

  public static void main(String[] args) {
    try (DatagridClient client =
        DatagridClient.builder()
            .fromEnv()
            .callTimeout(
                Duration.ZERO) // however long the queue is: the default gives up after 3 min
            .build()) {
      Map<String, String> namesById =
          Arrays.stream(args)
              .map(arg -> arg.split("=", 2))
              .collect(Collectors.toMap(arg -> arg[0], arg -> arg[1]));
      System.out.println(rename(client, namesById) + " renamed");
    }
  }

  /** How many were renamed; what failed is printed, and stops no other. */
  static long rename(DatagridClient client, Map<String, String> namesById) {
    List<CompletableFuture<Boolean>> renames =
        namesById.entrySet().stream().map(each -> rename(client, each)).toList();
    return renames.stream().filter(CompletableFuture::join).count();
  }

  private static CompletableFuture<Boolean> rename(
      DatagridClient client, Map.Entry<String, String> nameById) {
    CompletableFuture<Connection> update =
        client.connections().updateAsync(nameById.getKey(), nameById.getValue());
    return update.handle(
        (connection, failure) -> {
          if (failure != null) {
            System.err.println(nameById.getKey() + ": " + failure.getMessage());
          }
          return failure == null;
        });
  }
}
