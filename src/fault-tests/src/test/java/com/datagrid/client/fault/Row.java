package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;

/**
 * A row of the table of faults: what a server does, and what must come of one call.
 *
 * @param response one of {@link Responses}, to every request; with {@code once} before it to the
 *     first one only
 * @param client settings of the client, such as {@code maxRetries 0, callTimeout 0.2S}
 * @param result {@code ok}, or the exception: this class and no subclass; {@code timeout} behind it
 *     if it is one
 * @param message words that must be in it, which name what to do: all of them, with commas between
 * @param cause the simple name of the class of the cause; a superclass of it will do
 * @param requests how many the server sees and the client counts as attempts
 * @param kept connections that are in the pool afterwards; one that was closed violently is thrown
 *     away only when the next call looks for one
 */
record Row(
    String response,
    String client,
    String result,
    String message,
    String cause,
    int requests,
    int kept) {

  /** Borrowed by every client, since each of its own would read the system's certificates. */
  static final OkHttpClient HTTP = new OkHttpClient();

  /** No row waits for longer than this in all, on a busy machine either. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Makes rows of the columns. */
  static final class Reader implements ArgumentsAggregator {
    @Override
    public Row aggregateArguments(ArgumentsAccessor columns, ParameterContext context) {
      return new Row(
          text(columns, 0),
          text(columns, 1),
          text(columns, 2),
          text(columns, 3),
          text(columns, 4),
          columns.getInteger(5),
          columns.getInteger(6));
    }

    private static String text(ArgumentsAccessor columns, int index) {
      return Optional.ofNullable(columns.getString(index)).orElse("");
    }
  }

  // The first call of a JVM loads classes, which may take longer than a row has time.
  static {
    try (RawServer server = RawServer.always(Responses::ok);
        DatagridClient client = Settings.of("").baseUrl(server.url()).httpClient(HTTP).build()) {
      for (Mode mode : Mode.values()) {
        mode.update(client);
      }
      HTTP.connectionPool().evictAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the call and checks all that the row says, and that nothing is left behind. */
  void check(Mode mode) throws Exception {
    try (RawServer server = server()) {
      Leftovers.in(() -> check(mode, server));
      server.assertAllClosed();
    }
  }

  private RawServer server() throws IOException {
    return response.startsWith("once ")
        ? RawServer.once(Responses.named(response.substring("once ".length())))
        : RawServer.always(Responses.named(response));
  }

  private void check(Mode mode, RawServer server) {
    ConnectionPool pool = new ConnectionPool();
    List<ApiResponse<Connection>> responses = new ArrayList<>();
    Throwable failure;
    try (DatagridClient datagrid =
        ClientInTime.of(server.time(), Settings.of(client))
            .baseUrl(server.url())
            .httpClient(HTTP.newBuilder().connectionPool(pool).build())
            .build()) {
      long start = System.nanoTime();
      failure = catchThrowable(() -> responses.add(mode.update(datagrid)));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
      Leftovers.assertNoPermits(datagrid);
    }
    if (failure == null) {
      assertThat("ok").as("result").isEqualTo(result);
      assertThat(responses.get(0).attempts()).as("attempts").isEqualTo(requests);
    } else {
      checkFailure(failure);
    }
    assertThat(server.requests()).as("requests").hasSize(requests);
    // A second after the client was made, a retry after a 5xx connects anew.
    int most = kept > 0 && response.startsWith("5") ? requests : kept;
    // OkHttp takes a tenth of a second for a rest that nobody reads; a busy machine may need
    // longer.
    int least = response.startsWith("gzip bomb") ? 0 : kept;
    assertThat(pool.connectionCount()).as("connections kept").isBetween(least, most);
    assertThat(pool.idleConnectionCount()).as("of which idle").isEqualTo(pool.connectionCount());
    pool.evictAll();
  }

  private void checkFailure(Throwable failure) {
    assertThat(failure.getClass().getName())
        .as("result: %s", failure)
        .isEqualTo("com.datagrid.client." + result.replace(", timeout", ""));
    DatagridException ours = (DatagridException) failure;
    checkOne(ours, requests);
    assertThat(ours.getMessage()).contains(message.split(", ", -1));
    assertThat(ours.getSuppressed()).as("earlier failures").hasSize(requests - 1);
    for (int i = 0; i < requests - 1; i++) {
      checkOne(ours.getSuppressed()[i], i + 1);
      assertThat(ours.getSuppressed()[i]).as("an earlier one").hasSameClassAs(ours);
    }
  }

  private void checkOne(Throwable failure, int attempt) {
    DatagridException ours = (DatagridException) failure;
    assertThat(ours.attempts()).as("attempts of %s", ours).isEqualTo(attempt);
    assertThat(ours).hasMessageContaining("PATCH /connections/{connection_id}");
    if (cause.isEmpty()) {
      assertThat(ours).hasNoCause();
    } else {
      assertThat(classesOf(ours.getCause())).as("cause of %s", ours).contains(cause);
    }
    if (ours instanceof TransportException transport) {
      assertThat(transport.isTimeout()).as("isTimeout").isEqualTo(result.endsWith("timeout"));
    }
  }

  private static List<String> classesOf(@Nullable Throwable throwable) {
    List<String> names = new ArrayList<>();
    for (Class<?> type = throwable == null ? null : throwable.getClass();
        type != null;
        type = type.getSuperclass()) {
      names.add(type.getSimpleName());
    }
    return names;
  }
}
