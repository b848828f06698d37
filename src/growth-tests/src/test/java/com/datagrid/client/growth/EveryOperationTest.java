package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.NotFoundException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.api.ItemsApi;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import retrofit2.Call;

/** Limiter, retries and typed errors hold for all of a hundred operations alike. */
class EveryOperationTest {

  @RegisterExtension private final Server server = new Server();

  @Test
  void waitsOutA429AndFailsWithATypedError() throws Exception {
    server.http().setDispatcher(new RejectsFirst());
    Map<String, CompletableFuture<?>> results = new LinkedHashMap<>();
    for (Class<?> api : apis()) {
      for (Method method : api.getMethods()) {
        Object[] arguments =
            Arrays.stream(method.getGenericParameterTypes()).map(Samples::of).toArray();
        Call<?> call = (Call<?>) method.invoke(server.client().api(api), arguments);
        results.put(
            api.getSimpleName() + '.' + method.getName(),
            server.client().executeAsync(call, RequestOptions.none()));
      }
    }

    assertThat(results).hasSize(101);
    results.forEach(
        (name, result) ->
            assertThatThrownBy(result::join)
                .as(name)
                .hasCauseInstanceOf(NotFoundException.class)
                .satisfies(e -> assertThat(attempts(e)).isEqualTo(2)));
    assertThat(server.client().rateLimits()).hasSize(101);
  }

  private static int attempts(Throwable e) {
    return e.getCause() instanceof NotFoundException notFound ? notFound.attempts() : 0;
  }

  private static List<Class<?>> apis() throws Exception {
    Path classes =
        Path.of(ItemsApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("com/datagrid/client/api"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replace(".class", ""))
          .sorted()
          .<Class<?>>map(EveryOperationTest::api)
          .toList();
    }
  }

  private static Class<?> api(String name) {
    try {
      return Class.forName("com.datagrid.client.api." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
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
