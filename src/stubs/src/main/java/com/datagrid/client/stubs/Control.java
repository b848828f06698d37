package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a test in any language does with a server over HTTP, below {@code /__datagrid/}. Neither
 * counted, nor limited, nor among the requests.
 */
final class Control {
  private static final String ROOT = "/__datagrid/";
  private static final String HELP =
      "expected GET state, GET requests, PUT limit, POST faults, DELETE faults or POST reset below "
          + ROOT;

  private final ApiDocument document;
  private final ServerState state;

  Control(ApiDocument document, ServerState state) {
    this.document = document;
    this.state = state;
  }

  boolean isMeant(Request request) {
    return request.getUrl().startsWith(ROOT);
  }

  Response respond(Request request) {
    String what = request.getMethod() + " " + request.getUrl().substring(ROOT.length());
    try {
      return switch (what) {
        case "GET state" -> json(200, state());
        case "GET requests" ->
            json(200, state.requests().all().stream().map(Control::described).toList());
        case "PUT limit" -> {
          state.limits().setLimit(limit(body(request)));
          yield json(200, state());
        }
        case "POST faults" -> {
          plan(body(request));
          yield json(200, state());
        }
        case "DELETE faults" -> {
          state.faults().clear();
          yield json(200, state());
        }
        case "POST reset" -> {
          state.resetServer();
          yield json(200, state());
        }
        default -> json(404, Map.of("message", HELP));
      };
    } catch (StrictJson.NotJsonException | IllegalArgumentException e) {
      return json(400, Map.of("message", what + ": " + e.getMessage()));
    }
  }

  private Map<String, Object> state() {
    DatagridStubServer.Counts counts = state.limits().counts();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("time", state.clock().instant().toString());
    told.put("limit", state.limits().limit());
    told.put("window_seconds", state.limits().window().toMillis() / 1e3);
    told.put("accepted", counts.accepted());
    told.put("rejected", counts.rejected());
    told.put("max_in_window", counts.maxInWindow());
    told.put("planned_faults", state.faults().planned());
    return told;
  }

  private static Map<String, @Nullable Object> described(StubRequest request) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("time", request.time().toString());
    told.put("operation", request.operationId());
    told.put("method", request.method());
    told.put("path", request.path());
    told.put("id", request.id());
    told.put("name", request.name());
    told.put("headers", request.headers());
    told.put("body", request.body());
    told.put("status", request.status());
    return told;
  }

  private static int limit(Map<String, Object> body) {
    if (body.get("limit") instanceof Number limit) {
      return limit.intValue();
    }
    throw new IllegalArgumentException("expected {\"limit\": 10}");
  }

  /** One fault, or a script of them, for all requests, an operation or an id. */
  private void plan(Map<String, Object> body) {
    FaultPlan.Scope scope = FaultPlan.Scope.ALL;
    if (body.get("operation") instanceof String operation) {
      document.require(operation);
      scope = FaultPlan.Scope.ofOperation(operation);
    } else if (body.get("id") instanceof String id) {
      scope = FaultPlan.Scope.ofId(id);
    }
    Stream<?> steps =
        body.get("script") instanceof List<?> script ? script.stream() : Stream.of(body);
    // Read whole before any of it is planned.
    List<Map<String, Object>> script = steps.map(ApiDocument::map).toList();
    script.forEach(step -> checked(step));
    for (Map<String, Object> step : script) {
      state.faults().add(scope, times(step), FaultNames.of(step));
    }
  }

  private static void checked(Map<String, Object> step) {
    FaultNames.of(step);
    times(step);
  }

  private static int times(Map<String, Object> step) {
    Object times = step.getOrDefault("times", 1);
    if (times instanceof Number number && number.intValue() >= 1) {
      return number.intValue();
    }
    throw new IllegalArgumentException("times must be at least 1: " + times);
  }

  private static Map<String, Object> body(Request request) throws StrictJson.NotJsonException {
    String text = request.getBody() == null ? "" : request.getBodyAsString();
    return ApiDocument.map(StrictJson.read(text.isEmpty() ? "{}" : text));
  }

  private static Response json(int status, Object body) {
    return Response.response()
        .status(status)
        .headers(new HttpHeaders(new HttpHeader("Content-Type", "application/json")))
        .body(ApiDocument.json(body))
        .build();
  }
}
