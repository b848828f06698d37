package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link DatagridStubServer} received, and the status of its response. Immutable.
 * Its {@link #toString} shows no header and no body.
 */
public final class StubRequest {
  private final Instant time;
  private final @Nullable String operationId;
  private final String method;
  private final String path;
  private final Map<String, String> pathParameters;
  private final SortedMap<String, List<String>> headers;
  private final String body;
  private final int status;

  private StubRequest(
      Instant time,
      @Nullable String operationId,
      Map<String, String> pathParameters,
      Request request,
      int status) {
    this.time = time;
    this.operationId = operationId;
    this.method = request.getMethod().getName();
    this.path = request.getUrl();
    this.pathParameters = Collections.unmodifiableMap(pathParameters);
    SortedMap<String, List<String>> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpHeader header : request.getHeaders().all()) {
      received.computeIfAbsent(header.key(), name -> new ArrayList<>()).addAll(header.values());
    }
    received.replaceAll((name, values) -> List.copyOf(values));
    this.headers = Collections.unmodifiableSortedMap(received);
    this.body = request.getBody() == null ? "" : request.getBodyAsString();
    this.status = status;
  }

  static StubRequest of(Request request, Optional<Operation> operation, Instant time, int status) {
    return new StubRequest(
        time,
        operation.map(Operation::id).orElse(null),
        operation.map(it -> it.pathParameters(request.getUrl())).orElseGet(LinkedHashMap::new),
        request,
        status);
  }

  /**
   * When it was handled, by the server's clock.
   *
   * @return an instant of that clock
   */
  public Instant time() {
    return time;
  }

  /**
   * The id of its operation in the OpenAPI document, such as {@code Connection.updateConnection};
   * null if it belongs to none.
   *
   * @return the id or null
   */
  public @Nullable String operationId() {
    return operationId;
  }

  /**
   * Such as {@code PATCH}.
   *
   * @return in upper case
   */
  public String method() {
    return method;
  }

  /**
   * As it was sent, query included, such as {@code /v1/connections/conn_1}.
   *
   * @return path and query
   */
  public String path() {
    return path;
  }

  /**
   * The id in its path, decoded: the last of the path's parameters. Null if the path has none or
   * belongs to no operation.
   *
   * @return the id or null
   */
  public @Nullable String id() {
    String id = null;
    for (String value : pathParameters.values()) {
      id = value;
    }
    return id;
  }

  /**
   * The parameters of its path by name, decoded; empty if it belongs to no operation.
   *
   * @return unmodifiable
   */
  public Map<String, String> pathParameters() {
    return pathParameters;
  }

  /**
   * The text {@code name} of its body; null if the body is no JSON object with such a text.
   *
   * @return the name or null
   */
  public @Nullable String name() {
    try {
      return StrictJson.read(body) instanceof Map<?, ?> object
              && object.get("name") instanceof String name
          ? name
          : null;
    } catch (StrictJson.NotJsonException e) {
      return null;
    }
  }

  /**
   * The first value of a header, whatever its case; null if it was not sent.
   *
   * @param name of the header
   * @return the value or null
   */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /**
   * All headers, the API key included; their names are found in any case.
   *
   * @return unmodifiable
   */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /**
   * As text; empty if there was none.
   *
   * @return the text
   */
  public String body() {
    return body;
  }

  /**
   * The status of the response; 0 if a fault broke the connection or the response was not HTTP.
   *
   * @return from 100 to 599, or 0
   */
  public int status() {
    return status;
  }

  @Override
  public String toString() {
    return method + ' ' + path + " -> " + status;
  }
}
