package org.example;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;

/** Renames in each way that there is: blocking, asynchronously, by the generated interface; and fails. */
public final class Rename {

  private Rename() {}

  public static void main(String[] args) {
    try (DatagridClient client =
        DatagridClient.builder().apiKey("test").baseUrl(args[0]).maxRetries(0).build()) {
      Connection blocking = client.connections().update("conn_1", "Sales");
      System.out.println(blocking.getName() + ' ' + blocking.getObjectType());
      System.out.println(client.connections().updateAsync("conn_1", "Async").join().getName());
      ConnectionsApi api = client.api(ConnectionsApi.class);
      System.out.println(
          client
              .execute(api.updateConnection("conn_1", new UpdateConnectionRequest().name("Api")))
              .body()
              .getName());
      try {
        client.connections().update("missing", "Sales");
      } catch (NotFoundException e) {
        System.out.println(e.statusCode());
      }
      try {
        client.connections().update("limited", "Sales");
      } catch (RateLimitException e) {
        System.out.println(e.error().orElseThrow().getMessage());
      }
      System.out.println(client.rateLimits().keySet().iterator().next().path());
    }
  }
}
