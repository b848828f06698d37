package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.time.Duration;
import java.util.List;

/**
 * A fault in one response of a {@link DatagridStubServer}: a function from the response that would
 * have been sent to the one that is. A lambda can replace it with any other:
 *
 * <pre>{@code
 * server.failNext(
 *     original -> Response.response().status(429).body("{\"retryable\": false}").build());
 * }</pre>
 *
 * <p>Called on several threads at once.
 */
@FunctionalInterface
public interface StubFault {

  /**
   * Returns the response to send in place of {@code original}, which must not be changed.
   *
   * @param original what would have been sent
   * @return the response to send
   */
  Response apply(Response original);

  /**
   * No fault: for requests that pass in a script of faults.
   *
   * @return the fault
   */
  static StubFault none() {
    return original -> original;
  }

  /**
   * The connection is reset, with nothing sent.
   *
   * @return the fault
   */
  static StubFault reset() {
    return broken(Fault.CONNECTION_RESET_BY_PEER);
  }

  /**
   * The connection is closed, with nothing sent.
   *
   * @return the fault
   */
  static StubFault emptyResponse() {
    return broken(Fault.EMPTY_RESPONSE);
  }

  /**
   * Bytes that are no HTTP are sent, then the connection is closed.
   *
   * @return the fault
   */
  static StubFault garbage() {
    return broken(Fault.RANDOM_DATA_THEN_CLOSE);
  }

  /**
   * A 200 whose body breaks off in the middle of nonsense.
   *
   * @return the fault
   */
  static StubFault brokenBody() {
    return broken(Fault.MALFORMED_RESPONSE_CHUNK);
  }

  /**
   * {@link DatagridStubs#internalServerError()}.
   *
   * @return the fault
   */
  static StubFault internalServerError() {
    Response error = responseOf(DatagridStubs.internalServerError());
    return original -> error;
  }

  /**
   * {@link DatagridStubs#serviceUnavailable()}, with its {@code Retry-After} of one second.
   *
   * @return the fault
   */
  static StubFault serviceUnavailable() {
    Response error = responseOf(DatagridStubs.serviceUnavailable());
    return original -> error;
  }

  /**
   * A 429 that no client can foresee: {@link DatagridStubs#rateLimited()} with its {@code
   * Retry-After} of one second. The request keeps the slot that it got.
   *
   * @return the fault
   */
  static StubFault rateLimited() {
    Response rejection = responseOf(DatagridStubs.rateLimited());
    List<HttpHeader> headers =
        rejection.getHeaders().all().stream()
            .filter(
                header ->
                    !RateLimitHeaders.NAMES.contains(header.key())
                        || header.key().equals(RateLimitHeaders.RETRY_AFTER))
            .toList();
    Response error = Response.Builder.like(rejection).headers(new HttpHeaders(headers)).build();
    return original -> error;
  }

  /**
   * A response with this status and body, of type {@code application/json}.
   *
   * @param body its text
   * @param status HTTP status code, from 200 to 599
   * @return the fault
   * @throws IllegalArgumentException if the status is none of these
   */
  static StubFault respond(int status, String body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599: " + status);
    }
    Response response =
        Response.response()
            .status(status)
            .headers(new HttpHeaders(new HttpHeader("Content-Type", "application/json")))
            .body(body)
            .build();
    return original -> response;
  }

  /**
   * The original response, later than the server's latency by this (milliseconds count, less is cut
   * off).
   *
   * @param delay how much later
   * @return the fault
   */
  static StubFault delay(Duration delay) {
    long millis = delay.toMillis();
    return original -> Response.Builder.like(original).incrementInitialDelay(millis).build();
  }

  private static StubFault broken(Fault fault) {
    return original -> Response.response().fault(fault).build();
  }

  /**
   * The response of a mapping that needs no templating, but for headers that the server replaces.
   *
   * @param mapping which
   * @return its response
   */
  static Response responseOf(StubMapping mapping) {
    ResponseDefinition definition = mapping.getResponse();
    return Response.response()
        .status(definition.getStatus())
        .headers(definition.getHeaders())
        .body(definition.getByteBody())
        .build();
  }
}
