package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.testing.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slow responses alone hold up nobody else. */
class SlowTeamspaceTest {

  private static final UpdateConnectionRequest REQUEST = new UpdateConnectionRequest().name("x");

  private static RequestOptions teamspace(String name) {
    return RequestOptions.builder().teamspace(name).build();
  }

  @ParameterizedTest
  @EnumSource
  void holdsUpNoOther(Mode mode) throws Exception {
    CountDownLatch slowOnes = new CountDownLatch(64);
    CountDownLatch release = new CountDownLatch(1);
    RawServer.Script script =
        (wire, server) -> {
          for (Wire.Request next = wire.read(); next != null; next = wire.read()) {
            if (next.header("Datagrid-Teamspace").equals("slow")) {
              slowOnes.countDown();
              release.await();
            }
            Responses.ok(wire);
          }
        };
    try (RawServer server = new RawServer(RawServer.loopback(), script);
        DatagridClient client =
            DatagridClient.builder()
                .apiKey("test-key")
                .baseUrl(server.url())
                .initialRateLimit(1_000)
                .callTimeout(Duration.ZERO)
                .build()) {
      List<CompletableFuture<?>> slow = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        slow.add(
            client.connections().updateWithResponseAsync("conn_" + i, REQUEST, teamspace("slow")));
      }
      slowOnes.await(); // as many as used to have all threads

      Connection connection = mode.update(client, "conn_1", "x", teamspace("healthy")).body();

      assertThat(connection.getId()).isEqualTo("conn_1");
      assertThat(slow).noneMatch(CompletableFuture::isDone);
      release.countDown();
      slow.forEach(Mode::await);
    }
  }
}
