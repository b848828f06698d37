package com.datagrid.client.stubs;

import com.datagrid.client.stubs.ApiDocument.Operation;
import com.datagrid.client.stubs.SlidingWindow.Decision;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Between WireMock's choice of a stub and its answer: asks for a bearer token, enforces the rate
 * limit, and lets planned faults happen. Requests that belong to no operation of the document, or
 * that no stub matches, pass as they are.
 */
final class ServiceBehaviour implements ResponseDefinitionTransformerV2 {
  private static final Pattern BEARER = Pattern.compile("Bearer +\\S+ *", Pattern.CASE_INSENSITIVE);

  private final ApiDocument document;
  private final RateLimits limits;
  private final FaultPlan faults;
  private final RateLimitHeaders headers;
  private final ResponseDefinition unauthorized = DatagridStubs.unauthorized().getResponse();
  private final ResponseDefinition rateLimited =
      withoutRateLimitHeaders(DatagridStubs.rateLimited().getResponse());

  ServiceBehaviour(
      ApiDocument document, RateLimits limits, FaultPlan faults, RateLimitHeaders headers) {
    this.document = document;
    this.limits = limits;
    this.faults = faults;
    this.headers = headers;
  }

  @Override
  public String getName() {
    return "datagrid-service";
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Request request = event.getRequest();
    ResponseDefinition answer = event.getResponseDefinition();
    Optional<Operation> operation = document.find(request.getMethod().getName(), request.getUrl());
    if (operation.isEmpty() || !event.getWasMatched()) {
      return answer;
    }
    if (!BEARER.matcher(header(request, "Authorization")).matches()) {
      return unauthorized;
    }
    Decision decision = limits.admit(header(request, "Datagrid-Teamspace"), operation.get());
    return decision.admitted()
        ? withHeaders(faults.next().apply(answer), headers.of(decision))
        : withHeaders(rateLimited, headers.of(decision));
  }

  /** Headers that the answer brings itself stay as they are. */
  private static ResponseDefinition withHeaders(
      ResponseDefinition answer, Map<String, String> headers) {
    HttpHeaders own = headersOf(answer);
    ResponseDefinitionBuilder builder = ResponseDefinitionBuilder.like(answer);
    headers.forEach(
        (name, value) -> {
          if (!own.getHeader(name).isPresent()) {
            builder.withHeader(name, value);
          }
        });
    return builder.build();
  }

  private static ResponseDefinition withoutRateLimitHeaders(ResponseDefinition answer) {
    List<HttpHeader> others =
        headersOf(answer).all().stream()
            .filter(header -> !RateLimitHeaders.NAMES.contains(header.key()))
            .toList();
    return ResponseDefinitionBuilder.like(answer).withHeaders(new HttpHeaders(others)).build();
  }

  private static HttpHeaders headersOf(ResponseDefinition answer) {
    return Objects.requireNonNullElse(answer.getHeaders(), HttpHeaders.noHeaders());
  }

  private static String header(Request request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }
}
