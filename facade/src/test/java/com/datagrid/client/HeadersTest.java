package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeadersTest {

  private final Headers headers =
      Headers.of("Set-Cookie", "a=1", "ETag", "\"x\"", "set-cookie", "b=2");

  @Test
  void namesCompareWithoutRegardToCase() {
    assertThat(headers.first("etag")).contains("\"x\"");
    assertThat(headers.all("SET-COOKIE")).containsExactly("a=1", "b=2");
    assertThat(headers.names()).containsExactly("ETag", "Set-Cookie");
    assertThat(headers.names().contains("SET-cookie")).isTrue();
  }

  @Test
  void whatIsAbsentIsEmpty() {
    assertThat(headers.first("Date")).isEmpty();
    assertThat(headers.all("Date")).isEmpty();
    assertThat(Headers.empty().names()).isEmpty();
    assertThat(Headers.of()).isEqualTo(Headers.empty());
  }

  @Test
  void nothingGivenOutCanChangeThem() {
    assertThatThrownBy(() -> headers.all("ETag").clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> headers.names().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void comeFromOkHttpInOrder() {
    okhttp3.Headers okHttp = okhttp3.Headers.of("B", "1", "A", "2", "b", "3");
    assertThat(Headers.of(okHttp)).isEqualTo(Headers.of("B", "1", "A", "2", "b", "3"));
    assertThat(Headers.of(okHttp)).hasSameHashCodeAs(Headers.of("B", "1", "A", "2", "b", "3"));
    assertThat(Headers.of(okHttp)).isNotEqualTo(Headers.of("B", "1", "b", "3"));
    assertThat(Headers.empty()).isNotEqualTo("");
  }

  @Test
  void aNameNeedsAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of("A", "1", "B"))
        .withMessageContaining("3");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> Headers.of("A", null));
    assertThatNullPointerException().isThrownBy(() -> headers.first(null)).withMessage("name");
  }

  @Test
  void valuesAreNotPrinted() {
    assertThat(headers).hasToString("[ETag, Set-Cookie]");
  }
}
