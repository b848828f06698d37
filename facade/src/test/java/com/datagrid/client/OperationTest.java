package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HEAD;
import retrofit2.http.HTTP;
import retrofit2.http.Headers;
import retrofit2.http.OPTIONS;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

class OperationTest {

  /** One method of every kind. */
  interface Things {
    @GET("things/{id}")
    Call<ResponseBody> get(@Path("id") String id);

    @GET("things/{id}/parts/{part_id}")
    Call<ResponseBody> part(@Path("id") String id, @Path("part_id") String partId);

    @GET("things/{id}/raw?format=csv")
    @Streaming
    Call<ResponseBody> raw(@Path("id") String id, @Query("page") int page);

    @GET("things/{path}")
    Call<ResponseBody> encoded(@Path(value = "path", encoded = true) String path);

    @GET
    Call<ResponseBody> anywhere(@Url String url);

    @POST("things")
    @Headers("Content-Type: application/json")
    Call<ResponseBody> post();

    @GET("files/v{version}/{id}.json")
    Call<ResponseBody> file(@Path("version") String version, @Path("id") String id);

    @PUT("things/{id}")
    Call<ResponseBody> put(@Path("id") String id);

    @PATCH("things/{id}")
    Call<ResponseBody> patch(@Path("id") String id);

    @PATCH("connections/{connection_id}")
    Call<ResponseBody> patchConnection(@Path("connection_id") String id);

    @DELETE("things/{id}")
    Call<Void> delete(@Path("id") String id);

    @HEAD("things")
    Call<Void> head();

    @OPTIONS("things")
    Call<Void> options();

    @HTTP(method = "REPORT", path = "things")
    Call<ResponseBody> report();
  }

  private final VirtualTime time = new VirtualTime();
  private final DatagridClient client = new FakeHttp(time).client().build();
  private final Things things = client.api(Things.class);

  @AfterEach
  void close() {
    client.close();
  }

  private static Operation<String> operation(String name) {
    return Operation.of(annotations(name), String.class, false, ResponseBody::string);
  }

  private static Annotation[] annotations(String name) {
    return Arrays.stream(Things.class.getMethods())
        .filter(candidate -> candidate.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getAnnotations();
  }

  @ParameterizedTest
  @CsvSource({
    "get,             GET /things/{id},                    true",
    "part,            GET /things/{id}/parts/{part_id},    true",
    "raw,             GET /things/{id}/raw,                true",
    "post,            POST /things,                        false",
    "put,             PUT /things/{id},                    true",
    "patch,           PATCH /things/{id},                  false",
    "patchConnection, PATCH /connections/{connection_id},  true",
    "delete,          DELETE /things/{id},                 true",
    "head,            HEAD /things,                        true",
    "options,         OPTIONS /things,                     true",
    "report,          REPORT /things,                      false",
  })
  void nameAndIdempotency(String method, String name, boolean idempotent) {
    Operation<String> operation = operation(method);
    assertThat(operation).hasToString(name);
    assertThat(operation.isIdempotent()).isEqualTo(idempotent);
  }

  @Test
  void keyIsTheTemplateUnlessThePathCountsByItself() {
    Operation<String> get = operation("get");
    Optional<String> none = Optional.empty();
    Optional<String> team = Optional.of("team_1");
    assertThat(get.key(none, null)).isEqualTo(new LimiterKey("GET /things/{id}", none));
    assertThat(get.key(none, null)).isSameAs(get.key(none, null)); // computed once
    assertThat(get.key(team, null)).isEqualTo(new LimiterKey("GET /things/{id}", team));
    assertThat(get.key(team, "/things/7")).isEqualTo(new LimiterKey("GET /things/7", team));
    assertThat(get.key(none, "/things/7")).isEqualTo(new LimiterKey("GET /things/7", none));
  }

  @Test
  void knowsWhatTheResponseIs() {
    assertThat(operation("get").isStreaming()).isFalse();
    assertThat(operation("raw").isStreaming()).isTrue();
    assertThat(operation("get").isBodyExpected()).isTrue();
    Operation<Void> empty =
        Operation.of(
            annotations("delete"),
            Void.class,
            false,
            body -> {
              throw new AssertionError();
            });
    assertThat(empty.isBodyExpected()).isFalse();
    assertThat(empty.isBodyRequired()).isFalse();
    assertThat(
            Operation.of(annotations("get"), String.class, true, ResponseBody::string)
                .isBodyRequired())
        .isTrue();
  }

  // What path parameters may be.

  @ParameterizedTest
  @CsvSource({
    "conn_1,      conn_1",
    "a b,         a%20b",
    "a/b,         a%2Fb",
    "a%2Fb,       a%252Fb",
    "../admin,    ..%2Fadmin",
    "a?b=c#d,     a%3Fb=c%23d",
    "...,         ...",
    ".hidden,     .hidden",
    "%2e%2e,      %252e%252e",
    "tür,         t%C3%BCr",
    "連接,        %E9%80%A3%E6%8E%A5",
    "\uD83D\uDE00, %F0%9F%98%80",
    "a;b=c,       a;b=c",
    "{id},        %7Bid%7D",
  })
  void everyOrdinaryValueIsEncodedIntoItsSegment(String value, String encoded) {
    assertThat(things.get(value).request().url())
        .hasToString("https://api.datagrid.com/v1/things/" + encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "\u2003",
        ".",
        "..",
        "a\u0000b",
        "a\nb",
        "a\r\nb",
        "a\tb",
        "\u001b[0m",
        "a\u007f",
        "a\u0085b"
      })
  void whatWouldChangeThePathOrAHeaderIsRefused(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> things.get(value));
    assertThatIllegalArgumentException().isThrownBy(() -> things.part(value, "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> things.part("1", value));
  }

  @Test
  void theMessageNamesParameterAndOperation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.part("1", " "))
        .withMessage("part_id of GET /things/{id}/parts/{part_id} must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.get("ab\u0000"))
        .withMessage(
            "id of GET /things/{id} must have no control characters, but has U+0000 at index 2");
  }

  @Test
  void aParameterMayShareItsSegment() {
    assertThat(things.file("2", "report").request().url().encodedPath())
        .isEqualTo("/v1/files/v2/report.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.file("2", " "))
        .withMessage("id of GET /files/v{version}/{id}.json must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.file("\n", "report"))
        .withMessageContaining("version of GET /files/v{version}/{id}.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a/", "/a", "..", "%2e%2e", "%2E.", "a/../b", "%00", "%20", "%0a"})
  void encodedParametersAreCheckedOnTheUrl(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> things.encoded(value));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b,       must have no '/' that is not encoded",
    "%2e%2E,    must not be '..': it would change the path",
    "%20,       must not be blank",
    "a%0Ab,     'must have no control characters, but has U+000A at index 1'",
  })
  void theMessageOfAnEncodedParameterIsThatOfItsValue(String value, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.encoded(value))
        .withMessage("path of GET /things/{path} " + problem);
  }

  @Test
  void anEncodedSlashIsNone() {
    assertThat(things.encoded("a%2Fb").request().url().encodedPath()).isEqualTo("/v1/things/a%2Fb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/v1/things",
        "//evil.example/v1/things",
        "http://api.datagrid.com/v1/things",
        "https://api.datagrid.com:8443/v1/things",
        "https://api.datagrid.com.evil.example/v1/things",
        "https://api.datagrid.com@evil.example/v1/things",
        "https://api.datagrid.com/v2/things",
        "https://api.datagrid.com/v10/things",
        "/things",
        "../things",
      })
  void noUrlLeadsElsewhere(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.anywhere(url))
        .withMessageContaining("not below the base URL");
  }

  @Test
  void aForeignUrlIsNotPrintedWithItsSecrets() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.anywhere("https://user:s3cret@evil.example/?token=s3cret"))
        .withMessageNotContaining("s3cret");
  }

  @Test
  void thePathBelowTheBaseUrlIsWhatIsCountedByItself() {
    HttpUrl base = HttpUrl.get("https://api.datagrid.com/v1/");
    HttpUrl url = HttpUrl.get("https://api.datagrid.com/v1/things/a%2Fb?x=1");
    assertThat(operation("get").check(url, base)).isEqualTo("/things/a%2Fb");
    HttpUrl root = HttpUrl.get("https://api.datagrid.com/");
    assertThat(operation("get").check(HttpUrl.get("https://api.datagrid.com/things/1"), root))
        .isEqualTo("/things/1");
  }

  @Test
  void aMethodWithoutHttpAnnotationIsNoOperation() throws Exception {
    Method none = Object.class.getMethod("toString");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Operation.of(none.getAnnotations(), String.class, false, ResponseBody::string));
  }
}
