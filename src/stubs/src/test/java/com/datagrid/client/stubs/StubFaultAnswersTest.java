package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Faults that are answers, and the options that name them. */
class StubFaultAnswersTest {

  private static final Response OK = Response.response().status(200).body("{}").build();

  @Test
  void rateLimitedLeavesTheLimitToTheServer() {
    Response answer = StubFault.rateLimited().apply(OK);

    assertThat(answer.getStatus()).isEqualTo(429);
    assertThat(answer.getBodyAsString()).contains("rate_limit_exceeded");
    assertThat(answer.getHeaders().getHeader("Retry-After").firstValue()).isEqualTo("1");
    assertThat(answer.getHeaders().getHeader("X-RateLimit-Limit").isPresent()).isFalse();
  }

  @Test
  void respondsWithWhatItIsGiven() {
    Response answer = StubFault.respond(422, "{\"message\": \"no\"}").apply(OK);

    assertThat(answer.getStatus()).isEqualTo(422);
    assertThat(answer.getBodyAsString()).isEqualTo("{\"message\": \"no\"}");
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
