package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.testing.Mode;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The caller's context in asynchronous calls, with what users have for that. */
class ContextTest {

  private static final int CALLERS = 60;
  private static final int LIMIT = 20;

  private final CountDownLatch made = new CountDownLatch(CALLERS);

  /** Two calls in three wait for responses of others; none ends before it has its callback. */
  private RawServer server() throws Exception {
    return RawServer.always(
        wire -> {
          made.await();
          wire.respond(200, "X-RateLimit-Limit: " + LIMIT, Responses.CONNECTION);
        });
  }

  private static DatagridClient.Builder client(RawServer server) {
    return DatagridClient.builder()
        .apiKey("test-key")
        .baseUrl(server.url())
        .rateLimitWindow(Duration.ofMillis(200));
  }

  /** Makes a call for each caller, in its context, and hands over what the callback finds. */
  private Queue<String> callAll(
      DatagridClient client, Contexts contexts, Supplier<@Nullable String> context) {
    Queue<String> found = new ConcurrentLinkedQueue<>();
    CompletableFuture<?>[] ends = new CompletableFuture<?>[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
      String caller = "c" + i;
      Runnable call =
          () ->
              ends[number(caller)] =
                  client
                      .connections()
                      .updateAsync(caller, "x")
                      .thenRun(() -> found.add(caller + " " + context.get()));
      contexts.in(caller, call);
      made.countDown();
    }
    Mode.await(CompletableFuture.allOf(ends));
    return found;
  }

  private static int number(String caller) {
    return Integer.parseInt(caller.substring(1));
  }

  /** Does something in the context that belongs to a caller. */
  private interface Contexts {
    void in(String caller, Runnable call);
  }

  private static void inMdc(String caller, Runnable call) {
    MDC.put("caller", caller);
    try {
      call.run();
    } finally {
      MDC.remove("caller");
    }
  }

  private static UnaryOperator<Runnable> captureMdc() {
    Map<String, String> captured = MDC.getCopyOfContextMap();
    return task ->
        () -> {
          MDC.setContextMap(captured);
          try {
            task.run();
          } finally {
            MDC.clear();
          }
        };
  }

  private static OkHttpClient noting(Queue<String> found, Supplier<@Nullable String> context) {
    return new OkHttpClient.Builder()
        .addInterceptor(
            chain -> {
              String path = chain.request().url().encodedPath();
              found.add(path.substring(path.lastIndexOf('/') + 1) + " " + context.get());
              return chain.proceed(chain.request());
            })
        .build();
  }

  private static void assertEachItsOwn(Queue<String> found) {
    assertThat(found).hasSize(CALLERS).allMatch(line -> line.matches("(c\\d+) \\1"));
  }

  @Test
  void mdcIsThereInInterceptorsAndCallbacks() throws Exception {
    Queue<String> found = new ConcurrentLinkedQueue<>();
    Supplier<@Nullable String> context = () -> MDC.get("caller");
    try (RawServer server = server();
        DatagridClient client =
            client(server)
                .contextCapture(ContextTest::captureMdc)
                .httpClient(noting(found, context))
                .build()) {
      assertEachItsOwn(callAll(client, ContextTest::inMdc, context));
    }
    assertEachItsOwn(found);
  }

  @Test
  void nothingOfAnotherCallersIsThereWithoutContextCapture() throws Exception {
    Queue<String> found = new ConcurrentLinkedQueue<>();
    Supplier<@Nullable String> context = () -> MDC.get("caller");
    try (RawServer server = server();
        DatagridClient client = client(server).httpClient(noting(found, context)).build()) {
      found.addAll(callAll(client, ContextTest::inMdc, context));
    }
    assertThat(found).hasSize(2 * CALLERS).allMatch(line -> line.endsWith(" null"));
  }

  @Test
  void snapshotsOfMicrometerAreThereInInterceptorsAndCallbacks() throws Exception {
    ThreadLocal<@Nullable String> tenant = new ThreadLocal<>();
    ContextRegistry registry = new ContextRegistry();
    registry.registerThreadLocalAccessor("tenant", tenant);
    ContextSnapshotFactory snapshots =
        ContextSnapshotFactory.builder().contextRegistry(registry).build();
    Queue<String> found = new ConcurrentLinkedQueue<>();
    try (RawServer server = server();
        DatagridClient client =
            client(server)
                .contextCapture(() -> snapshots.captureAll()::wrap)
                .httpClient(noting(found, tenant::get))
                .build()) {
      Contexts contexts =
          (caller, call) -> {
            tenant.set(caller);
            call.run();
            tenant.remove();
          };
      assertEachItsOwn(callAll(client, contexts, tenant::get));
    }
    assertEachItsOwn(found);
  }

  @Test
  void spansOfOpenTelemetryAreChildrenOfTheirCallers() throws Exception {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
    OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    Tracer tracer = provider.get("test");
    Map<String, String> callers = new ConcurrentHashMap<>(); // by the id of their span
    try (RawServer server = server();
        DatagridClient client =
            client(server)
                .contextCapture(() -> Context.current()::wrap)
                .callFactory(OkHttpTelemetry.create(telemetry)::createCallFactory)
                .build()) {
      Contexts contexts =
          (caller, call) -> {
            Span span = tracer.spanBuilder(caller).startSpan();
            callers.put(span.getSpanContext().getSpanId(), caller);
            Context.current().with(span).wrap(call).run();
            span.end();
          };
      Supplier<@Nullable String> context =
          () -> callers.get(Span.current().getSpanContext().getSpanId());
      assertEachItsOwn(callAll(client, contexts, context));
    }
    Queue<String> found = new ConcurrentLinkedQueue<>();
    for (SpanData span : exporter.getFinishedSpanItems()) {
      if (span.getKind() == SpanKind.CLIENT) {
        String url = String.valueOf(span.getAttributes());
        found.add(
            url.replaceAll("(?s).*/connections/(c\\d+).*", "$1")
                + " "
                + callers.get(span.getParentSpanId()));
      }
    }
    assertEachItsOwn(found);
  }
}
