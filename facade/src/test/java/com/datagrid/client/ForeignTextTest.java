package com.datagrid.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.util.Throwables.getStackTrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.Base64;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

  private static final String KEY = "sk-/Ab+9=z\"";

  private final ForeignText text = inResponseTo("Authorization", "Bearer " + KEY);

  private static ForeignText inResponseTo(String name, String value) {
    return ForeignText.inResponseTo(
        new Request.Builder().url("https://example.com/").header(name, value).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-/Ab+9=z\"",
        "SK-/ab+9=Z\"", // some lower it
        "sk-\\/Ab+9=z\\\"", // JSON
        "sk-\\\\/Ab+9=z\\\\\"", // JSON in JSON
        "\\u0073k-/Ab+9\\u003dz\\u0022",
        "\\\\u0073k-/Ab+9\\\\u003Dz\\\\u0022",
        "sk-%2FAb%2b9%3Dz%22", // a URL
        "sk-&#47;Ab&#x2B;9&#061;z&#34;", // HTML
      })
  void aKeyIsMaskedInEverySpelling(String spelling) {
    assertThat(text.mask("bad key " + spelling + ".")).isEqualTo("bad key ***.");
    assertThat(text.quote("bad key " + spelling + ".")).isEqualTo("bad key ***.");
  }

  @Test
  void everyCutLeavesNoBeginOfAKey() {
    for (String spelling : new String[] {KEY, "\\u0073k-%2FAb%2b9\\u003dz\\\""}) {
      for (int i = 0; i <= spelling.length(); i++) {
        String begun = "x".repeat(300 - i) + spelling;
        assertThat(text.quote(begun + "y".repeat(300)))
            .startsWith("x".repeat(300 - i))
            .doesNotContainIgnoringCase("s")
            .doesNotContain("\\");
        String cut = begun.substring(0, 300);
        assertThat(text.mask(text.withoutBegunSecret(cut)))
            .isIn("x".repeat(300 - i), "x".repeat(300 - i) + "***");
      }
    }
  }

  @Test
  void aKeyThatRepeatsItselfIsNotTakenForItsOwnBegin() {
    ForeignText repeating = inResponseTo("Authorization", "Bearer abcabcabc");
    assertThat(repeating.mask(repeating.withoutBegunSecret("key abcabcabc"))).isEqualTo("key ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "test", "latest1"})
  void aShortKeyStandsInOrdinaryWords(String key) {
    ForeignText words = inResponseTo("Authorization", "Bearer " + key);
    assertThat(words.mask("the latest1 test")).isEqualTo("the latest1 test");
    assertThat(words.withoutBegunSecret("the t")).isEqualTo("the t");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Gateway-Token, 12345678",
    "x-api-key,       12345678",
    "Client-Secret,   12345678",
    "X-Auth,          12345678",
    "Proxy-Authorization, Basic 12345678",
  })
  void secretsOfOtherHeadersAreMaskedToo(String name, String value) {
    assertThat(inResponseTo(name, value).mask("no 12345678")).isEqualTo("no ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Trace", "Idempotency-Key", "Accept"})
  void whatIsNoSecretIsNotMasked(String name) {
    assertThat(inResponseTo(name, "12345678").mask("no 12345678")).isEqualTo("no 12345678");
  }

  @Test
  void thePasswordOfAProxyIsMasked() {
    String credentials = Base64.getEncoder().encodeToString("user:pass-word".getBytes(UTF_8));
    ForeignText proxied = inResponseTo("Proxy-Authorization", "Basic " + credentials);
    assertThat(proxied.mask("user, pass-word: " + credentials)).isEqualTo("user, ***: ***");
    assertThat(inResponseTo("Proxy-Authorization", "Basic no Base64").mask("no Base64"))
        .isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Basic dXNlcjpwYXNz is wrong | Basic *** is wrong",
        "authorization: bearer abcdefg1 | authorization: bearer ***",
        "Bearer authentication is required | Bearer authentication is required",
        "at https://user:secret@host/ | at https://***@host/",
        "at https://host/user@x | at https://host/user@x",
        "\\n not found: limit=9 content=6b33792d7333… | \\n not found: limit=9 content=***…",
      })
  void credentialsThatNobodyKnowsAreMasked(String quoted, String masked) {
    assertThat(ForeignText.UNKNOWN.quote(quoted)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r\n", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u200b", "\u202e",
        "\u2028", "\u2029", "\ufeff", "\ud83d"
      })
  void aQuoteIsOneLineWithoutControlCharacters(String odd) {
    assertThat(text.quote("a" + odd + odd + "b")).isEqualTo("a b");
    assertThat(text.line(odd + "b" + odd)).isEqualTo("b");
    assertThat(text.quote("\ud83d\ude00 ä 漢")).isEqualTo("\ud83d\ude00 ä 漢");
  }

  @Test
  void aRawBodyKeepsItsLines() {
    assertThat(text.mask("a\n\u001bb\n" + KEY)).isEqualTo("a\n\u001bb\n***");
  }

  @Test
  void megabytesAreCutFirst() {
    assertThat(text.quote("x".repeat(15 << 20))).isEqualTo("x".repeat(300) + "...");
    assertThat(text.line("x".repeat(15 << 20))).isEqualTo("x".repeat(1024) + "...");
  }

  // Failures.

  private Throwable clean(Throwable failure) {
    return ForeignFailure.clean(failure, text::line);
  }

  @Test
  void aFailureThatIsFitForALogStaysItself() {
    IOException failure = new IOException("reset", new IOException("by peer"));
    failure.addSuppressed(new IOException());
    assertThat(clean(failure)).isSameAs(failure);
  }

  @Test
  void aCopyHasClassAndStackTraceAndNoSecret() {
    SocketTimeoutException failure = new SocketTimeoutException("no response to " + KEY);
    failure.initCause(new IllegalStateException("plain"));
    failure.addSuppressed(new ProtocolException("Unexpected status line: HTTP/9 " + KEY));
    Throwable copy = clean(failure);
    assertThat(copy)
        .isExactlyInstanceOf(SocketTimeoutException.class)
        .hasMessage("no response to ***")
        .hasCauseExactlyInstanceOf(IllegalStateException.class);
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(getStackTrace(copy)).isEqualTo(getStackTrace(failure).replace(KEY, "***"));
  }

  @Test
  void whereTheClassCannotBeMadeItsNameIsPrinted() {
    UncheckedIOException failure = new UncheckedIOException("a\n" + KEY, new IOException());
    assertThat(clean(failure))
        .isInstanceOf(IOException.class)
        .hasToString("java.io.UncheckedIOException: a ***")
        .hasCauseExactlyInstanceOf(IOException.class);
    assertThat(clean(new WithKey())).hasToString(WithKey.class.getName() + ": ***");
  }

  private static final class WithKey extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      return KEY;
    }
  }

  @Test
  void aCircleOfCausesAndAnEndlessChainEnd() {
    IOException first = new IOException("first " + KEY);
    first.initCause(new IOException("second", first));
    assertThat(getStackTrace(clean(first))).contains("first ***", "second").doesNotContain(KEY);
    IOException deep = new IOException(KEY);
    for (int i = 0; i < 10_000; i++) {
      deep = new IOException("wrapped", deep);
    }
    assertThat(getStackTrace(clean(deep))).hasSizeLessThan(100_000).doesNotContain(KEY);
  }
}
