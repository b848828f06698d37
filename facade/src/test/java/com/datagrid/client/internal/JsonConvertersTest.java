package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datagrid.client.model.RateLimitErrorDetails;
import java.io.IOException;
import java.lang.annotation.Annotation;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Converter;
import retrofit2.Retrofit;

class JsonConvertersTest {

  private static final Retrofit RETROFIT =
      new Retrofit.Builder().baseUrl("http://localhost/").build();

  private final Converter<ResponseBody, ?> converter =
      new JsonConverters(Json.gson())
          .responseBodyConverter(RateLimitErrorDetails.class, new Annotation[0], RETROFIT);

  /** Short bodies are read as one text, those of unknown length in parts. */
  private @Nullable Object read(String json, boolean lengthKnown) throws IOException {
    Buffer buffer = new Buffer().writeUtf8(json);
    return converter.convert(ResponseBody.create(buffer, null, lengthKnown ? buffer.size() : -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whitespaceMayFollowTheDocument(boolean lengthKnown) throws IOException {
    assertThat(read("{\"reason\": \"burst\"} \r\n\t", lengthKnown))
        .isEqualTo(new RateLimitErrorDetails().reason("burst"));
  }

  @ParameterizedTest
  @CsvSource({"x, true", "x, false", "{}, true", "{}, false", "], true", "1, false", "null, true"})
  void nothingElseMay(String trailing, boolean lengthKnown) {
    assertThatThrownBy(() -> read("{\"reason\": \"burst\"} " + trailing, lengthKnown))
        .isInstanceOf(IOException.class);
  }
}
