package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.generated.QueryStyle;
import com.datagrid.client.model.RateLimitError;
import com.datagrid.client.model.RateLimitErrorDetails;
import com.datagrid.client.model.Size;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.Field;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.POST;
import retrofit2.http.Part;
import retrofit2.http.Path;
import retrofit2.http.Query;

class TextConvertersTest {

  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-01-02T12:00:00Z");

  private final TextConverters converters = new TextConverters(Json.gson());
  private final Retrofit retrofit = new Retrofit.Builder().baseUrl("http://localhost/").build();

  @SuppressWarnings("unused") // for its annotations
  private void annotated(@Part("a") String part, @Body String body) {}

  interface Api {
    @GET("{raw}/{done}")
    @Headers({"X-Other: 1", "Accept: text/csv"})
    Call<String> csv(
        @Path("raw") String raw,
        @Path(value = "done", encoded = true) String done,
        @Header("X-Note") String note,
        @Query("ids") @QueryStyle(QueryStyle.Kind.COMMAS) List<String> ids,
        @Field("field") Object field);

    @POST("text")
    @Headers({"Accept: application/problem+json", "Content-Type:text/plain; charset=utf-8"})
    Call<String> text(@Body String body);

    @POST("json")
    @Headers({"Content-Type: application/json", "Accept: nonsense"})
    Call<String> json(@Body String body);

    @POST("none")
    Call<String> none(@Body String body);
  }

  private static Method method(String name) {
    return Arrays.stream(Api.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .findAny()
        .orElseThrow();
  }

  /** What a parameter of {@link Api#csv} becomes. */
  @SuppressWarnings("unchecked")
  private @Nullable String parameter(int index, Object value) throws IOException {
    Converter<Object, String> converter =
        (Converter<Object, String>)
            converters.stringConverter(
                value.getClass(), method("csv").getParameterAnnotations()[index], retrofit);
    return converter.convert(value);
  }

  @SuppressWarnings("unchecked")
  private @Nullable Converter<Object, RequestBody> body(String method, Type type) {
    return (Converter<Object, RequestBody>)
        converters.requestBodyConverter(
            type,
            method(method).getParameterAnnotations()[0],
            method(method).getAnnotations(),
            retrofit);
  }

  private @Nullable Converter<ResponseBody, ?> response(String method, Type type) {
    return converters.responseBodyConverter(type, method(method).getAnnotations(), retrofit);
  }

  @Test
  void segmentsOfPathsAreRefusedIfTheyWouldBeAnother() throws IOException {
    assertThat(parameter(0, 12)).isEqualTo("12");
    assertThat(parameter(0, "a/b")).isEqualTo("a/b"); // which Retrofit encodes
    assertThat(parameter(1, "a%2Fb")).isEqualTo("a%2Fb");
    assertThatThrownBy(() -> parameter(1, "a/b")).isInstanceOf(PathParameterException.class);
    assertThatThrownBy(() -> parameter(0, "..")).isInstanceOf(PathParameterException.class);
  }

  @Test
  void headersArePrintable() throws IOException {
    assertThat(parameter(2, List.of("a", 1, Size.SMALL))).isEqualTo("a,1,s");
    assertThatThrownBy(() -> parameter(2, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header X-Note must not be blank");
    assertThatThrownBy(() -> parameter(2, "secret\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header X-Note must be printable")
        .hasMessageNotContaining("secret");
  }

  @Test
  void parametersWithAStyleAreLeftToArguments() throws IOException {
    assertThat(parameter(3, "a")).isNull();
  }

  @Test
  void objectsInFieldsAreJson() throws IOException {
    assertThat(parameter(4, "a \"b\"")).isEqualTo("a \"b\"");
    assertThat(parameter(4, Size.LARGE)).isEqualTo("x,l");
    assertThat(parameter(4, Map.of("a", List.of(1, "b")))).isEqualTo("{\"a\":[1,\"b\"]}");
    assertThat(parameter(4, new RateLimitErrorDetails().reason("burst")))
        .isEqualTo("{\"reason\":\"burst\"}");
    assertThat(parameter(4, new JsonPrimitive("a"))).isEqualTo("\"a\"");
  }

  @Test
  void objectsAreNoTexts() {
    assertThatThrownBy(() -> text(Object.class, new RateLimitErrorDetails()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a RateLimitErrorDetails cannot be written as a text");
    assertThatThrownBy(() -> text(Object.class, List.of(new JsonPrimitive(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a JsonPrimitive cannot be written as a text");
    assertThatThrownBy(() -> text(String.class, "a\ud800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half a surrogate pair");
  }

  @Test
  void listsInATextHaveCommas() throws IOException {
    assertThat(text(List.class, List.of(NOON, List.of(1, "b"), Size.SMALL)))
        .isEqualTo("2026-01-02T12:00:00Z,1,b,s");
    assertThat(text(List.class, List.of())).isEmpty();
  }

  @Test
  void bodiesOfATextTypeAreTheTextAsItStands() throws IOException {
    Converter<Object, RequestBody> converter = body("text", String.class);
    assertThat(converter).isNotNull();
    RequestBody body = converter.convert("\"\u00fc\n");

    assertThat(body).isNotNull();
    assertThat(body.contentType()).hasToString("text/plain; charset=utf-8");
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    assertThat(buffer.readUtf8()).isEqualTo("\"\u00fc\n");
    assertThat(converter.convert(body)).isSameAs(body);
  }

  @Test
  void otherBodiesAreLeftToJson() {
    assertThat(body("text", Map.class)).isNull();
    assertThat(body("json", String.class)).isNull();
    assertThat(body("none", String.class)).isNull();
  }

  @Test
  void responsesOfATextTypeAreTheTextAsItStands() throws IOException {
    Converter<ResponseBody, ?> converter = response("csv", String.class);

    assertThat(converter).isNotNull();
    assertThat(converter.convert(ResponseBody.create("\"a\",b\n", null))).isEqualTo("\"a\",b\n");
  }

  @Test
  void otherResponsesAreLeftToJson() {
    assertThat(response("csv", Map.class)).isNull();
    assertThat(response("text", String.class)).isNull();
    assertThat(response("json", String.class)).isNull();
    assertThat(response("none", String.class)).isNull();
  }

  @Test
  void timesHaveSecondsInQueries() throws IOException {
    assertThat(text(OffsetDateTime.class, NOON)).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(text(String.class, "2026-01-02T12:00Z")).isEqualTo("2026-01-02T12:00Z");
  }

  @Test
  void enumsAreTheirValues() throws IOException {
    assertThat(text(RateLimitError.ErrorEnum.class, RateLimitError.ErrorEnum.RATE_LIMIT_EXCEEDED))
        .isEqualTo("rate_limit_exceeded");
    assertThatThrownBy(
            () -> text(RateLimitError.ErrorEnum.class, RateLimitError.ErrorEnum.UNRECOGNIZED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ErrorEnum.UNRECOGNIZED stands for");
  }

  @Test
  void partsAreTextWithoutQuotes() throws Exception {
    assertThat(part(String.class, "a \"b\"")).isEqualTo("a \"b\"");
    assertThat(part(Integer.class, 1)).isEqualTo("1");
    assertThat(part(Boolean.class, true)).isEqualTo("true");
    assertThat(part(OffsetDateTime.class, NOON)).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(part(UUID.class, new UUID(1, 2))).isEqualTo("00000000-0000-0001-0000-000000000002");
    assertThat(part(URI.class, URI.create("https://a.example/b"))).isEqualTo("https://a.example/b");
    assertThat(part(LocalDate.class, LocalDate.of(2026, 1, 2))).isEqualTo("2026-01-02");
    assertThat(part(RateLimitError.ErrorEnum.class, RateLimitError.ErrorEnum.RATE_LIMIT_EXCEEDED))
        .isEqualTo("rate_limit_exceeded");
  }

  @Test
  void othersAreJson() throws Exception {
    assertThat(converter(0, List.class)).isNull();
    assertThat(converter(0, new TypeToken<List<String>>() {}.getType())).isNull();
    assertThat(converter(1, String.class)).isNull();
  }

  @SuppressWarnings("unchecked")
  private String text(Type type, Object value) throws IOException {
    Converter<Object, String> converter =
        (Converter<Object, String>) converters.stringConverter(type, new Annotation[0], retrofit);
    assertThat(converter).isNotNull();
    return String.valueOf(converter.convert(value));
  }

  @SuppressWarnings("unchecked")
  private String part(Type type, Object value) throws Exception {
    Converter<Object, RequestBody> converter = (Converter<Object, RequestBody>) converter(0, type);
    assertThat(converter).isNotNull();
    RequestBody body = converter.convert(value);
    assertThat(body).isNotNull();
    assertThat(body.contentType()).hasToString("text/plain; charset=utf-8");
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    return buffer.readUtf8();
  }

  private @Nullable Converter<?, RequestBody> converter(int parameter, Type type) throws Exception {
    Annotation[][] annotations =
        TextConvertersTest.class
            .getDeclaredMethod("annotated", String.class, String.class)
            .getParameterAnnotations();
    return converters.requestBodyConverter(
        type, annotations[parameter], new Annotation[0], retrofit);
  }
}
