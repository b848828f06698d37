package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatagridStubExtension.class)
class NamesTest {

  @Test
  void renames(DatagridStubServer server) {
    try (DatagridClient client =
        DatagridClient.builder().apiKey("test").baseUrl(server.baseUrl()).build()) {
      assertEquals(
          "Sales /connections/{connection_id}", new Names(client).rename("conn_123", "Sales"));
    }
    server
        .wireMock()
        .verify(
            WireMock.anyRequestedFor(WireMock.anyUrl())
                .withHeader("User-Agent", WireMock.equalTo(System.getProperty("user-agent"))));
  }
}
