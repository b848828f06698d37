package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.datagrid.com/v1,   https://api.datagrid.com/v1/",
    "https://api.datagrid.com/v1/,  https://api.datagrid.com/v1/",
    "https://api.datagrid.com,      https://api.datagrid.com/",
    "HTTPS://API.Datagrid.com/V1,   https://api.datagrid.com/V1/",
    "https://example.com:8443/a/b,  https://example.com:8443/a/b/",
    "http://localhost:8080/v1,      http://localhost:8080/v1/",
    "http://LOCALHOST,              http://localhost/",
    "http://127.0.0.1:1/v1,         http://127.0.0.1:1/v1/",
    "http://127.8.9.10,             http://127.8.9.10/",
    "http://[::1]:8080,             http://[::1]:8080/",
    "http://[0:0:0:0:0:0:0:1],      http://[::1]/",
  })
  void baseUrlEndsInASlash(String baseUrl, String expected) {
    assertThat(Checks.baseUrl(baseUrl, false)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.datagrid.com/v1",
        "http://127.0.0.1.evil.example/v1",
        "http://127.evil.example",
        "http://localhost.evil.example",
        "http://evil.example/localhost",
        "http://evil.example/127.0.0.1",
        "http://128.0.0.1",
        "http://10.0.0.1",
        "http://192.168.127.1",
        "http://0.0.0.0",
        "http://[::2]",
        "http://[fe80::1]",
        "http://1270.0.0.1",
        "http://127.0.0.1.",
      })
  void plainHttpIsForLoopbackUnlessAllowed(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.baseUrl(baseUrl, false))
        .withMessageContaining("https")
        .withMessageContaining("allowPlainHttp()");
    assertThat(Checks.baseUrl(baseUrl, true).isHttps()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "api.datagrid.com/v1",
        "ftp://example.com",
        "file:///etc",
        "https://",
        "https://exa mple.com",
        "https://example.com:99999",
        "https://example.com:-1"
      })
  void baseUrlIsAUrl(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.baseUrl(baseUrl, true))
        .withMessageStartingWith("baseUrl must be an http or https URL");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:s3cret@example.com/v1, user name",
    "https://s3cret@example.com/v1,      user name",
    "https://:s3cret@example.com/v1,     user name",
    "https://localhost@evil.example/v1,  user name",
    "https://example.com/v1?key=s3cret,  query",
    "https://example.com/v1?,            query",
    "https://example.com/v1#s3cret,      fragment",
    "ftp://user:s3cret@example.com,      URL",
    "user:s3cret@example.com,            URL",
    "https://us er:s3c@s3cret@exa mple.com, URL",
    "'htt ps://user:s3cret\ns3c@example.com', URL",
    "https//user:s3cret%40example.com,    URL",
    "htps://example.com?key=s3cret,       URL",
  })
  void baseUrlHoldsNoSecretAndShowsNone(String baseUrl, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.baseUrl(baseUrl, true))
        .withMessageContaining("baseUrl")
        .withMessageContaining(problem)
        .withMessageNotContaining("s3c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Trace", "x", "X_1", "a.b", "!#$%&'*+-.^_`|~"})
  void aHeaderNameIsAToken(String name) {
    assertThat(Checks.headerName(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "X Trace", "X:Trace", "X\r\nEvil: 1", "X\u0000", "Überschrift", "X(1)"})
  void whatIsNoTokenIsRefusedAndShownOnOneLine(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.headerName(name))
        .withMessageMatching("not a header name: \"[ -~]*\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "authorization",
        "AUTHORIZATION",
        "Datagrid-Teamspace",
        "Host",
        "Content-Length",
        "transfer-encoding"
      })
  void whatTheClientSetsItselfIsReserved(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.headerName(name))
        .withMessageContaining(name)
        .withMessageContaining("apiKey(..)");
  }

  @Test
  void anExpectationIsRefusedSinceItWouldBeWaitedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.headerName("expect"))
        .withMessageContaining("header Expect is not supported");
  }

  @ParameterizedTest
  @CsvSource({
    "'s3cret\r\nEvil: 1', U+000D at index 6",
    "'s3cret\n',          U+000A at index 6",
    "'\ts3cret',          U+0009 at index 0",
    "'s3cret\u0000',      U+0000 at index 6",
    "s3cret\u007f,        U+007F at index 6",
    "s3crét,              U+00E9 at index 4",
    "s3cret\u2028,        U+2028 at index 6",
  })
  void aHeaderValueIsPrintableAsciiAndNeverShown(String value, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.headerValue("header X-Trace", value))
        .withMessageContaining("header X-Trace")
        .withMessageContaining(problem)
        .withMessageNotContaining("s3c");
  }

  @Test
  void aHeaderValueIsNotBlank() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.headerValue("apiKey", " "))
        .withMessage("apiKey must not be blank");
    assertThat(Checks.headerValue("apiKey", "a b~!")).isEqualTo("a b~!");
    assertThat(Checks.headerValue("apiKey", "  a b ")).isEqualTo("a b");
  }
}
