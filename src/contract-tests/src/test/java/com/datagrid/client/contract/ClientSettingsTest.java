package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.testing.Mode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings of a client, as the server sees them. */
@ParameterizedClass
@EnumSource(Mode.class)
class ClientSettingsTest {

  /** Far longer than a test, so that a call that does not fit waits for no slot: it is refused. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @RegisterExtension final ContractServer server = new ContractServer();

  private final Mode mode;

  ClientSettingsTest(Mode mode) {
    this.mode = mode;
  }

  @Test
  void aKeySupplierIsAskedForEveryAttempt() {
    server.allowUndocumented(500).respondOnce(DatagridStubs.internalServerError());
    Iterator<String> keys = List.of("key-1", "key-2").iterator();
    try (DatagridClient client = server.client().apiKey(keys::next).build()) {
      mode.update(client, "conn_1", "Sales");
    }

    assertThat(server.exchanges())
        .extracting(exchange -> exchange.header("Authorization"))
        .containsExactly("Bearer key-1", "Bearer key-2");
  }

  @Test
  void aKeySupplierThatFailsFailsTheCall() {
    IllegalStateException locked = new IllegalStateException("vault is locked");
    try (DatagridClient client =
        server
            .client()
            .apiKey(
                () -> {
                  throw locked;
                })
            .build()) {

      assertThatExceptionOfType(DatagridException.class)
          .isThrownBy(() -> mode.update(client, "conn_1", "Sales"))
          .withCause(locked);
    }
    assertThat(server.exchanges()).isEmpty();
  }

  @Test
  void aBodyBeyondMaxResponseBytesIsInvalid() {
    try (DatagridClient client = server.client().maxResponseBytes(100).build()) {
      assertThatExceptionOfType(InvalidResponseException.class)
          .isThrownBy(() -> mode.update(client, "conn_1", "Sales"))
          .withMessageContaining("maxResponseBytes");
    }
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void initialRateLimitHoldsUntilTheServerNamesOne() {
    try (DatagridClient client =
        server.client().initialRateLimit(2).callTimeout(DEADLINE).build()) {
      mode.update(client, "conn_1", "Sales");
      mode.update(client, "conn_1", "Sales");

      assertRefused(client, "conn_1");
    }
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void theServersLimitReplacesTheInitialOne() {
    server.respond(withLimit(3));
    try (DatagridClient client =
        server.client().initialRateLimit(1).callTimeout(DEADLINE).build()) {
      for (int i = 0; i < 3; i++) {
        mode.update(client, "conn_1", "Sales");
      }

      assertRefused(client, "conn_1");
    }
    assertThat(server.exchanges()).hasSize(3);
  }

  @Test
  void rateLimitShareLeavesTheRestToOthers() {
    server.respond(withLimit(8));
    try (DatagridClient client =
        server.client().rateLimitShare(0.5).callTimeout(DEADLINE).build()) {
      for (int i = 0; i < 4; i++) {
        mode.update(client, "conn_1", "Sales");
      }

      assertRefused(client, "conn_1");
    }
    assertThat(server.exchanges()).hasSize(4);
  }

  @Test
  void oneWindowForAllConnectionsIsTheDefault() {
    server.respond(withLimit(1));
    try (DatagridClient client = server.client().callTimeout(DEADLINE).build()) {
      mode.update(client, "conn_1", "Sales");

      assertRefused(client, "conn_2");
      assertThat(client.rateLimits())
          .containsOnlyKeys(
              RateLimitKey.of(Optional.empty(), "PATCH", "/connections/{connection_id}"));
    }
  }

  @Test
  void rateLimitPerPathGivesEachConnectionItsWindow() {
    server.respond(withLimit(1));
    try (DatagridClient client =
        server.client().rateLimitPerPath(true).callTimeout(DEADLINE).build()) {
      mode.update(client, "conn_1", "Sales");
      mode.update(client, "conn_2", "Sales");

      assertRefused(client, "conn_1");
      assertRefused(client, "conn_2");
      assertThat(client.rateLimits())
          .containsOnlyKeys(
              RateLimitKey.of(Optional.empty(), "PATCH", "/connections/conn_1"),
              RateLimitKey.of(Optional.empty(), "PATCH", "/connections/conn_2"));
    }
  }

  @Test
  void clientsWithOneRegistryShareTheAllowance() {
    server.respond(withLimit(2));
    DatagridClient first = server.client().callTimeout(DEADLINE).build();
    try (DatagridClient second =
        server.client().callTimeout(DEADLINE).rateLimitsOf(first).build()) {
      mode.update(first, "conn_1", "Sales");
      first.close();
      mode.update(second, "conn_1", "Sales");

      assertRefused(second, "conn_1");
    }
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void aPauseAfterTheDeadlineFailsTheCallThatMetItAndRefusesTheNext() {
    server.respond(Bodies.body("limit").withStatus(429).withHeader("Retry-After", "60"));
    try (DatagridClient client = server.client().callTimeout(DEADLINE).build()) {
      RateLimitException failure =
          catchThrowableOfType(
              RateLimitException.class, () -> mode.update(client, "conn_1", "Sales"));
      assertThat(failure.attempts()).isEqualTo(1);
      assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(60));
      assertThat(failure).hasMessageContaining("callTimeout");

      assertRefused(client, "conn_1");
    }
  }

  @Test
  void noHeaderKillsAKey() {
    Duration most = Duration.ofMillis(300);
    server.respondOnce(
        "conn_1", Bodies.body("limit").withStatus(429).withHeader("Retry-After", "99999999999"));
    try (DatagridClient client = server.client().maxRetryAfter(most).build()) {
      RateLimitException failure =
          catchThrowableOfType(
              RateLimitException.class, () -> mode.update(client, "conn_1", "Sales"));
      assertThat(failure).hasMessageContaining("maxRetryAfter");

      mode.update(client, "conn_1", "Sales");

      assertThat(Waits.between(server.exchanges()))
          .singleElement()
          .satisfies(Waits.atLeastMillis(most.toMillis()));
    }
  }

  /** What is gone from the limit beside the first request, somebody else has used. */
  @Test
  void remainingOfTheFirstResponseHoldsUpTheNextCall() {
    server.respond(withLimit(10).withHeader("X-RateLimit-Remaining", "0"));
    try (DatagridClient client = server.client().callTimeout(Duration.ofSeconds(5)).build()) {
      mode.update(client, "conn_1", "Sales");

      assertThatExceptionOfType(CallTimeoutException.class)
          .isThrownBy(() -> mode.update(client, "conn_1", "Sales"))
          .satisfies(failure -> assertThat(failure.attempts()).isZero());
    }
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void withoutUseRemainingItHoldsUpNobody() {
    server.respond(withLimit(10).withHeader("X-RateLimit-Remaining", "0"));
    try (DatagridClient client =
        server.client().callTimeout(Duration.ofSeconds(5)).useRemainingHeader(false).build()) {
      mode.update(client, "conn_1", "Sales");
      mode.update(client, "conn_1", "Sales");
    }
    assertThat(server.exchanges()).hasSize(2);
  }

  /** The turn comes in a minute, which is after the deadline: refused now, and nothing is sent. */
  private void assertRefused(DatagridClient client, String connectionId) {
    int before = server.exchanges().size();
    assertThatExceptionOfType(CallTimeoutException.class)
        .isThrownBy(() -> mode.update(client, connectionId, "Sales"))
        .satisfies(failure -> assertThat(failure.attempts()).isZero())
        .satisfies(
            failure ->
                assertThat(failure.requiredWait())
                    .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(DEADLINE)))
        .withMessageContaining("callTimeout");
    assertThat(server.exchanges()).hasSize(before);
  }

  private static ResponseDefinitionBuilder withLimit(int limit) {
    return okJson(Bodies.text("connection")).withHeader("X-RateLimit-Limit", "" + limit);
  }
}
