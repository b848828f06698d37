package org.example.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubServer;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void renamesOnTheModulePath() {
    assertTrue(Names.class.getModule().isNamed());
    assertTrue(DatagridClient.class.getModule().isNamed());
    try (DatagridStubServer server = DatagridStubServer.builder().start();
        DatagridClient client =
            DatagridClient.builder().apiKey("test").baseUrl(server.baseUrl()).build()) {
      assertEquals("conn_1 is now called Sales", Names.rename(client, "conn_1", "Sales"));
    }
  }
}
