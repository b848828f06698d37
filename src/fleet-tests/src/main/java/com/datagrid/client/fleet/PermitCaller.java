package com.datagrid.client.fleet;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Plain OkHttp behind another limiter: threads take a permit, call, and after a 429 wait for {@code
 * Retry-After} and take another permit.
 */
final class PermitCaller implements Caller {

  /** Four processes can then have 64 requests in flight, more than a window of 40. */
  private static final int THREADS = 16;

  private final OkHttpClient http = new OkHttpClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final String baseUrl;
  private final Permits permits;

  /** The limiter. */
  interface Permits extends AutoCloseable {

    /** Blocks until a permit is available; run the result once the response has arrived. */
    Runnable acquire() throws InterruptedException;

    @Override
    void close();
  }

  PermitCaller(String baseUrl, Permits permits) {
    this.baseUrl = baseUrl;
    this.permits = permits;
  }

  @Override
  @CheckReturnValue
  public CompletableFuture<?> call(String connection) {
    Request request =
        new Request.Builder()
            .url(baseUrl + "/connections/" + connection)
            .header("Authorization", "Bearer key")
            .patch(RequestBody.create("{\"name\": \"Sales\"}", MediaType.get("application/json")))
            .build();
    return CompletableFuture.runAsync(
        () -> {
          try {
            untilAccepted(request);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        threads);
  }

  private void untilAccepted(Request request) throws IOException, InterruptedException {
    while (true) {
      Runnable onResponse = permits.acquire();
      try (Response response = http.newCall(request).execute()) {
        onResponse.run();
        if (response.isSuccessful()) {
          return;
        }
        if (response.code() != 429) {
          throw new IOException("responded " + response.code());
        }
        String pause = response.header("Retry-After", "1");
        Thread.sleep(Duration.ofSeconds(Long.parseLong(pause)).toMillis());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    permits.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
