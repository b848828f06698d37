package com.datagrid.client.growth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.api.FilesApi;
import com.datagrid.client.model.FileList;
import com.datagrid.client.ratelimit.RateLimitStatus;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransferTest {

  private static final MediaType BYTES = MediaType.get("application/octet-stream");

  @RegisterExtension private final Server server = new Server();

  @Test
  void severalFilesInOneRequest() throws Exception {
    server.respond(201, "{\"data\": [{\"id\": \"f_1\", \"size\": 1}]}");

    FileList stored =
        server
            .client()
            .execute(
                server
                    .client()
                    .api(FilesApi.class)
                    .uploadFiles(
                        "The \"title\"",
                        List.of(part("files", "a.txt", "one"), part("files", "b.txt", "two")),
                        null,
                        List.of("x", "y"),
                        3L))
            .body();

    assertThat(stored.getData()).hasSize(1);
    String body = Server.body(server.request());
    assertThat(body)
        .contains("name=\"files\"; filename=\"a.txt\"", "\r\none\r\n")
        .contains("name=\"files\"; filename=\"b.txt\"", "\r\ntwo\r\n")
        .contains("name=\"title\"", "\r\nThe \"title\"\r\n")
        .contains("\r\nx\r\n", "\r\ny\r\n", "\r\n3\r\n")
        .doesNotContain("cover");
  }

  private static MultipartBody.Part part(String name, String file, String text) {
    return MultipartBody.Part.createFormData(name, file, RequestBody.create(text, BYTES));
  }

  @Test
  void bytesAreSentAsTheyAre() throws Exception {
    server.respond(200, "{\"id\": \"f_1\", \"size\": 3}");
    byte[] bytes = {0, -1, 34};

    server
        .client()
        .execute(
            server
                .client()
                .api(FilesApi.class)
                .replaceFile("f_1", RequestBody.create(bytes, BYTES)));

    var request = server.request();
    assertThat(requireNonNull(request.getBody()).toByteArray()).isEqualTo(bytes);
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/octet-stream");
  }

  /** More than {@code maxResponseBytes}, so it cannot have been buffered. */
  @Test
  void downloadIsStreamedAndTheLimiterKnowsOfIt() throws Exception {
    try (DatagridClient small =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl(server.http().url("/v1").toString())
            .maxResponseBytes(1_000)
            .build()) {
      Buffer large = new Buffer().write("x".repeat(1_000_000).getBytes(UTF_8));
      server
          .http()
          .enqueue(
              new MockResponse.Builder().addHeader("X-RateLimit-Limit", "7").body(large).build());

      ApiResponse<ResponseBody> response =
          small.execute(small.api(FilesApi.class).downloadFile("f_1"));

      assertThat(small.rateLimits().values())
          .singleElement()
          .satisfies(TransferTest::oneOfSevenIsUsed);
      try (ResponseBody body = response.body()) {
        assertThat(body.byteStream().readAllBytes()).hasSize(1_000_000);
      }
      assertThat(small.rateLimits().values())
          .singleElement()
          .satisfies(TransferTest::oneOfSevenIsUsed);
    }
  }

  private static void oneOfSevenIsUsed(RateLimitStatus status) {
    assertThat(status.limit()).hasValue(7);
    assertThat(status.used()).isEqualTo(1);
    assertThat(status.inFlight()).isZero();
  }
}
