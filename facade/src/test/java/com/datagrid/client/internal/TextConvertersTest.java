package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.model.RateLimitError;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.Part;

class TextConvertersTest {

  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-01-02T12:00:00Z");

  private final TextConverters converters = new TextConverters(Json.gson());
  private final Retrofit retrofit = new Retrofit.Builder().baseUrl("http://localhost/").build();

  @SuppressWarnings("unused") // for its annotations
  private void annotated(@Part("a") String part, @Body String body) {}

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
    assertThat(part(LocalDate.class, LocalDate.of(2026, 1, 2))).isEqualTo("2026-01-02");
    assertThat(part(RateLimitError.ErrorEnum.class, RateLimitError.ErrorEnum.RATE_LIMIT_EXCEEDED))
        .isEqualTo("rate_limit_exceeded");
  }

  @Test
  void othersAreJson() throws Exception {
    assertThat(converter(0, List.class)).isNull();
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
