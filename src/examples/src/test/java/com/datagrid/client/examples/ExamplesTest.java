package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.stubs.StubFault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExamplesTest {

  @RegisterExtension
  static final DatagridStubExtension DATAGRID =
      new DatagridStubExtension(
          DatagridStubServer.builder().limit(2).window(Duration.ofMillis(300)));

  @SuppressWarnings("NullAway.Init")
  private DatagridClient client;

  @BeforeEach
  void open() {
    client =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl(DATAGRID.server().baseUrl())
            .rateLimitWindow(Duration.ofMillis(300))
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void firstCall() {
    assertThat(FirstCall.rename(client, "conn_1", "Sales")).isEqualTo("conn_1 is now called Sales");
  }

  @Test
  void bulkRename(DatagridStubServer server) {
    server.wireMock().addStubMapping(DatagridStubs.connectionNotFound("conn_2"));

    assertThat(
            BulkRename.rename(
                client,
                Map.of("conn_1", "A", "conn_2", "B", "conn_3", "C", "conn_4", "D", "conn_5", "E")))
        .isEqualTo(4);
  }

  @Test
  void errorHandling(DatagridStubServer server) {
    assertThat(ErrorHandling.rename(client, "conn_1", "Sales")).isEqualTo("renamed to Sales");

    server.failNext(StubFault.internalServerError());
    assertThat(ErrorHandling.rename(client, "conn_1", "Sales"))
        .startsWith("the service responded with 500");
  }
}
