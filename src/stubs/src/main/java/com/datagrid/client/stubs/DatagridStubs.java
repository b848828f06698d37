package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The responses of the Datagrid API as WireMock mappings, for any WireMock server:
 *
 * <pre>{@code
 * wireMockServer.addStubMapping(DatagridStubs.connectionUpdated());
 * wireMockServer.addStubMapping(DatagridStubs.connectionNotFound("conn_2"));
 * }</pre>
 *
 * <p>As always with WireMock, the mapping that was added last wins. Mappings match paths under
 * {@code /v1}, and those that echo the request need response templating, which WireMock has
 * switched on by default.
 *
 * <p>A mapping is a JSON file in the jar, {@code
 * META-INF/datagrid/stubs/<operationId>/<status>.json}, or {@code any/<status>.json} unless the
 * document has another body for the operation. Where there is neither, it is made of the OpenAPI
 * document: it matches the method and the path template of the operation, and its body is an
 * example of the document or a value that fits the schema. Of two operations whose paths overlap,
 * add the one whose path has fewer parameters last. Every call returns a new mapping that the
 * caller may change.
 */
public final class DatagridStubs {
  private static final String ROOT = "META-INF/datagrid/stubs/";
  private static final String ANY = "any";
  private static final String UPDATE_CONNECTION = "Connection.updateConnection";

  /** Read when it is first needed, and once. */
  private static final class Documented {
    static final DocumentedResponses RESPONSES = new DocumentedResponses(ApiDocument.load());
  }

  private DatagridStubs() {}

  /**
   * 200 for an update of any connection: echoes the id, the new name and the {@code
   * Datagrid-Teamspace} header.
   *
   * @return the mapping
   */
  public static StubMapping connectionUpdated() {
    return response(UPDATE_CONNECTION, 200);
  }

  /**
   * 404 for an update of any connection.
   *
   * @return the mapping
   */
  public static StubMapping connectionNotFound() {
    return response(UPDATE_CONNECTION, 404);
  }

  /**
   * 404 for an update of this connection only, its id as it stands in the path.
   *
   * @param connectionId its id
   * @return the mapping
   */
  public static StubMapping connectionNotFound(String connectionId) {
    StubMapping mapping = connectionNotFound();
    mapping.setRequest(
        RequestPatternBuilder.like(mapping.getRequest())
            .withPathParam("connection_id", WireMock.equalTo(connectionId))
            .build());
    return mapping;
  }

  /**
   * 401 for any request. The body is not part of the OpenAPI document.
   *
   * @return the mapping
   */
  public static StubMapping unauthorized() {
    return response(ANY, 401);
  }

  /**
   * 429 for any request, with a {@code RateLimitError} as body and {@code Retry-After: 1}.
   *
   * @return the mapping
   */
  public static StubMapping rateLimited() {
    return response(ANY, 429);
  }

  /**
   * 500 for any request. The body is not part of the OpenAPI document.
   *
   * @return the mapping
   */
  public static StubMapping internalServerError() {
    return response(ANY, 500);
  }

  /**
   * 503 for any request, with {@code Retry-After: 1}. The body is not part of the OpenAPI document.
   *
   * @return the mapping
   */
  public static StubMapping serviceUnavailable() {
    return response(ANY, 503);
  }

  /**
   * A response of one operation. Where the document has a range such as {@code 4XX}, or {@code
   * default}, it is the response for every status that is not documented more exactly.
   *
   * @param operationId as in the OpenAPI document, such as {@code Connection.updateConnection}
   * @param status HTTP status code
   * @return the mapping
   * @throws IllegalArgumentException if there is no such response
   */
  public static StubMapping response(String operationId, int status) {
    return find(operationId, status)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No stub for the response " + status + " of operation " + operationId));
  }

  static Optional<StubMapping> find(String operationId, int status) {
    return load(operationId + "/" + status + ".json")
        .or(
            () ->
                load(ANY + "/" + status + ".json")
                    .filter(any -> Documented.RESPONSES.allow(operationId, status, any)))
        .or(() -> Documented.RESPONSES.find(operationId, status));
  }

  private static Optional<StubMapping> load(String file) {
    try (InputStream in = DatagridStubs.class.getClassLoader().getResourceAsStream(ROOT + file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              StubMapping.buildFrom(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + ROOT + file, e);
    }
  }
}
