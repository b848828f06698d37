package com.datagrid.client.comparison;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/** Clients in Java, called by a pool of threads. */
record InJava(String name, Factory factory) implements Contender {

  /** Makes a client for a server. */
  interface Factory {
    Client make(String baseUrl);
  }

  /** Renames one connection; gives its name. */
  interface Client extends AutoCloseable {
    String rename(String id) throws Exception;

    @Override
    default void close() {}
  }

  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(
              OffsetDateTime.class,
              (JsonDeserializer<OffsetDateTime>)
                  (json, type, context) -> OffsetDateTime.parse(json.getAsString()))
          .create();

  /** With its defaults, but for the window, which is 60 s for the service and its default. */
  static InJava ours(Duration window) {
    return new InJava("ours", baseUrl -> client(baseUrl, window));
  }

  static InJava plainRetrofit() {
    return new InJava("retrofit", InJava::retrofit);
  }

  /** As one would set it who knows the limit: so many per window, and three attempts. */
  static InJava retrofitWithResilience4j(int limit, Duration window) {
    RateLimiterConfig limiter =
        RateLimiterConfig.custom()
            .limitForPeriod(limit)
            .limitRefreshPeriod(window)
            .timeoutDuration(Duration.ofHours(1))
            .build();
    RetryConfig retry =
        RetryConfig.custom()
            .maxAttempts(3)
            .intervalFunction(IntervalFunction.ofExponentialBackoff(500, 2))
            .build();
    return new InJava(
        "resilience4j",
        baseUrl -> {
          Client plain = retrofit(baseUrl);
          RateLimiter permits = RateLimiter.of("update", limiter);
          Retry attempts = Retry.of("update", retry);
          return id ->
              attempts.executeCallable(() -> permits.executeCallable(() -> plain.rename(id)));
        });
  }

  private static Client client(String baseUrl, Duration window) {
    DatagridClient client =
        DatagridClient.builder().apiKey("test").baseUrl(baseUrl).rateLimitWindow(window).build();
    return new Client() {
      @Override
      public String rename(String id) {
        return client.connections().update(id, "Sales").getName();
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  private static Client retrofit(String baseUrl) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Request request =
                      chain.request().newBuilder().header("Authorization", "Bearer test").build();
                  return chain.proceed(request);
                })
            .build();
    ConnectionsApi api =
        new Retrofit.Builder()
            .baseUrl(baseUrl + "/")
            .client(http)
            .addConverterFactory(GsonConverterFactory.create(GSON))
            .build()
            .create(ConnectionsApi.class);
    return id -> {
      Response<Connection> response =
          api.updateConnection(id, new UpdateConnectionRequest().name("Sales")).execute();
      Connection connection = response.body();
      if (connection == null) {
        throw new IOException("HTTP " + response.code());
      }
      return connection.getName();
    };
  }

  @Override
  public Optional<String> prepare() {
    return Optional.empty();
  }

  @Override
  public Result rename(String baseUrl, int calls, int workers) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    int failed = 0;
    String last = "";
    try (Client client = factory.make(baseUrl)) {
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        String id = "conn_" + i;
        futures.add(pool.submit(() -> client.rename(id)));
      }
      for (Future<String> future : futures) {
        try {
          last = "name " + future.get();
        } catch (ExecutionException e) {
          failed++;
          Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
          last = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return new Result(failed, last);
  }
}
