package org.example.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.StubFault;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(DatagridStubExtension.class)
class TracedClientTest {

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  @Test
  void eachAttemptIsAChildOfItsCaller(DatagridStubServer server) {
    server.failNext(StubFault.serviceUnavailable());
    try (DatagridClient client = client(server)) {
      Span blocking = inSpan("blocking", () -> client.connections().update("conn_1", "Sales"));
      CompletableFuture<?>[] call = new CompletableFuture<?>[1];
      Span async =
          inSpan("async", () -> call[0] = client.connections().updateAsync("conn_2", "Sales"));
      call[0].join();

      assertEquals(2, attempts(blocking).size(), "the fault and the success");
      assertEquals(1, attempts(async).size());
    }
  }

  @Test
  void theLogHasRequestsButNoKey(DatagridStubServer server) {
    try (DatagridClient client = client(server)) {
      client.connections().update("conn_1", "Sales");
    }

    assertTrue(log.stream().anyMatch(line -> line.contains("/v1/connections/conn_1")));
    assertTrue(log.contains("Authorization: ██"));
    assertFalse(log.stream().anyMatch(line -> line.contains("very-secret")));
  }

  private DatagridClient client(DatagridStubServer server) {
    return TracedClient.builder(TELEMETRY.getOpenTelemetry(), log::add)
        .apiKey("very-secret")
        .baseUrl(server.baseUrl())
        .build();
  }

  private static Span inSpan(String name, Runnable code) {
    Span span = TELEMETRY.getOpenTelemetry().getTracer("test").spanBuilder(name).startSpan();
    try (Scope ignored = span.makeCurrent()) {
      code.run();
    } finally {
      span.end();
    }
    return span;
  }

  private static List<SpanData> attempts(Span caller) {
    return TELEMETRY.getSpans().stream()
        .filter(span -> span.getKind() == SpanKind.CLIENT)
        .filter(span -> span.getParentSpanId().equals(caller.getSpanContext().getSpanId()))
        .toList();
  }
}
