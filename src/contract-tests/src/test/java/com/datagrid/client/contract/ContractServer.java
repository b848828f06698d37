package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.contract.OpenApiContract.Violation;
import com.datagrid.client.stubs.DatagridStubs;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
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
 * A WireMock server with {@link DatagridStubs}, at which a test fails if any exchange was not as
 * the OpenAPI document has it: a request of the client or an answer of a stub.
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
  private @Nullable WireMockServer wireMock;
  private @Nullable ExtensionContext startedFor;

  /**
   * A request with what was wrong with it and its answer.
   *
   * @param nanos when it was answered, by {@link System#nanoTime}: after it arrived, and before the
   *     answer was sent
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

  /** In this test the server may answer with these, although the document does not declare them. */
  ContractServer allowUndocumented(Integer... statuses) {
    allowedStatuses.addAll(List.of(statuses));
    return this;
  }

  /** In this test the server is meant to break the contract; requests are checked all the same. */
  ContractServer checkRequestsOnly() {
    requestsOnly = true;
    return this;
  }

  /** Bodies all requests like that, in place of what it did before. */
  void answer(StubMapping mapping) {
    wireMock().addStubMapping(mapping);
  }

  /** Likewise. */
  void answer(ResponseDefinitionBuilder response) {
    wireMock().stubFor(any(anyUrl()).willReturn(response));
  }

  /** Bodies the next request like that, and later ones as before. */
  void answerOnce(StubMapping mapping) {
    mapping.setScenarioName("once");
    mapping.setRequiredScenarioState(Scenario.STARTED);
    mapping.setNewScenarioState("answered");
    answer(mapping);
  }

  /** Bodies requests for one connection like that, and others as before. */
  StubMapping answer(String connectionId, ResponseDefinitionBuilder response) {
    return wireMock().stubFor(of(connectionId).willReturn(response));
  }

  /** The same, but only the first of these requests. */
  StubMapping answerOnce(String connectionId, ResponseDefinitionBuilder response) {
    return wireMock()
        .stubFor(
            of(connectionId)
                .inScenario(connectionId)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("answered")
                .willReturn(response));
  }

  private static MappingBuilder of(String connectionId) {
    return any(urlPathEqualTo("/v1/connections/" + connectionId));
  }

  /** Runs that once, when the next request is there and before it is answered. */
  void onNextRequest(Runnable event) {
    onRequest.set(event);
  }

  WireMockServer wireMock() {
    if (wireMock == null) {
      throw new IllegalStateException("the server runs only during tests");
    }
    return wireMock;
  }

  String baseUrl() {
    return "http://127.0.0.1:" + wireMock().port() + "/v1";
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

  /** The exchanges so far, in the order of their answers; those of watched servers, too. */
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

  // Runs on the server's threads, before the answer is sent. Not a ServeEventListener, since those
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
    if (wireMock == null) {
      start(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  private void start(ExtensionContext context) {
    WireMockServer server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .http2PlainDisabled(true)
                .asynchronousResponseEnabled(true)
                .stubRequestLoggingDisabled(true));
    server.start();
    watch(server);
    wireMock = server;
    startedFor = context;
    answer(DatagridStubs.connectionUpdated());
  }

  private void stop(ExtensionContext context) {
    if (context != startedFor) {
      return;
    }
    wireMock().stop();
    wireMock = null;
    List<Exchange> wrong = takeViolations();
    if (!wrong.isEmpty()) {
      StringBuilder message = new StringBuilder("not as the OpenAPI document has it:");
      wrong.forEach(exchange -> message.append("\n  ").append(exchange));
      throw new AssertionError(message.toString());
    }
  }
}
