package com.datagrid.client;

import com.datagrid.client.internal.Json;
import com.google.gson.Gson;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** HTTP without a network, for the client and for bare Retrofit calls. */
public final class InMemory {

  /** The limit that its responses name: far beyond what a benchmark does in a short window. */
  public static final int LIMIT = 1_000_000;

  private static final MediaType JSON = MediaType.get("application/json");

  /** What its responses carry. */
  public static final String CONNECTION =
      """
      {"object": "connection", "id": "conn_1", "name": "Sales", "teamspace_id": "team_1",
       "connector_id": "hubspot", "created_at": "2026-01-02T03:04:05Z",
       "updated_at": "2026-01-02T03:04:05Z"}""";

  private InMemory() {}

  /** For bare calls, with the timeouts that the client has by default. */
  public static OkHttpClient.Builder timedClient() {
    return new OkHttpClient.Builder()
        .callTimeout(Defaults.ATTEMPT_TIMEOUT)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO);
  }

  /** The same, with immediate responses. */
  public static OkHttpClient http() {
    return timedClient().addInterceptor(chain -> respond(chain, LIMIT)).build();
  }

  /** A client whose limit is far beyond what a benchmark does in its short window. */
  public static DatagridClient client() {
    return client(LIMIT, Duration.ofMillis(10), Duration.ZERO);
  }

  /** A client whose first call takes the only slot for an hour, so that all others wait. */
  public static DatagridClient waitingClient() {
    return client(1, Duration.ofHours(1), Duration.ofDays(36_500));
  }

  private static DatagridClient client(int limit, Duration window, Duration deadline) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(Attempt::intercept)
            .addInterceptor(chain -> respond(chain, limit))
            .build();
    return DatagridClient.builder()
        .apiKey("key")
        .callTimeout(deadline)
        .rateLimitWindow(window)
        .callFactory(client -> http)
        .build();
  }

  /** What reads the models. */
  public static Gson gson() {
    return Json.gson();
  }

  private static Response respond(Interceptor.Chain chain, int limit) {
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .header("Content-Type", "application/json")
        .header("Date", "Wed, 25 Nov 2026 10:00:00 GMT")
        .header("X-RateLimit-Limit", String.valueOf(limit))
        .header("X-RateLimit-Remaining", String.valueOf(limit - 1))
        .header("X-RateLimit-Reset", "1800000000")
        .body(ResponseBody.create(CONNECTION, JSON))
        .build();
  }
}
