package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.stubs.DatagridStubServer.Counts;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that goes away and comes back. */
class OutageTest {
  private static final String UPDATE = "{\"name\": \"Sales\"}";

  @Test
  void refusesConnectionsUntilItStartsOnItsPort() {
    try (DatagridStubServer server = DatagridStubServer.builder().limit(3).start()) {
      String baseUrl = server.baseUrl();
      StubHttp http = new StubHttp(baseUrl);
      server.wireMock().addStubMapping(DatagridStubs.connectionNotFound("conn_2"));
      http.update("conn_1", "name");
      server.setLimit(2);

      server.stop();
      server.stop();
      assertThat(server.baseUrl()).isEqualTo(baseUrl);
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> http.trySend("PATCH", "/connections/conn_1", UPDATE));

      server.start();
      server.start();
      assertThat(http.update("conn_2", "name").statusCode()).isEqualTo(404);
      assertThat(http.update("conn_1", "name").statusCode()).isEqualTo(429);
      assertThat(server.counts()).isEqualTo(new Counts(2, 1, 2));
      assertThat(server.requests()).hasSize(3);
    }
  }

  /** Their timer ends with the server. */
  @Test
  void delaysAfterAnOutage() {
    try (DatagridStubServer server = DatagridStubServer.builder().start()) {
      server.stop();
      server.start();
      server.failNext(StubFault.delay(Duration.ofMillis(1)));

      assertThat(new StubHttp(server.baseUrl()).update("conn_1", "name").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aResetBringsItBackAsNew() {
    try (DatagridStubServer server = DatagridStubServer.builder().limit(3).start()) {
      StubHttp http = new StubHttp(server.baseUrl());
      http.update("conn_1", "name");
      server.setLimit(1);
      server.failNext(9, StubFault.internalServerError());
      server.stop();

      server.reset();
      assertThat(server.counts()).isEqualTo(new Counts(0, 0, 0));
      assertThat(server.requests()).isEmpty();
      assertThat(http.update("conn_1", "name").statusCode()).isEqualTo(200);
      assertThat(http.update("conn_1", "name").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void thePortMayBeTakenMeanwhile() {
    try (DatagridStubServer server = DatagridStubServer.builder().start()) {
      int port = server.wireMock().port();
      server.stop();
      try (DatagridStubServer other = DatagridStubServer.builder().port(port).start()) {
        assertThat(other.wireMock().port()).isEqualTo(port);
        assertThatExceptionOfType(FatalStartupException.class).isThrownBy(server::start);
      }
      server.start();
      assertThat(new StubHttp(server.baseUrl()).update("conn_1", "name").statusCode())
          .isEqualTo(200);
    }
  }
}
