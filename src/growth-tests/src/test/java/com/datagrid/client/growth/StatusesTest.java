package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.api.ZooApi;
import com.datagrid.client.model.Change;
import com.datagrid.client.model.StartResponse;
import com.datagrid.client.model.Thing;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statuses that the document names beside the first success. */
class StatusesTest {

  @RegisterExtension private final Server server = new Server();

  private ApiResponse<StartResponse> start() {
    return server.client().execute(server.client().api(ZooApi.class).start());
  }

  private void respond(int status) {
    server
        .http()
        .enqueue(new MockResponse.Builder().code(status).addHeader("Location", "/there").build());
  }

  @Test
  void severalSuccessesWithDifferentBodies() {
    server.respond(200, "{\"id\": \"1\", \"name\": \"a\"}");
    server.respond(201, "{\"by\": \"me\"}");
    respond(202);

    assertThat(start().body()).isEqualTo(new Thing().id("1").name("a"));
    assertThat(start().body()).isEqualTo(new Change().by("me"));
    assertThat(start().body()).isNull();
  }

  @Test
  void emptyIsOnlyWhatTheDocumentHasSo() {
    respond(200);

    assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(this::start);
  }

  @Test
  void redirectsThatAreDocumented() throws Exception {
    ZooApi api = server.client().api(ZooApi.class);
    respond(302);
    respond(302);
    respond(303);
    respond(307);

    ApiResponse<Void> moved = server.client().execute(api.moved());
    assertThat(moved.statusCode()).isEqualTo(302);
    assertThat(moved.headers().first("Location")).hasValue("/there");
    retrofit2.Response<Void> response = api.moved().execute();
    assertThat(response.code()).isEqualTo(302);
    assertThat(response.headers().get("Location")).isEqualTo("/there");
    assertThat(server.client().executeAsync(api.start()).join().statusCode()).isEqualTo(303);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(this::start)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(307));
  }
}
