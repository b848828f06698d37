package com.datagrid.client.growth;

import com.datagrid.client.DatagridClient;
import java.io.IOException;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server that responds as the test says, and a client of it. */
final class Server implements BeforeEachCallback, AfterEachCallback {

  private final MockWebServer http = new MockWebServer();
  private final DatagridClient.Builder settings = DatagridClient.builder().apiKey("key");
  private @Nullable DatagridClient client;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    http.start();
    client = settings.baseUrl(http.url("/v1").toString()).build();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    client().close();
    http.close();
  }

  DatagridClient client() {
    return Objects.requireNonNull(client);
  }

  MockWebServer http() {
    return http;
  }

  void respond(int status, String json) {
    http.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json")
            .addHeader("X-RateLimit-Limit", "1000")
            .body(json)
            .build());
  }

  /** What the client sent. */
  RecordedRequest request() throws InterruptedException {
    return http.takeRequest();
  }

  static String body(RecordedRequest request) {
    return Objects.requireNonNullElse(request.getBody(), ByteString.EMPTY).utf8();
  }
}
