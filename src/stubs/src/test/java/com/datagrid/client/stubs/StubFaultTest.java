package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.datagrid.client.stubs.DatagridStubServer.Counts;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StubFaultTest {
  @RegisterExtension
  static final DatagridStubExtension DATAGRID =
      new DatagridStubExtension(DatagridStubServer.builder().limit(100));

  static Stream<StubFault> brokenExchanges() {
    return Stream.of(
        StubFault.reset(), StubFault.emptyResponse(), StubFault.garbage(), StubFault.brokenBody());
  }

  @ParameterizedTest
  @MethodSource("brokenExchanges")
  void theExchangeBreaksOnceAndHasUsedItsSlot(StubFault fault, DatagridStubServer server) {
    server.failNext(fault);

    assertThatIOException()
        .isThrownBy(() -> http().trySend("PATCH", "/connections/conn_1", "{\"name\": \"x\"}"));
    assertThat(server.counts()).isEqualTo(new Counts(1, 0, 1));
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void errorsComeInOrderAndCarryTheRateLimitHeaders(DatagridStubServer server) {
    server.failNext(2, StubFault.internalServerError());
    server.failNext(StubFault.serviceUnavailable());

    assertThat(status()).isEqualTo(500);
    HttpResponse<String> second = http().update("conn_1", "name");
    assertThat(second.statusCode()).isEqualTo(500);
    assertThat(second.headers().firstValue("X-RateLimit-Remaining")).hasValue("98");
    HttpResponse<String> third = http().update("conn_1", "name");
    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void anyResponseCanBePutInPlace(DatagridStubServer server) {
    server.failNext(
        original ->
            Response.response()
                .status(429)
                .headers(new HttpHeaders(new HttpHeader("x-ratelimit-limit", "7")))
                .body("{\"retryable\": false}")
                .build());

    HttpResponse<String> response = http().update("conn_1", "name");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body()).isEqualTo("{\"retryable\": false}");
    // Its own header stays, the others are added.
    assertThat(response.headers().allValues("X-RateLimit-Limit")).containsExactly("7");
    assertThat(response.headers().firstValue("X-RateLimit-Remaining")).hasValue("99");
  }

  @Test
  void aRejectedRequestLeavesThePlannedFaultForTheNext(DatagridStubServer server) {
    server.setLimit(1);
    assertThat(status()).isEqualTo(200);
    server.failNext(StubFault.internalServerError());

    assertThat(status()).isEqualTo(429);
    server.setLimit(2);
    assertThat(status()).isEqualTo(500);
  }

  @Test
  void faultsByChanceAreTheSameWithTheSameSeed() {
    DatagridStubServer.Builder builder =
        DatagridStubServer.builder()
            .fault(0.2, StubFault.internalServerError())
            .fault(0.3, StubFault.serviceUnavailable())
            .seed(1);
    try (DatagridStubServer server = builder.start()) {
      List<Integer> first = statuses(server);
      assertThat(first).contains(200, 500, 503);
      assertThat(first.stream().filter(status -> status == 500).count()).isBetween(10L, 30L);
      assertThat(first.stream().filter(status -> status == 503).count()).isBetween(20L, 40L);

      server.reset();
      assertThat(statuses(server)).isEqualTo(first);
    }
    try (DatagridStubServer other = builder.seed(2).start();
        DatagridStubServer another = builder.seed(3).start()) {
      assertThat(statuses(other)).isNotEqualTo(statuses(another));
    }
  }

  private static List<Integer> statuses(DatagridStubServer server) {
    StubHttp http = new StubHttp(server.baseUrl());
    return IntStream.range(0, 100)
        .mapToObj(i -> http.update("conn_1", "name").statusCode())
        .toList();
  }

  private static StubHttp http() {
    return new StubHttp(DATAGRID.server().baseUrl());
  }

  private static int status() {
    return http().update("conn_1", "name").statusCode();
  }
}
