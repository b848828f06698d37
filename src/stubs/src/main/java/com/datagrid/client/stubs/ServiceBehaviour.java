package com.datagrid.client.stubs;

import com.datagrid.client.stubs.ApiDocument.Operation;
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
 * Between the stub's answer and the wire: asks for a bearer token, enforces the rate limit, lets
 * planned faults happen, adds headers and latency. Requests that belong to no operation of the
 * document, or that no stub matches, pass as they are.
 *
 * <p>It works on rendered answers: WireMock would compile every new header value as a template.
 */
final class ServiceBehaviour implements ResponseTransformerV2 {
  private static final Pattern BEARER = Pattern.compile("Bearer +\\S+ *", Pattern.CASE_INSENSITIVE);

  private final ApiDocument document;
  private final RateLimits limits;
  private final FaultPlan faults;
  private final RateLimitHeaders headers;
  private final long minLatencyMillis;
  private final long maxLatencyMillis;
  private final Response unauthorized = StubFault.answerOf(DatagridStubs.unauthorized());
  private final Response rateLimited =
      withoutRateLimitHeaders(StubFault.answerOf(DatagridStubs.rateLimited()));

  ServiceBehaviour(
      ApiDocument document,
      RateLimits limits,
      FaultPlan faults,
      RateLimitHeaders headers,
      long minLatencyMillis,
      long maxLatencyMillis) {
    this.document = document;
    this.limits = limits;
    this.faults = faults;
    this.headers = headers;
    this.minLatencyMillis = minLatencyMillis;
    this.maxLatencyMillis = maxLatencyMillis;
  }

  @Override
  public String getName() {
    return "datagrid-service";
  }

  @Override
  public Response transform(Response answer, ServeEvent event) {
    Request request = event.getRequest();
    Optional<Operation> operation = document.find(request.getMethod().getName(), request.getUrl());
    if (operation.isEmpty()) {
      return answer;
    }
    if (!BEARER.matcher(header(request, "Authorization")).matches()) {
      return finish(unauthorized, Map.of());
    }
    Decision decision = limits.admit(header(request, "Datagrid-Teamspace"), operation.get());
    return finish(
        decision.admitted() ? faults.next().apply(answer) : rateLimited, headers.of(decision));
  }

  /** Headers that the answer brings itself stay as they are. */
  private Response finish(Response answer, Map<String, String> headers) {
    List<HttpHeader> added =
        headers.entrySet().stream()
            .filter(header -> !answer.getHeaders().getHeader(header.getKey()).isPresent())
            .map(header -> new HttpHeader(header.getKey(), header.getValue()))
            .toList();
    return Response.Builder.like(answer)
        .headers(answer.getHeaders().plus(added.toArray(HttpHeader[]::new)))
        .incrementInitialDelay(
            ThreadLocalRandom.current().nextLong(minLatencyMillis, maxLatencyMillis + 1))
        .build();
  }

  private static Response withoutRateLimitHeaders(Response answer) {
    List<HttpHeader> others =
        answer.getHeaders().all().stream()
            .filter(header -> !RateLimitHeaders.NAMES.contains(header.key()))
            .toList();
    return Response.Builder.like(answer).headers(new HttpHeaders(others)).build();
  }

  private static String header(Request request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }
}
