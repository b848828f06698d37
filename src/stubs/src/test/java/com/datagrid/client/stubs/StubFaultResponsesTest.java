package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Faults that are responses, and the options that name them. */
class StubFaultResponsesTest {

  private static final Response OK = Response.response().status(200).body("{}").build();

  @Test
  void rateLimitedLeavesTheLimitToTheServer() {
    Response response = StubFault.rateLimited().apply(OK);

    assertThat(response.getStatus()).isEqualTo(429);
    assertThat(response.getBodyAsString()).contains("rate_limit_exceeded");
    assertThat(response.getHeaders().getHeader("Retry-After").firstValue()).isEqualTo("1");
    assertThat(response.getHeaders().getHeader("X-RateLimit-Limit").isPresent()).isFalse();
  }

  @Test
  void respondsWithWhatItIsGiven() {
    Response response = StubFault.respond(422, "{\"message\": \"no\"}").apply(OK);

    assertThat(response.getStatus()).isEqualTo(422);
    assertThat(response.getBodyAsString()).isEqualTo("{\"message\": \"no\"}");
    assertThatThrownBy(() -> StubFault.respond(99, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99");
  }

  @Test
  void aPlainNumberIsSeconds() {
    Properties options = new Properties();
    options.setProperty("port", "0");
    options.setProperty("window", "6");
    options.setProperty("faults", "429=1");
    try (DatagridStubServer server =
        StubServerMain.start(options, new PrintStream(new ByteArrayOutputStream()))) {
      assertThat(server.baseUrl()).endsWith("/v1");
    }
  }
}
