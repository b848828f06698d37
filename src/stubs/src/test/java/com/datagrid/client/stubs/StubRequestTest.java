package com.datagrid.client.stubs;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a server received. */
class StubRequestTest {
  private final VirtualClock clock = new VirtualClock();
  private final DatagridStubServer.Builder builder = DatagridStubServer.builder().clock(clock);

  @Test
  void hasAllThatWasSent() {
    try (DatagridStubServer server = builder.start()) {
      clock.advance(Duration.ofSeconds(5));
      new StubHttp(server.baseUrl()).teamspace("team").update("a%20b+c%2Fd", "Sales");

      StubRequest request = server.requests().get(0);
      assertThat(server.requests()).hasSize(1);
      assertThat(request.time()).isEqualTo(clock.instant());
      assertThat(request.operationId()).isEqualTo("Connection.updateConnection");
      assertThat(request.method()).isEqualTo("PATCH");
      assertThat(request.path()).isEqualTo("/v1/connections/a%20b+c%2Fd");
      assertThat(request.id()).isEqualTo("a b+c/d");
      assertThat(request.pathParameters()).containsEntry("connection_id", "a b+c/d").hasSize(1);
      assertThat(request.name()).isEqualTo("Sales");
      assertThat(request.body()).isEqualTo("{\"name\":\"Sales\"}");
      assertThat(request.header("datagrid-teamspace")).isEqualTo("team");
      assertThat(request.header("X-Missing")).isNull();
      assertThat(request.headers().get("authorization")).containsExactly("Bearer key");
      assertThat(request.status()).isEqualTo(200);
      assertThat(request).hasToString("PATCH /v1/connections/a%20b+c%2Fd -> 200");
    }
  }

  @Test
  void thoseThatWereRefusedOrBrokeToo() {
    try (DatagridStubServer server = builder.limit(2).start()) {
      StubHttp http = new StubHttp(server.baseUrl());
      http.authorization(null).update("conn_1", "a");
      server.failNext(StubFault.reset());
      assertThatIOException()
          .isThrownBy(() -> http.trySend("PATCH", "/connections/conn_2", "{\"name\": \"b\"}"));
      http.send("PATCH", "/connections/conn_3", "[1]");
      http.update("conn_4", "d");
      http.send("GET", "/nowhere", "");
      server.wireMock().stubFor(get(urlPathEqualTo("/v1/own")).willReturn(ok()));
      http.send("GET", "/own?a=b", "");

      List<StubRequest> requests = server.requests();
      assertThat(requests)
          .extracting(StubRequest::status)
          .containsExactly(401, 0, 400, 429, 404, 200);
      assertThat(requests)
          .extracting(StubRequest::id)
          .containsExactly("conn_1", "conn_2", "conn_3", "conn_4", null, null);
      assertThat(requests)
          .extracting(StubRequest::name)
          .containsExactly("a", "b", null, "d", null, null);
      assertThat(requests.get(5).operationId()).isNull();
      assertThat(requests.get(5).path()).isEqualTo("/v1/own?a=b");
      server.reset();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void theOldestAreLeftOut() {
    try (DatagridStubServer server = builder.requests(2).start()) {
      StubHttp http = new StubHttp(server.baseUrl());
      IntStream.range(0, 5).forEach(i -> http.update("conn_" + i, "name"));

      assertThat(server.requests()).extracting(StubRequest::id).containsExactly("conn_3", "conn_4");
      assertThat(server.counts().total()).isEqualTo(5);
    }
  }

  @Test
  void alsoIfTheirBodiesAreTooMuch() {
    String body = "{\"name\":\"a\"}";
    try (DatagridStubServer server = builder.requestText(2 * body.length() + 1).start()) {
      StubHttp http = new StubHttp(server.baseUrl());
      IntStream.range(0, 4).forEach(i -> http.update("conn_" + i, "a"));

      assertThat(server.requests()).extracting(StubRequest::id).containsExactly("conn_2", "conn_3");
      http.update("conn_5", "a".repeat(100));
      assertThat(server.requests()).isEmpty();
    }
  }
}
