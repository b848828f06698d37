package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.NotFoundException;
import com.datagrid.client.RequestOptions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limiter, retries and typed errors hold for all of a hundred operations alike. */
class EveryOperationTest {

  @RegisterExtension private final Server server = new Server();

  @Test
  void waitsOutA429AndFailsWithATypedError() throws Exception {
    server.http().setDispatcher(new RejectsFirst());
    Map<String, CompletableFuture<?>> results = new LinkedHashMap<>();
    GeneratedCalls.of(server.client())
        .forEach(
            (name, call) ->
                results.put(name, server.client().executeAsync(call, RequestOptions.none())));

    assertThat(results).hasSize(125);
    results.forEach(
        (name, result) ->
            assertThatThrownBy(result::join)
                .as(name)
                .hasCauseInstanceOf(NotFoundException.class)
                .satisfies(e -> assertThat(attempts(e)).isEqualTo(2)));
    assertThat(server.client().rateLimits()).hasSize(125);
  }

  private static int attempts(Throwable e) {
    return e.getCause() instanceof NotFoundException notFound ? notFound.attempts() : 0;
  }

  /** The first request of each kind is over the limit, and the second finds nothing. */
  private static final class RejectsFirst extends Dispatcher {
    private final Set<String> seen = new HashSet<>();

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
      boolean first = seen.add(request.getMethod() + request.getUrl().encodedPath());
      MockResponse.Builder response =
          new MockResponse.Builder()
              .code(first ? 429 : 404)
              .addHeader("X-RateLimit-Limit", "1000")
              .addHeader("Content-Type", "application/json")
              .body("{}");
      return (first ? response.addHeader("Retry-After", "0.05") : response).build();
    }
  }
}
