package com.datagrid.client.contract;

import com.datagrid.client.testing.Mode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the client makes of every response, in a table. {@link ContractRow} explains the columns;
 * {@link Bodies} has the bodies. Most of these responses are not in the document, so that only the
 * requests are checked against it.
 *
 * <p>A pause that the server asks for is never exceeded, which {@code maxRetryAfter} shows: were it
 * any longer, the call would fail at once.
 */
@ParameterizedClass
@EnumSource(Mode.class)
class ContractMatrixTest {

  @RegisterExtension static final ContractServer SERVER = new ContractServer().checkRequestsOnly();

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ParameterizedTest(name = "{argumentsWithNames}")
  @interface Table {}

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @AggregateWith(ContractRow.Reader.class)
  @interface Columns {}

  private final Mode mode;

  ContractMatrixTest(Mode mode) {
    this.mode = mode;
  }

  /** A good body is the result; a bad one is never a reason to send the request again. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # status | headers | body | client | times | result | requests | waits
          200 |                                               | connection              |                      | always | ok                       | 1 |
          200 | any limit                                     | connection              |                      | always | ok                       | 1 |
          200 | Retry-After: 60; X-RateLimit-Remaining: 0     | connection              |                      | always | ok                       | 1 |
          200 | Retry-After: garbage; x-should-retry: true    | connection              |                      | always | ok                       | 1 |
          200 |                                               | connection of tomorrow  |                      | always | ok                       | 1 |
          201 |                                               | connection              |                      | always | ok                       | 1 |
          200 |                                               | connection, id missing  |                      | always | InvalidResponseException | 1 |
          200 |                                               | connection, id null     |                      | always | InvalidResponseException | 1 |
          200 |                                               | connection, id 12       |                      | always | InvalidResponseException | 1 |
          200 |                                               | connection, valid "yes" |                      | always | InvalidResponseException | 1 |
          200 |                                               | connection, no date     |                      | always | InvalidResponseException | 1 |
          200 |                                               | connection, cut off     |                      | always | InvalidResponseException | 1 |
          200 |                                               | null                    |                      | always | InvalidResponseException | 1 |
          200 | x-should-retry: true; Retry-After: 1          | any                     |                      | always | InvalidResponseException | 1 |
          200 |                                               | 200 KiB                 |                      | always | InvalidResponseException | 1 |
          200 |                                               | connection              | maxResponseBytes 10  | always | InvalidResponseException | 1 |
          204 |                                               | empty                   |                      | always | InvalidResponseException | 1 |
          204 | any limit; Retry-After: 1                     | empty                   |                      | always | InvalidResponseException | 1 |
          """)
  void success(@Columns ContractRow row) {
    row.check(mode, SERVER);
  }

  /** Not followed: OkHttp would turn a PATCH into a GET, or take the key to another host. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # status | headers | body | client | times | result | requests | waits
          300 |                                               | any     |  | always | ApiException | 1 |
          301 | Location: /v1/connections/other               | any     |  | always | ApiException | 1 |
          302 | Location: /v1/connections/other; any limit    | html    |  | always | ApiException | 1 |
          303 | Location: /v1/connections/other               | html    |  | always | ApiException | 1 |
          304 |                                               | empty   |  | always | ApiException | 1 |
          307 | Location: /v1/connections/other               | html    |  | always | ApiException | 1 |
          308 | Location: /v1/connections/other               | html    |  | always | ApiException | 1 |
          308 | Location: /v1/connections/other; Retry-After: 0 | empty |  | always | ApiException | 1 |
          301 |                                               | empty   |  | always | ApiException | 1 |
          302 | Location: ::://                               | empty   |  | always | ApiException | 1 |
          302 | Location: https://elsewhere.invalid/v1        | empty   |  | always | ApiException | 1 |
          """)
  void redirect(@Columns ContractRow row) {
    row.check(mode, SERVER);
  }

  /** The client's own fault, and none that another attempt could mend; 408 and 429 are below. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # status | headers | body | client | times | result | requests | waits
          400 | any limit                              | any     |  | always | ApiException              | 1 |
          400 | Retry-After: 0                         | 200 KiB |  | always | ApiException              | 1 |
          400 | Retry-After: 1                         | error   |  | always | ApiException              | 1 |
          401 | any limit                              | any     |  | always | AuthenticationException   | 1 |
          401 | WWW-Authenticate: Bearer               | error   |  | always | AuthenticationException   | 1 |
          401 | WWW-Authenticate: Basic realm=x        | error   |  | always | AuthenticationException   | 1 |
          403 | any limit                              | any     |  | always | PermissionDeniedException | 1 |
          403 | Retry-After: 0                         | 200 KiB |  | always | PermissionDeniedException | 1 |
          404 | any limit                              | any     |  | always | NotFoundException         | 1 |
          404 | Retry-After: 1                         | empty   |  | always | NotFoundException         | 1 |
          409 | any limit                              | any     |  | always | ApiException              | 1 |
          409 | Retry-After: 0                         | error   |  | always | ApiException              | 1 |
          418 | any limit                              | any     |  | always | ApiException              | 1 |
          418 | Retry-After: 0                         | empty   |  | always | ApiException              | 1 |
          421 | any limit                              | any     |  | always | ApiException              | 1 |
          421 | Retry-After: 0                         | empty   |  | always | ApiException              | 1 |
          """)
  void refusal(@Columns ContractRow row) {
    row.check(mode, SERVER);
  }

  /** Tried again within {@code maxRetries}, since an update is idempotent. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # status | headers | body | client | times | result | requests | waits
          408 |                                             | empty |                       | once   | ok           | 2 | 250
          408 |                                             | html  |                       | always | ApiException | 3 | 250, 500
          408 | Retry-After: 0                              | error | maxRetries 1          | always | ApiException | 2 | 250
          408 | Connection: close                           | empty | maxRetries 1          | always | ApiException | 2 | 250
          408 | Retry-After: 0.8                            | error | maxRetryAfter 0.8S    | once   | ok           | 2 | 800
          408 | Retry-After: 301                            | error |                       | always | ApiException | 1 |
          408 | x-should-retry: false                       | any   |                       | always | ApiException | 1 |
          408 | any limit                                   | any   | maxRetries 0          | always | ApiException | 1 |
          500 |                                             | error |                       | once   | ok           | 2 | 250
          500 |                                             | error |                       | always | ApiException | 3 | 250, 500
          500 | any limit                                   | html  | maxRetries 1          | always | ApiException | 2 | 250
          500 | Retry-After: 0.8                            | error | maxRetryAfter 0.8S    | once   | ok           | 2 | 800
          500 | Retry-After: 301                            | error |                       | always | ApiException | 1 |
          500 | x-should-retry: true                        | limit | maxRetries 1          | always | ApiException | 2 | 250
          400 | Retry-After: 0.2; x-should-retry: true      | error | maxRetries 1          | always | ApiException | 2 | 200
          409 | Retry-After: 0; x-should-retry: true        | error |                       | once   | ok           | 2 | 250
          500 | x-should-retry: false                       | any   |                       | always | ApiException | 1 |
          500 | any limit                                   | any   | maxRetries 0          | always | ApiException | 1 |
          503 | Retry-After: 1                              | error | maxRetryAfter 1S      | once   | ok           | 2 | 1000
          503 | Retry-After: 0.3                            | empty | maxRetryAfter 0.3S    | always | ApiException | 3 | 300, 300
          503 | Date: {2030-01-01 00:00:00}; Retry-After: {2030-01-01 00:00:01} | html | maxRetryAfter 1S | once | ok | 2 | 1000
          503 | retry-after-ms: 20; Retry-After: 60         | any   | maxRetryAfter 0.02S   | always | ApiException | 3 | 20, 20
          503 | retry-after-ms: 20; any limit               | empty | maxRetryAfter 0.02S   | once   | ok           | 2 | 20
          503 |                                             | error |                       | once   | ok           | 2 | 250
          503 | Retry-After: 0                              | error |                       | always | ApiException | 3 | 250, 500
          503 | Retry-After: -1                             | error |                       | once   | ok           | 2 | 250
          503 | Retry-After: soon                           | error |                       | once   | ok           | 2 | 250
          503 | Retry-After: 301                            | error |                       | always | ApiException | 1 |
          503 | Retry-After: 99999999999999999999           | any   |                       | always | ApiException | 1 |
          503 | Retry-After: 60                             | error | callTimeout 30S       | always | ApiException | 1 |
          503 | Retry-After: 0; x-should-retry: false       | any   |                       | always | ApiException | 1 |
          503 | Retry-After: 0; any limit                   | any   | maxRetries 0          | always | ApiException | 1 |
          """)
  void fault(@Columns ContractRow row) {
    row.check(mode, SERVER);
  }

  /** Waited out, unless the body says that it is not retryable, and not counted as a retry. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # status | headers | body | client | times | result | requests | waits
          429 | Retry-After: 1                               | limit                 | maxRetryAfter 1S                  | once   | ok                 | 2  | 1000
          429 | Retry-After: 0.3                             | limit                 | maxRetryAfter 0.3S, maxRetries 0  | once   | ok                 | 2  | 300
          429 | Date: {2030-01-01 00:00:00}; Retry-After: {2030-01-01 00:00:01} | limit | maxRetryAfter 1S               | once   | ok                 | 2  | 1000
          429 | Date: {2030-01-01 00:00:00}; X-RateLimit-Reset: 1893456001 | limit      | maxRetryAfter 1S               | once   | ok                 | 2  | 1000
          429 | retry-after-ms: 50; any limit                | any                   | maxRetryAfter 0.05S, window 0.4S  | once   | ok                 | 2  | 50
          429 | retry-after-ms: 50; Retry-After: 60          | limit                 | maxRetryAfter 0.05S               | once   | ok                 | 2  | 50
          429 | retry-after-ms: x; Retry-After: 0.3          | limit                 | maxRetryAfter 0.3S                | once   | ok                 | 2  | 300
          429 | retry-after-ms: 50                           | limit, retryable null |                                   | once   | ok                 | 2  | 50
          429 | retry-after-ms: 50                           | limit, odd types      |                                   | once   | ok                 | 2  | 50
          429 | retry-after-ms: 50                           | limit, 429.0          |                                   | once   | ok                 | 2  | 50
          429 | retry-after-ms: 50                           | 200 KiB               |                                   | once   | ok                 | 2  | 50
          429 | retry-after-ms: 50; x-should-retry: true     | limit                 |                                   | once   | ok                 | 2  | 50
          429 |                                              | limit                 |                                   | once   | ok                 | 2  | 1000
          429 |                                              | empty                 |                                   | once   | ok                 | 2  | 1000
          429 | Retry-After: 0                               | html                  |                                   | once   | ok                 | 2  | 1000
          429 | Retry-After: -1                              | problem               |                                   | once   | ok                 | 2  | 1000
          429 | Retry-After: soon; retry-after-ms: soon      | limit                 |                                   | once   | ok                 | 2  | 1000
          429 | X-RateLimit-Reset: 1000000000                | limit                 |                                   | once   | ok                 | 2  | 1000
          429 | X-RateLimit-Reset: 99999999999               | limit                 |                                   | once   | ok                 | 2  | 1000
          429 | X-RateLimit-Limit: -7; X-RateLimit-Reset: x  | limit                 |                                   | once   | ok                 | 2  | 1000
          429 | Retry-After: 1; any limit                    | limit, final          |                                   | always | RateLimitException | 1  |
          429 | x-should-retry: true                         | limit, final          |                                   | always | RateLimitException | 1  |
          429 | Retry-After: 1; x-should-retry: false        | any                   |                                   | always | RateLimitException | 1  |
          429 | Retry-After: 301                             | any                   |                                   | always | RateLimitException | 1  |
          429 | Retry-After: 2                               | limit                 | maxRetryAfter 1S                  | always | RateLimitException | 1  |
          429 | Retry-After: 99999999999999999999            | any                   |                                   | always | RateLimitException | 1  |
          429 | retry-after-ms: 999999999                    | limit                 |                                   | always | RateLimitException | 1  |
          429 | Retry-After: {9999-12-31 23:59:59}           | limit                 |                                   | always | RateLimitException | 1  |
          429 | Retry-After: 60                              | any                   | callTimeout 30S                   | always | RateLimitException | 1  |
          429 | retry-after-ms: 5                            | limit                 | maxRetries 0                      | always | RateLimitException | 20 |
          """)
  void rejection(@Columns ContractRow row) {
    row.check(mode, SERVER);
  }
}
