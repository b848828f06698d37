package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SlidingWindow.Decision;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Between the stub's response and the wire: asks for a bearer token, enforces the rate limit,
 * refuses requests that are not as documented, lets planned faults happen, adds headers and
 * latency, and keeps what it received. What matches a stub of the user's passes as it is if it
 * belongs to no operation, and unchecked if it does.
 *
 * <p>It works on rendered responses: WireMock would compile every new header value as a template.
 */
final class ServiceBehaviour implements ResponseTransformerV2 {
  /** Any token, such as "My API Key", which the vendor's own tests have. */
  private static final Pattern BEARER = Pattern.compile("Bearer +\\S.*", Pattern.CASE_INSENSITIVE);

  private static final Refusal NO_STUB =
      new Refusal(404, "no_stub", "No stub matches this request: were they all removed?");

  private final ApiDocument document;
  private final SuccessMappings defaults;
  private final ServerState state;
  private final StubSettings settings;
  private final RequestCheck check;
  private final Refusals refusals;
  private final Control control;
  private final Response unauthorized = StubFault.responseOf(DatagridStubs.unauthorized());
  private final Response rateLimited =
      withoutRateLimitHeaders(StubFault.responseOf(DatagridStubs.rateLimited()));

  ServiceBehaviour(
      ApiDocument document, SuccessMappings defaults, ServerState state, StubSettings settings) {
    this.document = document;
    this.defaults = defaults;
    this.state = state;
    this.settings = settings;
    this.check = new RequestCheck(document);
    this.refusals = new Refusals(document);
    this.control = new Control(document, state);
  }

  @Override
  public String getName() {
    return "datagrid-service";
  }

  @Override
  public Response transform(Response response, ServeEvent event) {
    Request request = event.getRequest();
    if (control.isMeant(request)) {
      return control.respond(request);
    }
    Optional<Operation> operation = document.find(request.getMethod().getName(), request.getUrl());
    boolean isDefault = defaults.include(event.getStubMapping());
    Response found =
        operation.isPresent() && defaults.isFallback(event.getStubMapping())
            ? refusals.to(operation, NO_STUB)
            : response;
    Response result =
        operation
            .map(it -> respond(found, it, request, isDefault))
            .orElseGet(() -> isDefault ? unknown(request) : response);
    int status = result.getFault() == null ? result.getStatus() : 0;
    state.requests().add(StubRequest.of(request, operation, state.clock().instant(), status));
    return result;
  }

  private Response respond(
      Response response, Operation operation, Request request, boolean isDefault) {
    if (!BEARER.matcher(header(request, "Authorization")).matches()) {
      return finish(unauthorized, Map.of());
    }
    Decision decision = state.limits().admit(header(request, "Datagrid-Teamspace"), operation);
    Map<String, String> headers = settings.headers.of(decision);
    if (!decision.admitted()) {
      return finish(rateLimited, headers);
    }
    Optional<Refusal> refusal = isDefault ? check.refusal(operation, request) : Optional.empty();
    Response checked = refusal.map(it -> refusals.to(Optional.of(operation), it)).orElse(response);
    StubFault fault =
        state.faults().next(operation.id(), operation.pathParameters(request.getUrl()).values());
    return finish(fault.apply(checked), headers);
  }

  private Response unknown(Request request) {
    String what = request.getMethod() + " " + request.getUrl().replaceFirst("[?].*", "");
    List<String> methods = document.methods(request.getUrl());
    if (methods.isEmpty()) {
      String hint =
          request.getUrl().startsWith(document.basePath() + '/')
              ? ""
              : "; all of them are below " + document.basePath();
      return finish(
          refusals.to(
              Optional.empty(),
              new Refusal(404, "not_found", "No operation has the path of " + what + hint)),
          Map.of());
    }
    String allowed = String.join(", ", methods);
    return finish(
        refusals.to(
            Optional.empty(),
            new Refusal(
                405,
                "method_not_allowed",
                "No operation is " + what + "; the path has " + allowed)),
        Map.of("Allow", allowed));
  }

  /** Headers that the response already has stay as they are. */
  private Response finish(Response response, Map<String, String> headers) {
    List<HttpHeader> added =
        headers.entrySet().stream()
            .filter(header -> !response.getHeaders().getHeader(header.getKey()).isPresent())
            .map(header -> new HttpHeader(header.getKey(), header.getValue()))
            .toList();
    return Response.Builder.like(response)
        .headers(response.getHeaders().plus(added.toArray(HttpHeader[]::new)))
        .incrementInitialDelay(
            ThreadLocalRandom.current()
                .nextLong(settings.minLatency.toMillis(), settings.maxLatency.toMillis() + 1))
        .build();
  }

  private static Response withoutRateLimitHeaders(Response response) {
    List<HttpHeader> others =
        response.getHeaders().all().stream()
            .filter(header -> !RateLimitHeaders.NAMES.contains(header.key()))
            .toList();
    return Response.Builder.like(response).headers(new HttpHeaders(others)).build();
  }

  private static String header(Request request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }
}
