package org.example.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.AuthenticationException;
import com.datagrid.client.CallInterruptedException;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.ClientClosedException;
import com.datagrid.client.Connections;
import com.datagrid.client.DatagridException;
import com.datagrid.client.Headers;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.PermissionDeniedException;
import com.datagrid.client.RateLimit;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.RateLimitStatus;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A user's own test, from outside of the library's packages: everything that the client returns or
 * throws can be made, and {@link Connections} has a fake that is no mock.
 */
class FakeConnectionsTest {

  /** What users have: code that gives up on some failures and lives with others. */
  private record Renamer(Connections connections) {

    String rename(String id, String name) {
      try {
        return connections.update(id, name).getName();
      } catch (NotFoundException e) {
        return "gone";
      } catch (RateLimitException e) {
        return "later: " + e.retryAfter().map(Duration::toSeconds).orElse(-1L);
      } catch (DatagridException e) {
        return "failed after " + e.attempts();
      }
    }
  }

  /** Connections in memory, in two methods. */
  private static final class FakeConnections implements Connections {
    private final Map<String, Connection> byId = new HashMap<>();
    private Optional<Supplier<? extends DatagridException>> failure = Optional.empty();

    @Override
    public ApiResponse<Connection> updateWithResponse(
        String connectionId, UpdateConnectionRequest request, RequestOptions options) {
      failure.ifPresent(
          planned -> {
            throw planned.get();
          });
      Connection connection = byId.get(connectionId);
      if (connection == null) {
        throw new NotFoundException(Headers.empty(), "");
      }
      connection.setName(request.getName());
      return ApiResponse.builder(connection)
          .statusCode(200)
          .header("X-Request-Id", "req_1")
          .header("X-RateLimit-Limit", "200")
          .header("X-RateLimit-Remaining", "199")
          .header("X-RateLimit-Reset", "1893456000")
          .attempts(2)
          .elapsed(Duration.ofMillis(30))
          .build();
    }

    @Override
    public CompletableFuture<ApiResponse<Connection>> updateWithResponseAsync(
        String connectionId, UpdateConnectionRequest request, RequestOptions options) {
      try {
        return CompletableFuture.completedFuture(
            updateWithResponse(connectionId, request, options));
      } catch (DatagridException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private final FakeConnections connections = new FakeConnections();
  private final Renamer renamer = new Renamer(connections);

  FakeConnectionsTest() {
    OffsetDateTime then = OffsetDateTime.parse("2025-01-01T00:00:00Z");
    connections.byId.put(
        "conn_1",
        new Connection()
            .objectType(Connection.ObjectTypeEnum.CONNECTION)
            .id("conn_1")
            .name("Sales")
            .teamspaceId("team_1")
            .connectorId("drive")
            .createdAt(then)
            .updatedAt(then));
  }

  @Test
  void codeOfTheUserRunsOnTheFake() {
    assertThat(renamer.rename("conn_1", "Marketing")).isEqualTo("Marketing");
    assertThat(renamer.rename("conn_2", "Marketing")).isEqualTo("gone");
    assertThat(connections.updateAsync("conn_1", "HR").join().getName()).isEqualTo("HR");
    assertThatThrownBy(() -> connections.updateAsync("conn_2", "HR").join())
        .hasCauseInstanceOf(NotFoundException.class);
  }

  @Test
  void aRateLimitExceptionReadsWhatItIsGivenAsTheClientDoes() {
    connections.failure =
        Optional.of(
            () ->
                new RateLimitException(
                    Headers.of("Retry-After", "7", "X-RateLimit-Limit", "40"),
                    """
                    {"status_code": 429, "error": "rate_limit_exceeded", "message": "Too many.",
                     "retryable": false}
                    """));
    assertThat(renamer.rename("conn_1", "x")).isEqualTo("later: 7");

    RateLimitException failure = (RateLimitException) connections.failure.get().get();
    assertThat(failure.statusCode()).isEqualTo(429);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.limit()).hasValue(40);
    assertThat(failure.errorCode()).hasValue("rate_limit_exceeded");
    assertThat(failure.error())
        .hasValueSatisfying(error -> assertThat(error.getMessage()).isEqualTo("Too many."));
    assertThat(failure).hasMessageContaining("429").hasMessageContaining("Too many.");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureCanBeMade(DatagridException failure) {
    connections.failure = Optional.of(() -> failure);

    assertThatThrownBy(() -> connections.update("conn_1", "x")).isSameAs(failure);
    assertThat(failure.getMessage()).isNotBlank();
  }

  static Stream<DatagridException> failures() {
    IOException cause = new SocketTimeoutException("timeout");
    Headers headers = Headers.of("X-Request-Id", "req_1");
    return Stream.of(
        new DatagridException("the vault is locked", cause),
        new ApiException(500, headers, "{}"),
        new AuthenticationException(headers, "{}"),
        new PermissionDeniedException(headers, "{}"),
        new NotFoundException(headers, "{}"),
        new RateLimitException(headers, "{}"),
        new TransportException("broken", cause, true),
        new InvalidResponseException("id is missing", 200, "{}", null),
        new CallTimeoutException("too late", Duration.ofSeconds(9), null),
        new CallInterruptedException("interrupted", null),
        new ClientClosedException("closed", null));
  }

  @Test
  void failuresTellWhatTheyWereGiven() {
    IOException cause = new SocketTimeoutException("timeout");

    ApiException error =
        new ApiException(418, Headers.of("x-request-id", "req_1"), "{\"code\": \"teapot\"}");
    assertThat(error.statusCode()).isEqualTo(418);
    assertThat(error.errorCode()).hasValue("teapot");
    assertThat(error.requestId()).hasValue("req_1");
    assertThat(error.rawBody()).isEqualTo("{\"code\": \"teapot\"}");
    assertThat(error.attempts()).isEqualTo(1);
    assertThat(new TransportException("broken", cause, true).isTimeout()).isTrue();
    assertThat(new TransportException("broken", cause, true)).hasCause(cause);
    assertThat(new InvalidResponseException("bad", 200, "x", null).rawBody()).isEqualTo("x");
    assertThat(new CallTimeoutException("late", Duration.ofSeconds(9), null).requiredWait())
        .hasValue(Duration.ofSeconds(9));
    assertThat(new CallTimeoutException("late", null, cause).requiredWait()).isEmpty();
  }

  @Test
  void aResponseCanBeMade() {
    ApiResponse<Connection> response =
        connections.updateWithResponse(
            "conn_1",
            new UpdateConnectionRequest().name("x"),
            RequestOptions.builder().callTimeout(Duration.ZERO).build());

    assertThat(response.requestId()).hasValue("req_1");
    assertThat(response.rateLimit())
        .hasValue(
            RateLimit.of(
                200, OptionalInt.of(199), Optional.of(Instant.parse("2030-01-01T00:00:00Z"))));
    assertThat(response.headers().all("x-request-id")).isEqualTo(List.of("req_1"));
    assertThat(response.attempts()).isEqualTo(2);
    assertThat(response.elapsed()).isEqualTo(Duration.ofMillis(30));
    assertThat(ApiResponse.of("body").body()).isEqualTo("body");
    assertThat(ApiResponse.of("body").statusCode()).isEqualTo(200);
  }

  @Test
  void aSnapshotOfRateLimitsCanBeMade() {
    Map<RateLimitKey, RateLimitStatus> limits =
        Map.of(
            RateLimitKey.of(Optional.of("team_1"), "PATCH", "/connections/{connection_id}"),
            RateLimitStatus.of(OptionalInt.of(200), 3, 1, 0, Optional.empty()));

    assertThat(limits.values()).extracting(RateLimitStatus::used).containsExactly(3);
  }
}
