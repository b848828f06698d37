package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts of faults, for some requests or for all. */
class StubFaultsTest {
  private static final String UPDATE = "Connection.updateConnection";

  @RegisterExtension static final DatagridStubExtension DATAGRID = new DatagridStubExtension();

  @Test
  void oneAfterTheOther(DatagridStubServer server) {
    server
        .forOperation(UPDATE)
        .failNext(2, StubFault.internalServerError())
        .then(StubFault.none())
        .then(2, StubFault.respond(418, "{}"))
        .failNext(StubFault.rateLimited());

    assertThat(statuses("conn_1", 7)).containsExactly(500, 500, 200, 418, 418, 429, 200);
  }

  @Test
  void forAnId(DatagridStubServer server) {
    server
        .forId("conn 7/b")
        .failNext(StubFault.internalServerError())
        .then(StubFault.rateLimited());

    assertThat(statuses("conn_1", 1)).containsExactly(200);
    assertThat(statuses("conn%207%2Fb", 3)).containsExactly(500, 429, 200);
  }

  @Test
  void anIdGoesBeforeItsOperationAndThatBeforeAll(DatagridStubServer server) {
    server.failNext(StubFault.respond(418, "{}")).then(StubFault.respond(419, "{}"));
    server.forOperation(UPDATE).failNext(StubFault.respond(420, "{}"));
    server.forId("conn_1").failNext(StubFault.respond(421, "{}"));

    assertThat(statuses("conn_2", 1)).containsExactly(420);
    assertThat(statuses("conn_1", 4)).containsExactly(421, 418, 419, 200);
  }

  @Test
  void withoutEndUntilAReset(DatagridStubServer server) {
    server.forId("conn_1").failNext(Integer.MAX_VALUE, StubFault.serviceUnavailable());
    assertThat(statuses("conn_1", 3)).containsOnly(503);

    server.reset();
    assertThat(statuses("conn_1", 1)).containsExactly(200);
  }

  @Test
  void whatMakesNoSenseIsRefused(DatagridStubServer server) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.forOperation("updateConnection"))
        .withMessage("No operation updateConnection; there are [Connection.updateConnection]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.failNext(-1, StubFault.reset()))
        .withMessage("requests must not be negative: -1");
    server.failNext(0, StubFault.internalServerError());
    assertThat(statuses("conn_1", 1)).containsExactly(200);
  }

  private static List<Integer> statuses(String id, int requests) {
    StubHttp http = new StubHttp(DATAGRID.server().baseUrl());
    return IntStream.range(0, requests)
        .mapToObj(i -> http.update(id, "name").statusCode())
        .toList();
  }
}
