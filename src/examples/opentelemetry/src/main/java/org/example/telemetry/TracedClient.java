package org.example.telemetry;

import com.datagrid.client.DatagridClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;

/** Settings of a client whose requests are spans, each a child of its caller's span. */
public final class TracedClient {

  private TracedClient() {}

  /**
   * What to build the client from.
   *
   * @param log gets a line for each request and response
   */
  public static DatagridClient.Builder builder(
      OpenTelemetry telemetry, Consumer<String> log) {
    HttpLoggingInterceptor logging = new HttpLoggingInterceptor(log::accept);
    logging.setLevel(HttpLoggingInterceptor.Level.HEADERS);
    logging.redactHeader("Authorization"); // else the key is in the log
    return DatagridClient.builder()
        .httpClient(new OkHttpClient.Builder().addInterceptor(logging).build())
        // A span for each attempt: what waits in the queue is not one.
        .callFactory(OkHttpTelemetry.create(telemetry)::createCallFactory)
        // Attempts of asynchronous calls run on other threads, and find their caller's span there.
        .contextCapture(() -> Context.current()::wrap);
  }
}
