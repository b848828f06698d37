package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** A client with connections of its own, of which nothing is left when its calls have ended. */
final class Trial {

  private Trial() {}

  /** What is done with a client. */
  @FunctionalInterface
  interface Calls {
    void make(DatagridClient client) throws Exception;
  }

  /** Makes these calls with a client, and checks that nothing of it stays behind. */
  static void of(String settings, String url, UnaryOperator<OkHttpClient.Builder> http, Calls calls)
      throws Exception {
    of(Settings.of(settings).baseUrl(url).allowPlainHttp(), http, calls);
  }

  static void of(
      DatagridClient.Builder settings, UnaryOperator<OkHttpClient.Builder> http, Calls calls)
      throws Exception {
    ConnectionPool pool = new ConnectionPool();
    Leftovers.in(
        () -> {
          OkHttpClient.Builder borrowed = Row.HTTP.newBuilder().connectionPool(pool);
          try (DatagridClient client = settings.httpClient(http.apply(borrowed).build()).build()) {
            calls.make(client);
            Leftovers.assertNoPermits(client);
          }
        });
    assertThat(pool.connectionCount())
        .as("connections in use")
        .isEqualTo(pool.idleConnectionCount());
    pool.evictAll();
  }

  /** How the one call of a client fails. */
  static DatagridException failure(
      Mode mode, String settings, String url, UnaryOperator<OkHttpClient.Builder> http)
      throws Exception {
    return failure(mode, Settings.of(settings).baseUrl(url).allowPlainHttp(), http);
  }

  static DatagridException failure(
      Mode mode, DatagridClient.Builder settings, UnaryOperator<OkHttpClient.Builder> http)
      throws Exception {
    List<DatagridException> failures = new ArrayList<>();
    of(settings, http, client -> failures.add(failure(mode, client)));
    return failures.get(0);
  }

  static DatagridException failure(Mode mode, DatagridClient client) {
    Throwable failure = catchThrowable(() -> mode.update(client));
    assertThat(failure).isInstanceOf(DatagridException.class);
    return (DatagridException) failure;
  }
}
