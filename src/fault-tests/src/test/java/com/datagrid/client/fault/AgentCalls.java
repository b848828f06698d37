package com.datagrid.client.fault;

import com.datagrid.client.DatagridClient;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A program that makes a call in each of 60 traces, and says in whose trace its request and its
 * callback are. Two calls in three wait for responses of others.
 */
final class AgentCalls {

  private static final int CALLERS = 60;
  private static final String NONE = "00000000000000000000000000000000";

  private final Map<String, String> traces = new ConcurrentHashMap<>(); // of callers
  private final Map<String, String> requests = new ConcurrentHashMap<>();
  private final Map<String, String> callbacks = new ConcurrentHashMap<>();

  private AgentCalls() {}

  /**
   * Runs it.
   *
   * @param args whether to {@code capture} the context of callers
   */
  public static void main(String[] args) throws Exception {
    new AgentCalls().run(args[0].equals("capture"));
  }

  private void run(boolean capture) throws Exception {
    Tracer tracer = GlobalOpenTelemetry.getTracer("test");
    CountDownLatch made = new CountDownLatch(CALLERS);
    try (RawServer server =
        RawServer.always(
            wire -> {
              made.await();
              wire.respond(200, "X-RateLimit-Limit: 20", Responses.CONNECTION);
            })) {
      DatagridClient.Builder builder =
          DatagridClient.builder()
              .apiKey("test-key")
              .baseUrl(server.url())
              .rateLimitWindow(Duration.ofMillis(200));
      if (capture) {
        builder.contextCapture(() -> Context.current()::wrap);
      }
      try (DatagridClient client = builder.build()) {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          String id = "c" + i;
          Span span = tracer.spanBuilder(id).startSpan();
          traces.put(id, span.getSpanContext().getTraceId());
          Runnable call =
              () -> calls.add(client.connections().updateAsync(id, "x").thenRun(() -> note(id)));
          Context.current().with(span).wrap(call).run();
          span.end();
          made.countDown();
        }
        calls.forEach(CompletableFuture::join);
      }
      for (Wire.Request request : server.requests()) {
        String id = request.line().replaceAll(".*/connections/(c\\d+) .*", "$1");
        String parent = request.header("traceparent"); // version-trace-span-flags
        requests.put(id, parent.isEmpty() ? NONE : parent.split("-", -1)[1]);
      }
    }
    tell("requests", requests);
    tell("callbacks", callbacks);
  }

  private void note(String id) {
    callbacks.put(id, Span.current().getSpanContext().getTraceId());
  }

  private void tell(String what, Map<String, String> found) {
    int own = 0;
    int others = 0;
    for (Map.Entry<String, String> entry : found.entrySet()) {
      if (entry.getValue().equals(traces.get(entry.getKey()))) {
        own++;
      } else if (traces.containsValue(entry.getValue())) {
        others++;
      }
    }
    System.out.printf(
        "%s: %d its own, %d another's, %d none%n", what, own, others, found.size() - own - others);
  }
}
