package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.contract.OpenApiContract.Violation;
import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.RateLimitHeaders;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A stub server as {@link DatagridStubExtension} runs it, without a limit that any test reaches, at
 * which a test fails if an exchange was not as the OpenAPI document has it: a request of the client
 * or a response of a stub.
 *
 * <p>In an instance field each test has a server of its own; in a static field all tests of the
 * class share one, at which they must use different connections.
 */
final class ContractServer
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  /** What the validator calls a status that the document does not declare. */
  private static final String UNDOCUMENTED = "validation.response.status.unknown";

  private static final OpenApiContract CONTRACT = new OpenApiContract();

  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final Set<Integer> allowedStatuses = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Runnable> onRequest = new AtomicReference<>();
  private volatile boolean requestsOnly;
  private final DatagridStubExtension stubs =
      new DatagridStubExtension(
          DatagridStubServer.builder().limit(1_000_000).headers(RateLimitHeaders.NONE));
  private boolean started;

  /**
   * A request, the status of its response, and how they break the contract.
   *
   * @param nanos {@link System#nanoTime} after the request arrived and before its response was sent
   */
  record Exchange(long nanos, LoggedRequest request, int status, List<Violation> violations) {

    String header(String name) {
      return request.containsHeader(name) ? request.getHeader(name) : "";
    }

    @Override
    public String toString() {
      return request.getMethod() + " " + request.getUrl() + " -> " + status + ": " + violations;
    }
  }

  // What tests set up.

  /**
   * In this test the server may respond with these, although the document does not declare them.
   */
  ContractServer allowUndocumented(Integer... statuses) {
    allowedStatuses.addAll(List.of(statuses));
    return this;
  }

  /** In this test the server is meant to break the contract; requests are checked all the same. */
  ContractServer checkRequestsOnly() {
    requestsOnly = true;
    return this;
  }

  /** Responds to all requests like that from now on. */
  void respond(StubMapping mapping) {
    wireMock().addStubMapping(mapping);
  }

  /** Likewise. */
  void respond(ResponseDefinitionBuilder response) {
    wireMock().stubFor(any(anyUrl()).willReturn(response));
  }

  /** Responds to the next request like that, and to later ones as before. */
  void respondOnce(StubMapping mapping) {
    mapping.setScenarioName("once");
    mapping.setRequiredScenarioState(Scenario.STARTED);
    mapping.setNewScenarioState("responded");
    respond(mapping);
  }

  /** Responds to requests for one connection like that, and to others as before. */
  StubMapping respond(String connectionId, ResponseDefinitionBuilder response) {
    return wireMock().stubFor(of(connectionId).willReturn(response));
  }

  /** The same, but only the first of these requests. */
  StubMapping respondOnce(String connectionId, ResponseDefinitionBuilder response) {
    return wireMock()
        .stubFor(
            of(connectionId)
                .inScenario(connectionId)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("responded")
                .willReturn(response));
  }

  private static MappingBuilder of(String connectionId) {
    return any(urlPathEqualTo("/v1/connections/" + connectionId));
  }

  /** Runs that once, when the next request is there and before the response is sent. */
  void onNextRequest(Runnable event) {
    onRequest.set(event);
  }

  WireMockServer wireMock() {
    return stubs.server().wireMock();
  }

  String baseUrl() {
    return stubs.server().baseUrl();
  }

  /** A client of this server. */
  DatagridClient.Builder client() {
    return DatagridClient.builder().baseUrl(baseUrl()).apiKey("test-key");
  }

  // What was seen.

  /** The exchanges so far that were about this connection. */
  List<Exchange> exchanges(String connectionId) {
    String path = "/v1/connections/" + connectionId;
    return exchanges.stream().filter(exchange -> exchange.request().getUrl().equals(path)).toList();
  }

  /** The exchanges so far, in the order of their responses; those of watched servers, too. */
  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** What was wrong so far, which then is forgiven. */
  List<Exchange> takeViolations() {
    List<Exchange> wrong =
        exchanges.stream().filter(exchange -> !exchange.violations().isEmpty()).toList();
    exchanges.removeAll(wrong);
    return wrong;
  }

  // Runs on the server's threads, before the response is sent. Not a ServeEventListener, since
  // those
  // must be known when a server is built, and DatagridStubServer builds its own.
  private void served(Request request, Response response) {
    List<Violation> violations = new ArrayList<>();
    try {
      violations.addAll(CONTRACT.checkRequest(request));
      if (!requestsOnly && response.getFault() == null) {
        CONTRACT.checkResponse(request, response).stream()
            .filter(violation -> !isAllowed(violation, response))
            .forEach(violations::add);
      }
    } catch (RuntimeException e) {
      violations.add(new Violation("crash", e.toString())); // else the server would swallow it
    }
    LoggedRequest logged = LoggedRequest.createFrom(request); // Jetty reuses the other
    exchanges.add(new Exchange(System.nanoTime(), logged, response.getStatus(), violations));
    Runnable event = onRequest.getAndSet(null);
    if (event != null) {
      event.run();
    }
  }

  private boolean isAllowed(Violation violation, Response response) {
    return violation.key().equals(UNDOCUMENTED) && allowedStatuses.contains(response.getStatus());
  }

  /** Checks the exchanges of another server as well. */
  void watch(WireMockServer other) {
    other.addMockServiceRequestListener(this::served);
  }

  // JUnit.

  @Override
  public void beforeAll(ExtensionContext context) {
    start(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!started) { // else tests run in parallel, and a reset would take their stubs away
      start(context);
    }
  }

  private void start(ExtensionContext context) {
    stubs.beforeEach(context);
    watch(wireMock());
    started = true;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stubs.afterEach(context);
    failIfViolated();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stubs.afterAll(context);
    failIfViolated();
  }

  private void failIfViolated() {
    List<Exchange> wrong = takeViolations();
    if (!wrong.isEmpty()) {
      StringBuilder message = new StringBuilder("not as the OpenAPI document has it:");
      wrong.forEach(exchange -> message.append("\n  ").append(exchange));
      throw new AssertionError(message.toString());
    }
  }
}
