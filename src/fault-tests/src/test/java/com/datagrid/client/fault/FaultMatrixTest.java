package com.datagrid.client.fault;

import com.datagrid.client.testing.Mode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of a call at a server that fails, in tables. {@link Row} explains the columns and
 * checks, {@link Responses} has what the server does.
 */
@ParameterizedClass
@EnumSource(Mode.class)
class FaultMatrixTest {

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ParameterizedTest(name = "{argumentsWithNames}")
  @interface Table {}

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @AggregateWith(Row.Reader.class)
  @interface Columns {}

  private final Mode mode;

  FaultMatrixTest(Mode mode) {
    this.mode = mode;
  }

  /** Tried again within {@code maxRetries}, since an update is idempotent. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server              | client       | result             | message                  | cause             | requests | kept
          reset                     | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          closed                    | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          garbage                   | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          TLS alert                 | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          status -12                | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 1
          status abc                | maxRetries 1 | TransportException | status line, maxRetries  | ProtocolException | 2 | 0
          HTTP/9.9                  | maxRetries 1 | TransportException | status line, maxRetries  | ProtocolException | 2 | 0
          reset in headers          | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          reset after headers       | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          closed in headers         | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          closed in body            | maxRetries 1 | TransportException | end of stream            | ProtocolException | 2 | 0
          closed in chunk           | maxRetries 1 | TransportException | end of stream            | ProtocolException | 2 | 0
          closed before last chunk  | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 0
          chunk size zz             | maxRetries 1 | TransportException | may have, maxRetries     | ProtocolException | 2 | 0
          chunk size -1             | maxRetries 1 | TransportException | may have, maxRetries     | ProtocolException | 2 | 0
          chunk size 2^65           | maxRetries 1 | TransportException | may have, maxRetries     | ProtocolException | 2 | 0
          Content-Length -5         | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 1
          Content-Length too large  | maxRetries 1 | TransportException | end of stream            | ProtocolException | 2 | 0
          no gzip                   | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 1
          cut gzip                  | maxRetries 1 | TransportException | may have, maxRetries     | IOException       | 2 | 1
          reset                     | maxRetries 0 | TransportException | given up after 0 retries | IOException       | 1 | 0
          """)
  void broken(@Columns Row row) throws Exception {
    row.check(mode);
  }

  /** Whatever never ends is cut: by a timeout, or by the most that is read. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server        | client                                | result                      | message           | cause       | requests | kept
          silence             | attemptTimeout 30S, maxRetries 1    | TransportException, timeout | attemptTimeout    | IOException | 2 | 0
          dribbled headers    | attemptTimeout 30S, maxRetries 1    | TransportException, timeout | attemptTimeout    | IOException | 2 | 0
          dribbled body       | attemptTimeout 30S, maxRetries 1    | TransportException, timeout | attemptTimeout    | IOException | 2 | 0
          silence             | callTimeout 30S                        | CallTimeoutException   | raise callTimeout    | IOException | 1 | 0
          dribbled headers    | callTimeout 30S                        | CallTimeoutException   | raise callTimeout    | IOException | 1 | 0
          dribbled body       | callTimeout 30S                        | CallTimeoutException   | raise callTimeout    | IOException | 1 | 0
          endless headers     | maxRetries 0                          | TransportException          | may have          | IOException | 1 | 0
          endless header      | maxRetries 0                          | TransportException          | may have          | IOException | 1 | 0
          endless status line | maxRetries 0                          | TransportException          | may have          | IOException | 1 | 0
          endless 103         | maxRetries 0                          | TransportException          | may have          | IOException | 1 | 0
          endless trailers    | maxRetries 0                          | TransportException          | may have          | IOException | 1 | 0
          endless body        | maxResponseBytes 100000               | InvalidResponseException    | maxResponseBytes  |             | 1 | 0
          endless chunks      | maxResponseBytes 100000               | InvalidResponseException    | maxResponseBytes  |             | 1 | 0
          endless body        |                                       | InvalidResponseException    | maxResponseBytes  |             | 1 | 0
          endless chunk size  | attemptTimeout 30S, maxRetries 1    | TransportException, timeout | attemptTimeout    | IOException | 2 | 0
          endless 500         | maxRetries 0                          | ApiException                | HTTP 500          |             | 1 | 0
          gzip bomb           |                                       | InvalidResponseException    | maxResponseBytes  |             | 1 | 1
          gzip bomb           | maxResponseBytes 100000               | InvalidResponseException    | maxResponseBytes  |             | 1 | 1
          gzip bomb 500       | maxRetries 0                          | ApiException                | HTTP 500          |             | 1 | 1
          once gzip bomb 429  |                                       | ok                          |                   |             | 2 | 1
          """)
  void endless(@Columns Row row) throws Exception {
    row.check(mode);
  }

  /** The next attempt succeeds, and says how many there were. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server                 | client               | result | message | cause | requests | kept
          once reset                   |                      | ok | | | 2 | 1
          once closed                  |                      | ok | | | 2 | 1
          once garbage                 |                      | ok | | | 2 | 1
          once reset after headers     |                      | ok | | | 2 | 1
          once closed in body          |                      | ok | | | 2 | 1
          once chunk size zz           |                      | ok | | | 2 | 1
          once silence                 | attemptTimeout 30S  | ok | | | 2 | 1
          once dribbled body           | attemptTimeout 30S  | ok | | | 2 | 1
          once endless headers         |                      | ok | | | 2 | 1
          once 408                     |                      | ok | | | 2 | 1
          once 500                     |                      | ok | | | 2 | 1
          once 503, after 0            |                      | ok | | | 2 | 1
          once 503, after 0.05 s       |                      | ok | | | 2 | 1
          once 503, cut off            |                      | ok | | | 2 | 1
          once 999                     |                      | ok | | | 2 | 1
          """)
  void mended(@Columns Row row) throws Exception {
    row.check(mode);
  }

  /** Nothing to complain about. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server        | client | result | message | cause | requests | kept
          ok                  |        | ok | | | 1 | 1
          slow                |        | ok | | | 1 | 1
          100, then ok        |        | ok | | | 1 | 1
          102, then ok        |        | ok | | | 1 | 1
          103, then ok        |        | ok | | | 1 | 1
          HTTP/1.0            |        | ok | | | 1 | 0
          chunked             |        | ok | | | 1 | 1
          gzipped             |        | ok | | | 1 | 1
          closed by ok        |        | ok | | | 1 | 0
          Content-Length abc  |        | ok | | | 1 | 0
          charset unknown     |        | ok | | | 1 | 1
          type unreadable     |        | ok | | | 1 | 1
          type text/html      |        | ok | | | 1 | 1
          """)
  void odd(@Columns Row row) throws Exception {
    row.check(mode);
  }

  /** A success that is none is told at once, and never sent again. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server             | client              | result                   | message                        | cause         | requests | kept
          empty                    |                     | InvalidResponseException | it is empty                    | EOFException  | 1 | 1
          spaces                   |                     | InvalidResponseException | it ends too early              | EOFException  | 1 | 1
          null                     |                     | InvalidResponseException | it is null                     |               | 1 | 1
          array                    |                     | InvalidResponseException | BEGIN_OBJECT, BEGIN_ARRAY      | RuntimeException | 1 | 1
          text                     |                     | InvalidResponseException | BEGIN_OBJECT, STRING           | RuntimeException | 1 | 1
          html                     |                     | InvalidResponseException | not as documented              | Exception     | 1 | 1
          binary                   |                     | InvalidResponseException | not as documented              | Exception     | 1 | 1
          cut off                  |                     | InvalidResponseException | it ends too early              | EOFException  | 1 | 1
          id missing               |                     | InvalidResponseException | $.id is missing or null        | JsonParseException | 1 | 1
          id null                  |                     | InvalidResponseException | $.id is missing or null        | JsonParseException | 1 | 1
          id 12                    |                     | InvalidResponseException | STRING expected, NUMBER at $.id       | JsonParseException | 1 | 1
          id object                |                     | InvalidResponseException | STRING expected, BEGIN_OBJECT at $.id | JsonParseException | 1 | 1
          valid "yes"              |                     | InvalidResponseException | BOOLEAN expected, STRING at $.valid   | JsonParseException | 1 | 1
          no date                  |                     | InvalidResponseException | no date-time at $.created_at   | JsonParseException | 1 | 1
          date 12                  |                     | InvalidResponseException | STRING expected, $.created_at  | JsonParseException | 1 | 1
          deep                     |                     | InvalidResponseException | Nesting limit                  | Exception     | 1 | 1
          deep id                  |                     | InvalidResponseException | BEGIN_OBJECT at $.id           | JsonParseException | 1 | 1
          Content-Length too small |                     | InvalidResponseException | not as documented              | Exception     | 1 | 1
          header without colon     |                     | InvalidResponseException | not as documented              | Exception     | 1 | 0
          """)
  void invalid(@Columns Row row) throws Exception {
    row.check(mode);
  }

  /** Statuses that are no success. */
  @Table
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server       | client              | result                  | message                              | cause | requests | kept
          101                |                     | ApiException            | HTTP 101                             |       | 1 | 1
          304                |                     | ApiException            | HTTP 304, check baseUrl              |       | 1 | 1
          401                |                     | AuthenticationException | HTTP 401, Words., DATAGRID_API_KEY   |       | 1 | 1
          401 Basic          |                     | AuthenticationException | HTTP 401, Words., DATAGRID_API_KEY   |       | 1 | 1
          407                |                     | ApiException            | HTTP 407, proxyAuthenticator         |       | 1 | 1
          408                | maxRetries 1        | ApiException            | HTTP 408, maxRetries                 |       | 2 | 1
          421                |                     | ApiException            | HTTP 421                             |       | 1 | 1
          500                | maxRetries 1        | ApiException            | HTTP 500, Words., maxRetries         |       | 2 | 1
          502 html           | maxRetries 1        | ApiException            | HTTP 502, maxRetries                 |       | 2 | 1
          503                | maxRetries 1        | ApiException            | HTTP 503, maxRetries                 |       | 2 | 1
          503, after 0       | maxRetries 1        | ApiException            | HTTP 503, maxRetries                 |       | 2 | 1
          503, after 0.05 s  | maxRetries 3        | ApiException            | HTTP 503, maxRetries                 |       | 4 | 1
          503, after 1 h     |                     | ApiException            | HTTP 503, PT1H, maxRetryAfter        |       | 1 | 1
          503, after 1 h     | maxRetryAfter 2H    | ApiException            | HTTP 503, PT1H, callTimeout             |       | 1 | 1
          503, cut off       | maxRetries 1        | ApiException            | HTTP 503, maxRetries                 |       | 2 | 0
          599                | maxRetries 0        | ApiException            | HTTP 599, maxRetries                 |       | 1 | 1
          """)
  void error(@Columns Row row) throws Exception {
    row.check(mode);
  }
}
