package org.example.names;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;

/** Renames a connection: {@code Names conn_123 "Sales CRM"}. */
public final class Names {

  private Names() {}

  public static void main(String[] args) {
    try (DatagridClient client = DatagridClient.fromEnv()) {
      System.out.println(rename(client, args[0], args[1]));
    }
  }

  static String rename(DatagridClient client, String connectionId, String name) {
    Connection connection = client.connections().update(connectionId, name);
    return connection.getId() + " is now called " + connection.getName();
  }
}
