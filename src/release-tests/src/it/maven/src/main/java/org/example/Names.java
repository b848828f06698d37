package org.example;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;

/** Uses a type of each artifact that the client's signatures name. */
public final class Names {
  private final DatagridClient client;

  public Names(DatagridClient client) {
    this.client = client;
  }

  public String rename(String id, String name) {
    Connection connection = client.connections().update(id, name);
    return connection.getName() + " " + client.rateLimits().keySet().iterator().next().path();
  }
}
