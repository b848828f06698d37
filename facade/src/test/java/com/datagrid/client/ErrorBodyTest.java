package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.datagrid.client.model.RateLimitError;
import com.datagrid.client.model.RateLimitErrorDetails;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorBodyTest {

  private static RateLimitError rateLimitError(String body) {
    return ErrorBody.parse(body).rateLimitError().orElseThrow();
  }

  @Test
  void readsAWholeRateLimitError() {
    String body =
        """
        {"status_code": 429, "statusCode": 429, "error": "rate_limit_exceeded",
         "message": "Too many requests", "mitigation": "Wait", "retryable": false,
         "details": {"reason": "burst"}}""";
    assertThat(rateLimitError(body))
        .isEqualTo(
            new RateLimitError()
                .statusCode(429L)
                .legacyStatusCode(429L)
                .error(RateLimitError.ErrorEnum.RATE_LIMIT_EXCEEDED)
                .message("Too many requests")
                .mitigation("Wait")
                .retryable(false)
                .details(new RateLimitErrorDetails().reason("burst")));
  }

  @Test
  void readsWhatThereIsOfAPartialOne() {
    assertThat(rateLimitError("{\"message\": \"Slow down\", \"new\": [1, {}]}"))
        .isEqualTo(new RateLimitError().message("Slow down"));
    assertThat(rateLimitError("{}")).isEqualTo(new RateLimitError());
    assertThat(rateLimitError("{\"details\": {}}"))
        .isEqualTo(new RateLimitError().details(new RateLimitErrorDetails()));
  }

  @Test
  void whatHasAnotherTypeIsLeftOut() {
    String body =
        """
        {"status_code": [429], "error": {"code": "x"}, "message": 5, "mitigation": null,
         "retryable": {}, "details": "burst"}""";
    assertThat(rateLimitError(body)).isEqualTo(new RateLimitError());
    assertThat(rateLimitError("{\"details\": {\"reason\": 5}}").getDetails())
        .isEqualTo(new RateLimitErrorDetails());
  }

  @Test
  void anUnknownErrorCodeIsTheConstantForThat() {
    assertThat(rateLimitError("{\"error\": \"quota\"}").getError())
        .isEqualTo(RateLimitError.ErrorEnum.UNRECOGNIZED);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "429,               429",
        "429.0,             429",
        "4.29e2,            429",
        "\"429\",           429",
        "2147483647,        2147483647",
        "2147483648,        ",
        "1e9,               1000000000",
        "1e10,              ",
        "1e999999999,       ",
        "-1e999999999,      ",
        "1e-999999999,      0",
        "1e99999999999999,  ",
        "9e99999999999999999999999999, ",
        "\"\",              ",
        "\"many\",          ",
        "true,              ",
        "null,              ",
        "[],                ",
        "NaN,               ",
      })
  void statusCodeInAnyForm(String json, @Nullable Long statusCode) {
    assertThat(rateLimitError("{\"status_code\": " + json + "}").getStatusCode())
        .isEqualTo(statusCode);
  }

  @ParameterizedTest
  @CsvSource({
    "{}, true",
    "{\"retryable\": true}, true",
    "{\"retryable\": false}, false",
    "{\"retryable\": \"false\"}, false",
    "{\"retryable\": \"False\"}, false",
    "{\"retryable\": \"true\"}, true",
    "{\"retryable\": \"no\"}, true",
    "{\"retryable\": null}, true",
    "{\"retryable\": 0}, true",
    "{\"retryable\": []}, true",
    "{\"details\": {\"retryable\": false}}, true",
    "retryable: false, true",
    "'', true",
  })
  void retryableUnlessItSaysOtherwise(String body, boolean retryable) {
    assertThat(ErrorBody.parse(body).retryable()).isEqualTo(retryable);
  }

  static Stream<Arguments> wordings() {
    return Stream.of(
        // body, code, message
        arguments("{\"error\": \"bad\", \"message\": \"No\"}", "bad", "No"),
        arguments("{\"code\": \"bad\", \"detail\": \"No\"}", "bad", "No"),
        arguments(
            """
            {"type": "https://example.com/too-fast", "title": "Too fast", "status": 429,
             "detail": "40 per minute", "instance": "/x"}""",
            "https://example.com/too-fast",
            "40 per minute"),
        arguments("{\"title\": \"Too fast\"}", null, "Too fast"),
        arguments(
            "{\"error\": \"invalid_token\", \"error_description\": \"Old\"}",
            "invalid_token",
            "Old"),
        arguments("{\"error\": \" \", \"code\": \"x\", \"message\": \"\"}", "x", null),
        arguments("{\"error\": {\"message\": \"nested\"}}", null, null),
        arguments("{\"message\": [\"a\", \"b\"]}", null, null));
  }

  @ParameterizedTest
  @MethodSource("wordings")
  void codeAndMessageOfManyDialects(String body, @Nullable String code, @Nullable String message) {
    ErrorBody error = ErrorBody.parse(body);
    assertThat(error.code().orElse(null)).isEqualTo(code);
    assertThat(error.message().orElse(null)).isEqualTo(message);
  }

  static Stream<String> noObjects() {
    return Stream.of(
        "",
        " ",
        "null",
        "42",
        "\"text\"",
        "[{\"message\": \"in an array\"}]",
        "Service Unavailable",
        "<html><body><h1>502 Bad Gateway</h1></body></html>",
        "{",
        "{\"message\": ",
        "{\"message\": \"cut off in the midd",
        "{\"message\": \"a\"} and more",
        "}",
        "\u0000",
        "\uFEFF",
        "[".repeat(10_000),
        "[".repeat(10_000) + "]".repeat(10_000),
        "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
  }

  /** RFC 9457, 4.2.1. */
  @Test
  void aProblemWithoutATypeHasNoCode() {
    assertThat(ErrorBody.parse("{\"type\": \"about:blank\", \"title\": \"Not Found\"}").code())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("noObjects")
  void whatIsNoJsonObjectSaysNothing(String body) {
    ErrorBody error = ErrorBody.parse(body);
    assertThat(error.code()).isEmpty();
    assertThat(error.message()).isEmpty();
    assertThat(error.mitigation()).isEmpty();
    assertThat(error.rateLimitError()).isEmpty();
    assertThat(error.retryable()).isTrue();
  }
}
