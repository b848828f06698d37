package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.api.ZooApi;
import com.datagrid.client.model.Filter;
import com.datagrid.client.model.State;
import com.datagrid.client.ratelimit.RateLimitKey;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import retrofit2.Call;

/** Where the arguments of a method are written, and how. */
class ParametersTest {

  private static final Filter FILTER =
      new Filter()
          .name("a&b,c")
          .state(State.ON_HOLD)
          .since(OffsetDateTime.parse("2026-01-02T03:04:00Z"))
          .tags(List.of("x", "y"));

  @RegisterExtension private final Server server = new Server();

  private ZooApi api() {
    return server.client().api(ZooApi.class);
  }

  private RecordedRequest sent(Call<?> call) throws InterruptedException {
    server.http().enqueue(new MockResponse.Builder().code(204).build());
    server.client().execute(call);
    return server.request();
  }

  private Call<String> find(
      @Nullable List<State> commas,
      @Nullable List<String> spaces,
      @Nullable List<Long> pipes,
      @Nullable Filter filter,
      @Nullable Map<String, String> labels,
      @Nullable Filter options,
      @Nullable Filter pairs) {
    return api().find(null, null, commas, spaces, pipes, filter, labels, options, pairs, null);
  }

  @Test
  void namesWithSymbols() throws Exception {
    RecordedRequest request =
        sent(
            api()
                .find(
                    List.of("1", "2"),
                    "now",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(1L, 2L)));

    assertThat(request.getUrl().queryParameterValues("ids[]")).containsExactly("1", "2");
    assertThat(request.getUrl().queryParameter("created<")).isEqualTo("now");
    assertThat(request.getUrl().querySize()).isEqualTo(3);
    assertThat(request.getHeaders().values("X-Ids")).containsExactly("1", "2");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("text/csv");
  }

  @Test
  void listsInOneText() throws Exception {
    assertThat(
            sent(find(
                    List.of(State.OPEN, State.ON_HOLD),
                    List.of("a b", "c"),
                    List.of(1L, 2L),
                    null,
                    null,
                    null,
                    null))
                .getTarget())
        .isEqualTo("/v1/zoo/find?commas=open,on-hold&spaces=a%20b%20c&pipes=1%7C2");
    assertThat(sent(find(List.of(), null, null, null, null, null, null)).getTarget())
        .isEqualTo("/v1/zoo/find");
  }

  @Test
  void objects() throws Exception {
    var deep = sent(find(null, null, null, FILTER, Map.of("k", "v"), null, null)).getUrl();
    assertThat(deep.queryParameter("filter[name]")).isEqualTo("a&b,c");
    assertThat(deep.queryParameter("filter[state]")).isEqualTo("on-hold");
    assertThat(deep.queryParameter("filter[since]")).isEqualTo("2026-01-02T03:04:00Z");
    assertThat(deep.queryParameterValues("filter[tags]")).containsExactly("x", "y");
    assertThat(deep.queryParameter("labels[k]")).isEqualTo("v");

    var exploded = sent(find(null, null, null, null, null, FILTER, null)).getUrl();
    assertThat(exploded.queryParameter("name")).isEqualTo("a&b,c");
    assertThat(exploded.queryParameterValues("tags")).containsExactly("x", "y");

    Filter filter = new Filter().name("a,b").state(State.OPEN);
    assertThat(sent(find(null, null, null, null, null, null, filter)).getTarget())
        .isEqualTo("/v1/zoo/find?pairs=name,a%2Cb,state,open");
  }

  @Test
  void whatAQueryCannotHoldIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                find(
                    null,
                    null,
                    null,
                    new Filter().putAdditionalProperty("deep", Map.of("a", 1)),
                    null,
                    null,
                    null))
        .withMessage("filter.deep is too deep to be written in a query");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> find(List.of(State.UNRECOGNIZED), null, null, null, null, null, null))
        .withMessageContaining("State.UNRECOGNIZED stands for");
  }

  @Test
  void paths() throws Exception {
    UUID id = UUID.fromString("00000000-0000-0001-0000-000000000002");
    assertThat(sent(api().root()).getTarget()).isEqualTo("/v1/");
    assertThat(sent(api().emptyFirst()).getTarget()).isEqualTo("/v1//e");
    assertThat(sent(api().searchAll()).getTarget()).isEqualTo("/v1/d:search");
    assertThat(sent(api().search()).getTarget()).isEqualTo("/v1/zoo/d:search");
    assertThat(sent(api().emptySegment()).getTarget()).isEqualTo("/v1/zoo//e");
    assertThat(sent(api().oddNames("a/b", id)).getTarget()).isEqualTo("/v1/zoo/a%2Fb/" + id);
    assertThat(sent(api().deleteFiles(List.of("1", "2"), null)).getTarget())
        .isEqualTo("/v1/zoo/files/1,2");
    assertThat(server.client().rateLimits().keySet())
        .extracting(RateLimitKey::path)
        .containsExactlyInAnyOrder(
            "/",
            "//e",
            "/d:search",
            "/zoo/d:search",
            "/zoo//e",
            "/zoo/{user_id}/{id}",
            "/zoo/files/{ids}");
  }

  @Test
  void bodyOfADelete() throws Exception {
    RecordedRequest request = sent(api().deleteFiles(List.of("1"), new Filter().name("n")));

    assertThat(request.getMethod()).isEqualTo("DELETE");
    assertThat(Server.body(request)).isEqualTo("{\"name\":\"n\"}");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void anOptionalBodyIsLeftOut() throws Exception {
    for (Call<?> call : List.of(api().deleteFiles(List.of("1"), null), api().watch(null))) {
      RecordedRequest request = sent(call);

      assertThat(Server.body(request)).isEmpty();
      assertThat(request.getHeaders().get("Content-Type")).isNull();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> api().addNote(nothing()));
  }

  @SuppressWarnings("NullAway")
  private static String nothing() {
    return null;
  }

  @Test
  void texts() throws Exception {
    server
        .http()
        .enqueue(
            new MockResponse.Builder().addHeader("Content-Type", "text/plain").body("\"ü").build());
    assertThat(server.client().executeAsync(api().addNote("\"ü\n")).join().body()).isEqualTo("\"ü");
    RecordedRequest request = server.request();
    assertThat(Server.body(request)).isEqualTo("\"ü\n");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("text/plain");

    server.respond(200, "\"\\\"a\"");
    assertThat(server.client().execute(api().quote("\"b")).body()).isEqualTo("\"a");
    assertThat(Server.body(server.request())).isEqualTo("\"\\\"b\"");
  }

  @Test
  void forms() throws Exception {
    assertThat(Server.body(sent(api().sendForm(List.of("a b", "c"), new Filter().name("n")))))
        .isEqualTo("names=a+b&names=c&filter=%7B%22name%22%3A%22n%22%7D");
  }

  @Test
  void partsOfEveryKind() throws Exception {
    UUID id = UUID.fromString("00000000-0000-0001-0000-000000000002");
    String body =
        Server.body(
            sent(
                api()
                    .sendParts(
                        new Filter().name("n"), id, URI.create("https://a.example/b"), "t")));

    assertThat(body)
        .containsPattern("name=\"filter\"\\s[^{]*application/json[^{]*\\{\"name\":\"n\"}\\s")
        .containsPattern("name=\"id\"\\s[^0]*text/plain[^0]*\\s" + id + "\\s")
        .contains("\r\nhttps://a.example/b\r\n", "\r\nt\r\n");
  }
}
