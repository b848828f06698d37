package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.testing.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The stub server with its own headers and rejections is as documented, too. */
@Isolated("a busy machine would stamp requests later than the limiter reckons with")
class StubServerContractTest {

  private static final Duration WINDOW = Duration.ofSeconds(1);

  @RegisterExtension final ContractServer contract = new ContractServer();

  @Test
  void callsBeyondTheLimitWaitAndNoneIsRejected() {
    try (DatagridStubServer stub = DatagridStubServer.builder().limit(10).window(WINDOW).start();
        DatagridClient client = client(stub).build()) {
      contract.watch(stub.wireMock());

      List<CompletableFuture<Connection>> futures = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        futures.add(client.connections().updateAsync("conn_" + i, "Sales"));
      }
      futures.forEach(Mode::await);

      assertThat(stub.counts().accepted()).isEqualTo(15);
      assertThat(stub.counts().rejected()).isZero();
      assertThat(contract.exchanges()).hasSize(15);
    }
  }

  @Test
  void twoClientsOnOneRegistryKeepToTheLimitTogether() {
    try (DatagridStubServer stub = DatagridStubServer.builder().limit(10).window(WINDOW).start();
        DatagridClient first = client(stub).build();
        DatagridClient second =
            DatagridClient.builder()
                .baseUrl(stub.baseUrl())
                .apiKey("test-key")
                .rateLimitsOf(first)
                .build()) {
      contract.watch(stub.wireMock());

      List<CompletableFuture<Connection>> futures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        futures.add(first.connections().updateAsync("conn_1", "Sales"));
        futures.add(second.connections().updateAsync("conn_2", "Sales"));
      }
      futures.forEach(Mode::await);

      assertThat(stub.counts().accepted()).isEqualTo(16);
      assertThat(stub.counts().rejected()).isZero();
    }
  }

  @Test
  void clientsThatShareTheLimitByHalvesKeepToItTogether() {
    try (DatagridStubServer stub = DatagridStubServer.builder().limit(10).window(WINDOW).start();
        DatagridClient first = client(stub).rateLimitShare(0.5).build();
        DatagridClient second = client(stub).rateLimitShare(0.5).build()) {
      contract.watch(stub.wireMock());

      List<CompletableFuture<Connection>> futures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        futures.add(first.connections().updateAsync("conn_1", "Sales"));
        futures.add(second.connections().updateAsync("conn_2", "Sales"));
      }
      futures.forEach(Mode::await);

      assertThat(stub.counts().rejected()).isZero();
    }
  }

  @Test
  void itsRejectionsAreDocumentedAndWaitedOut() {
    try (DatagridStubServer stub = DatagridStubServer.builder().limit(1).window(WINDOW).start();
        DatagridClient client = client(stub).build();
        DatagridClient other = client(stub).build()) {
      contract.watch(stub.wireMock());
      other.connections().update("conn_1", "Sales");

      ApiResponse<Connection> response = Mode.BLOCKING.update(client, "conn_1", "Sales");

      assertThat(response.attempts()).isEqualTo(2);
      assertThat(response.rateLimit())
          .hasValueSatisfying(limit -> assertThat(limit.limit()).isEqualTo(1));
      assertThat(stub.counts().rejected()).isEqualTo(1);
      assertThat(contract.exchanges())
          .extracting(exchange -> exchange.status())
          .containsExactly(200, 429, 200);
    }
  }

  private static DatagridClient.Builder client(DatagridStubServer stub) {
    return DatagridClient.builder()
        .baseUrl(stub.baseUrl())
        .apiKey("test-key")
        .rateLimitWindow(WINDOW);
  }
}
