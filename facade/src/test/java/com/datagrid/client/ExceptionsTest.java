package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.datagrid.client.model.RateLimitError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.stream.Stream;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionsTest {

  private static final String OPERATION = "PATCH /connections/{connection_id}";

  private static ApiException failure(int status, String body, String... headers) {
    return ApiExceptions.of(
        new ErrorResponse(
            OPERATION, status, Headers.of(headers), ErrorBody.parse(body), ForeignText.UNKNOWN),
        "",
        1);
  }

  @Test
  void noMessageShowsTheKeyHoweverTheServerQuotesIt() {
    String key = "k/ey12345";
    Headers headers = Headers.of("Location", "https://other/?k=" + key, "X-Request-Id", key);
    String body = "{\"message\": \"bad key k\\/ey12345\"}";
    ForeignText foreign =
        ForeignText.inResponseTo(
            new Request.Builder()
                .url("https://example.com/")
                .header("Authorization", "Bearer " + key)
                .build());

    for (int status : new int[] {302, 401}) {
      ErrorResponse response =
          new ErrorResponse(
              OPERATION,
              status,
              headers,
              ErrorBody.parse(body, foreign.mask(body), foreign),
              foreign);
      assertThat(ApiExceptions.of(response, "", 1)).hasMessageContaining("bad key ***");
      assertThat(ApiExceptions.of(response, "", 1).getMessage()).doesNotContain(key);
      assertThat(ApiExceptions.of(response, "", 1).rawBody())
          .isEqualTo("{\"message\": \"bad key ***\"}");
      assertThat(response.toString()).doesNotContain(key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "302, com.datagrid.client.ApiException",
    "400, com.datagrid.client.ApiException",
    "401, com.datagrid.client.AuthenticationException",
    "403, com.datagrid.client.PermissionDeniedException",
    "404, com.datagrid.client.NotFoundException",
    "409, com.datagrid.client.ApiException",
    "429, com.datagrid.client.RateLimitException",
    "500, com.datagrid.client.ApiException",
    "599, com.datagrid.client.ApiException",
  })
  void everyStatusHasItsClass(int status, Class<?> type) {
    assertThat(failure(status, ""))
        .isExactlyInstanceOf(type)
        .isInstanceOf(ApiException.class)
        .returns(status, ApiException::statusCode);
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        arguments(
            failure(400, "{\"message\": \"name is too long\"}", "X-Request-Id", "req_1"),
            "HTTP 400 from " + OPERATION + ": name is too long [request req_1]"),
        arguments(
            failure(
                429, "{\"message\": \"Too many\", \"mitigation\": \"Wait\"}", "Retry-After", "5"),
            "HTTP 429 from " + OPERATION + ": Too many (Wait)"),
        arguments(
            failure(401, ""),
            "HTTP 401 from " + OPERATION + "; check the API key (apiKey(..) or DATAGRID_API_KEY)"),
        arguments(
            failure(302, "", "Location", "https://example.com/login"),
            "HTTP 302 from "
                + OPERATION
                + "; redirects to https://example.com/login are not followed: check baseUrl"),
        arguments(
            ApiExceptions.of(
                new ErrorResponse(503, Headers.empty(), "<html>"), "given up after 2 retries", 3),
            "HTTP 503; given up after 2 retries"),
        arguments(new ApiException(418, Headers.empty(), "{\"title\": \"Tea\"}"), "HTTP 418: Tea"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theMessageSaysWhereWhatAndWhatToDo(ApiException failure, String message) {
    assertThat(failure).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "401, DATAGRID_API_KEY",
    "403, teamspace",
    "404, check the id",
    "407, proxyAuthenticator",
    "301, baseUrl",
    "399, baseUrl",
  })
  void theMessageNamesTheRemedy(int status, String remedy) {
    assertThat(failure(status, "")).hasMessageContaining(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\t", "\u0000", "\u001b[31m", "\u0085", "\u2028", "\u2029"})
  void theServersWordsFitOneLine(String separator) {
    String quoted = separator.replace("\u001b", "\\u001b").replace("\u0000", "\\u0000");
    String body =
        "{\"message\": \"one%stwo\", \"mitigation\": \"%sthree\"}".formatted(quoted, quoted);
    assertThat(failure(400, body).getMessage())
        .contains(": one ")
        .contains("two")
        .contains("three")
        .doesNotContainPattern("[\\p{Cc}\u2028\u2029]");
  }

  @Test
  void theServersWordsAreCutWhereTheyAreLong() {
    String words = "x".repeat(10_000);
    String body = "{\"message\": \"%s\", \"mitigation\": \"%s\"}".formatted(words, words);
    ApiException failure = failure(302, body, "Location", words, "X-Request-Id", words);
    assertThat(failure.getMessage()).hasSizeLessThan(1_500).contains("x".repeat(300) + "...");
    assertThat(failure.rawBody()).isEqualTo(body);
  }

  @Test
  void theCutSplitsNoCharacter() {
    String words = "x".repeat(299) + "\uD83D\uDE00".repeat(10);
    assertThat(failure(400, "{\"message\": \"" + words + "\"}").getMessage())
        .endsWith("x".repeat(299) + "...");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><h1>s3cret</h1></html>",
        "s3cret",
        "\"s3cret\"",
        "[\"s3cret\"]",
        "{\"value\": \"s3cret\"}",
        "{\"message\": {\"value\": \"s3cret\"}}",
        "{\"message\": \"s3cret",
      })
  void aBodyWithoutWordsForPeopleIsNotInTheMessage(String body) {
    ApiException failure = failure(500, body);
    assertThat(failure).hasMessage("HTTP 500 from " + OPERATION);
    assertThat(failure.toString()).doesNotContain("s3cret");
    assertThat(failure.rawBody()).isEqualTo(body);
  }

  @Test
  void usersMakeFailuresThatReadHeadersAndBodyAsTheClientDoes() {
    RateLimitException failure =
        new RateLimitException(
            Headers.of("Retry-After", "7", "X-RateLimit-Limit", "40", "X-Request-Id", "req_1"),
            """
            {"status_code": "429", "error": "rate_limit_exceeded", "message": "Slow down",
             "retryable": false}\
            """);
    assertThat(failure.statusCode()).isEqualTo(429);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure.limit()).hasValue(40);
    assertThat(failure.requestId()).contains("req_1");
    assertThat(failure.errorCode()).contains("rate_limit_exceeded");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.error().map(RateLimitError::getStatusCode)).contains(429L);
    assertThat(failure).hasMessage("HTTP 429: Slow down [request req_1]");
    assertThat(failure.attempts()).isEqualTo(1);
  }

  @Test
  void a429ThatCannotBeReadIsStillARateLimitException() {
    RateLimitException failure = new RateLimitException(Headers.empty(), "<html>busy</html>");
    assertThat(failure.error()).isEmpty();
    assertThat(failure.errorCode()).isEmpty();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.limit()).isEmpty();
    assertThat(failure.rawBody()).isEqualTo("<html>busy</html>");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> new NotFoundException(null, ""))
        .withMessage("headers");
    assertThatNullPointerException()
        .isThrownBy(() -> new ApiException(500, Headers.empty(), null))
        .withMessage("rawBody");
    assertThatNullPointerException()
        .isThrownBy(() -> new InvalidResponseException("no JSON", 200, null, null))
        .withMessage("rawBody");
  }

  static Stream<DatagridException> all() {
    Headers headers = Headers.of("X-Request-Id", "req_1");
    IOException reset = new IOException("reset");
    return Stream.of(
        new DatagridException("plain", reset),
        new ApiException(500, headers, "body"),
        new AuthenticationException(headers, "body"),
        new PermissionDeniedException(headers, "body"),
        new NotFoundException(headers, "body"),
        new RateLimitException(headers, "{}"),
        new TransportException("broken", reset, true),
        new InvalidResponseException("no JSON", 200, "body", reset),
        new CallTimeoutException("late", Duration.ofSeconds(5), reset),
        new CallTimeoutException("late", null, null),
        new CallInterruptedException("interrupted", null),
        new ClientClosedException("closed", reset));
  }

  @ParameterizedTest
  @MethodSource("all")
  void allSurviveSerialization(DatagridException failure) throws Exception {
    failure.addSuppressed(new TransportException("before", new IOException("refused"), false));
    DatagridException copy = copy(failure);
    assertThat(copy).usingRecursiveComparison().isEqualTo(failure);
    assertThat(copy).hasMessage(String.valueOf(failure.getMessage()));
    assertThat(copy.attempts()).isEqualTo(failure.attempts());
    assertThat(copy.getSuppressed()).hasSize(1);
    if (failure instanceof ApiException api) {
      assertThat(((ApiException) copy).requestId()).contains("req_1");
      assertThat(((ApiException) copy).rawBody()).isEqualTo(api.rawBody());
    }
    if (failure instanceof CallTimeoutException late) {
      assertThat(((CallTimeoutException) copy).requiredWait()).isEqualTo(late.requiredWait());
    }
  }

  private static DatagridException copy(DatagridException failure) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (DatagridException) in.readObject();
    }
  }
}
