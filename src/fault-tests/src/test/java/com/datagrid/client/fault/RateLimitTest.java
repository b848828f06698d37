package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.fault.FaultMatrixTest.Columns;
import com.datagrid.client.fault.FaultMatrixTest.Table;
import com.datagrid.client.fault.RawServer.Response;
import com.datagrid.client.model.RateLimitError;
import com.datagrid.client.testing.Mode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 429s with headers and bodies of every shape: no wait that the server did not ask for, no hot
 * loop, and no other exception than a {@link RateLimitException} that keeps what was read.
 */
@ParameterizedClass
@EnumSource(Mode.class)
class RateLimitTest {

  private static final int MOST_OF_A_BODY = 64 << 10;

  private final Mode mode;

  RateLimitTest(Mode mode) {
    this.mode = mode;
  }

  /** Tried again after what the server asks, or given up at once if that is too long. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server                                                         | client                   | result             | message                | cause | requests | kept
          once 429; Retry-After: 0.05                                          |                          | ok                 |                        | | 2  | 1
          once 429; retry-after-ms: 50                                         |                          | ok                 |                        | | 2  | 1
          once 429; retry-after-ms: 50; Retry-After: 3600                      |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: soon; Retry-After: 0.05                       |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; Retry-After: 3600                       |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 1                    |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 2                    |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 0                    |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: -5                   |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 1.5                  |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 1e9                  |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 999999999            |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: 99999999999999999999 |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Limit: x; X-RateLimit-Limit: 7 |                       | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Remaining: -1               |                          | ok                 |                        | | 2  | 1
          once 429; Retry-After: 0.05; X-RateLimit-Reset: 99999999999          |                          | ok                 |                        | | 2  | 1
          429; Retry-After: 0.01                                               |                          | RateLimitException | 20 times in a row      | | 20 | 1
          429; retry-after-ms: 0.001; X-RateLimit-Limit: 1                     |                          | RateLimitException | 20 times in a row      | | 20 | 1
          429; X-Nothing: else                                                 | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: 0                                                  | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: -1                                                 | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After:                                                    | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: soon                                               | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: 1e9                                                | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: Wed, 21 Oct 2015 07:28:00 GMT                      | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: Wednesday, 21-Oct-15 07:28:00 GMT                  | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: Wed Oct 21 07:28:00 2015                           | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: Wed, 32 Oct 2015 07:28:00 GMT                      | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; retry-after-ms: 0; Retry-After: 0                               | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; X-RateLimit-Reset: 1                                            | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; X-RateLimit-Reset: 253402300799                                 | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; X-RateLimit-Reset: 99999999999999999999                         | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; X-RateLimit-Limit: 1; X-RateLimit-Remaining: 0                  | callTimeout 0.95S           | RateLimitException | its turn, raise callTimeout | | 1  | 1
          429; Retry-After: 30                                                 | callTimeout 5S              | RateLimitException | PT30S, callTimeout        | | 1  | 1
          429; Retry-After: 999999999                                          |                          | RateLimitException | maxRetryAfter (PT5M)   | | 1  | 1
          429; Retry-After: 99999999999999999999                               |                          | RateLimitException | maxRetryAfter (PT5M)   | | 1  | 1
          429; Retry-After: 3600                                               | maxRetryAfter 2H         | RateLimitException | PT1H, callTimeout         | | 1  | 1
          429; retry-after-ms: 3600000                                         |                          | RateLimitException | PT1H, maxRetryAfter    | | 1  | 1
          429; Retry-After: Fri, 31 Dec 9999 23:59:59 GMT                      |                          | RateLimitException | maxRetryAfter (PT5M)   | | 1  | 1
          429; Date: Wed, 21 Oct 2015 07:28:00 GMT; Retry-After: Wed, 21 Oct 2015 08:28:00 GMT    | | RateLimitException | PT1H, maxRetryAfter    | | 1  | 1
          429; Date: Wed, 21 Oct 2015 07:28:00 GMT; Retry-After: Wednesday, 21-Oct-15 08:28:00 GMT | | RateLimitException | PT1H, maxRetryAfter   | | 1  | 1
          429; Date: Wed, 21 Oct 2015 07:28:00 GMT; Retry-After: Wed Oct 21 08:28:00 2015         | | RateLimitException | PT1H, maxRetryAfter    | | 1  | 1
          429; Date: Wed, 21 Oct 2015 07:28:00 GMT; X-RateLimit-Reset: 1445412510 | callTimeout 5S           | RateLimitException | PT30S, callTimeout        | | 1  | 1
          429; x-should-retry: false; Retry-After: 0.05                        |                          | RateLimitException | server forbids a retry | | 1  | 1
          once 429; x-should-retry: perhaps; Retry-After: 0.05                 |                          | ok                 |                        | | 2  | 1
          """)
  void headers(@Columns Row row) throws Exception {
    row.check(mode);
  }

  /** Read for what it may hold; whatever it holds, the call is tried again unless it says no. */
  @ParameterizedTest(name = "{argumentsWithNames}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the body                                          | retryable | code                | the message says
                                                              | true      |                     |
          <html><h1>429 Too Many Requests</h1></html>         | true      |                     |
          rate_limit_exceeded                                 | true      |                     |
          null                                                | true      |                     |
          [{"retryable": false}]                              | true      |                     |
          {}                                                  | true      |                     |
          {"error": "rate_limit_exceeded"                     | true      |                     |
          {"fault": {"faultstring": "Quota"}, "retry": false} | true      |                     |
          {"type": "about:blank", "title": "Quota", "status": 429, "detail": "40 a minute"} | true  |   | 40 a minute
          {"type": "https://x.io/quota", "title": "Quota"}    | true      | https://x.io/quota  | Quota
          {"error": "rate_limit_exceeded", "retryable": true} | true      | rate_limit_exceeded |
          {"error": "quota", "message": "Too many"}           | true      | quota               | Too many
          {"error": null, "message": null, "mitigation": null, "retryable": null, "details": null} | true | |
          {"error": 5, "message": [], "mitigation": {}, "retryable": "maybe", "details": "burst"}  | true | |
          {"status_code": "x", "statusCode": {}, "retryable": 0} | true   |                     |
          {"status_code": 1e999999999, "retryable": [false]}  | true      |                     |
          {"error": "quota", "new": {"a": [1]}, "x": 1}       | true      | quota               |
          {"details": {"reason": 5, "retryable": false}}      | true      |                     |
          {"details": [[[]]]}                                 | true      |                     |
          {"retryable": false}                                | false     |                     |
          {"retryable": "false"}                              | false     |                     |
          {"retryable": " false "}                            | true      |                     |
          {"retryable": "FALSE", "error": "quota"}            | false     | quota               |
          {"retryable": false, "message": "a\\r\\nb\\u0000c"} | false     |                     | a b c
          {"message": "\\ud800"}                              | true      |                     |
          {"retryable": false, "retryable": true}             | true      |                     |
          """)
  void body(
      @Nullable String body, boolean retryable, @Nullable String code, @Nullable String message)
      throws Exception {
    String text = body == null ? "" : body;
    RateLimitException failure = check(utf8(text), retryable);
    assertThat(failure.rawBody()).isEqualTo(text);
    assertThat(failure.errorCode()).isEqualTo(Optional.ofNullable(code));
    if (message != null) {
      assertThat(failure).hasMessageContaining(message);
    }
  }

  private static byte[] oddBody(String name) {
    return switch (name) {
      case "8 MiB" -> utf8("{\"message\": \"" + "x".repeat(8 << 20) + "\"}");
      case "8 MiB before retryable" ->
          utf8("{\"x\": \"" + "x".repeat(8 << 20) + "\", \"retryable\": false}");
      case "deep arrays" -> utf8("[".repeat(50_000));
      case "deep objects" -> utf8("{\"retryable\":".repeat(5_000));
      case "deep, but complete" -> utf8("{\"x\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}");
      case "no UTF-8" -> new byte[] {'{', '"', (byte) 0xc3, 0x28, '"', ':', '"', (byte) 0xff, '}'};
      case "binary" -> Responses.gzip(new byte[100_000]);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Of which only so much is read and kept. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "8 MiB",
        "8 MiB before retryable",
        "deep arrays",
        "deep objects",
        "deep, but complete",
        "no UTF-8",
        "binary"
      })
  void oddBodyOf(String name) throws Exception {
    byte[] body = oddBody(name);
    RateLimitException failure = check(body, true);
    String read =
        new String(body, 0, Math.min(body.length, MOST_OF_A_BODY), StandardCharsets.UTF_8);
    assertThat(failure.rawBody()).isEqualTo(read);
    assertThat(failure.errorCode()).isEmpty();
  }

  /** The call is sent again if it may be, and the exception, if there is one, has the body. */
  private RateLimitException check(byte[] body, boolean retryable) throws Exception {
    if (retryable) {
      try (RawServer server = RawServer.once(rejection("retry-after-ms: 20", body))) {
        Trial.of(
            "",
            server.url(),
            UnaryOperator.identity(),
            client -> assertThat(mode.update(client).attempts()).isEqualTo(2));
        assertThat(server.requests()).hasSize(2);
        server.assertAllClosed();
      }
    }
    try (RawServer server = RawServer.always(rejection("Retry-After: 3600", body))) {
      DatagridException failure = Trial.failure(mode, "", server.url(), UnaryOperator.identity());

      assertThat(server.requests()).hasSize(1);
      server.assertAllClosed();
      assertThat(failure)
          .isExactlyInstanceOf(RateLimitException.class)
          .hasNoCause()
          .hasMessageContainingAll(
              "HTTP 429 from PATCH /connections/{connection_id}",
              retryable ? "maxRetryAfter" : "not retryable")
          .returns(1, DatagridException::attempts);
      RateLimitException rejection = (RateLimitException) failure;
      assertThat(rejection.retryable()).isEqualTo(retryable);
      assertThat(rejection.error().map(RateLimitError::toString)).isNotNull(); // nothing is thrown
      return rejection;
    }
  }

  private static Response rejection(String header, byte[] body) {
    return wire -> wire.respond(429, header, body);
  }
}
