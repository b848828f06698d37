package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** What may have been carried out, and must not be carried out twice, is never sent again. */
@ParameterizedClass
@EnumSource(Mode.class)
class SentOnceTest {

  interface Things {
    @POST("things")
    Call<Connection> create(@Body UpdateConnectionRequest request);
  }

  private final Mode mode;

  SentOnceTest(Mode mode) {
    this.mode = mode;
  }

  private Connection create(DatagridClient client) {
    UpdateConnectionRequest request = new UpdateConnectionRequest().name("Sales");
    return mode.execute(client, client.api(Things.class).create(request), RequestOptions.none())
        .body();
  }

  @ParameterizedTest(name = "{argumentsWithNames}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the server          | result                    | message
          reset                 | TransportException        | may have carried it out, not idempotent
          closed                | TransportException        | may have carried it out, not idempotent
          garbage               | TransportException        | may have carried it out, not idempotent
          reset after headers   | TransportException        | may have carried it out, not idempotent
          closed in body        | TransportException        | may have carried it out, not idempotent
          closed in chunk       | TransportException        | may have carried it out, not idempotent
          cut gzip              | TransportException        | may have carried it out, not idempotent
          silence               | TransportException        | attemptTimeout, not idempotent
          dribbled body         | TransportException        | attemptTimeout, not idempotent
          408                   | ApiException              | HTTP 408, not idempotent
          500                   | ApiException              | HTTP 500, not idempotent
          503                   | ApiException              | HTTP 503, not idempotent
          503, after 0          | ApiException              | HTTP 503, not idempotent
          503, after 0.05 s     | ApiException              | HTTP 503, not idempotent
          421                   | ApiException              | HTTP 421
          id missing            | InvalidResponseException  | $.id is missing or null
          """)
  void aPostIsNeverSentTwice(String response, String result, String message) throws Exception {
    try (RawServer server = RawServer.always(Responses.named(response))) {
      List<Throwable> failures = new ArrayList<>();
      Trial.of(
          ClientInTime.of(server.time(), Settings.of("attemptTimeout 30S, maxRetries 5"))
              .baseUrl(server.url()),
          UnaryOperator.identity(),
          client -> failures.add(catchThrowable(() -> create(client))));

      assertThat(server.requests()).hasSize(1);
      server.assertAllClosed();
      assertThat(failures.get(0).getClass().getSimpleName()).isEqualTo(result);
      assertThat(failures.get(0))
          .hasMessageContainingAll(message.split(", ", -1))
          .isInstanceOfSatisfying(
              DatagridException.class, failure -> assertThat(failure.attempts()).isEqualTo(1));
    }
  }

  /** An update, which is idempotent. A 204 has no content, whatever its headers say of one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"204", "204 with a body", "204 with gzip and a length", "205 with a body"})
  void aSuccessWithoutTheDocumentedBodyIsNotSentAgainEither(String response) throws Exception {
    try (RawServer server = RawServer.always(Responses.named(response))) {
      DatagridException failure = Trial.failure(mode, "", server.url(), UnaryOperator.identity());

      assertThat(failure)
          .isExactlyInstanceOf(InvalidResponseException.class)
          .hasMessageContaining("HTTP " + response.substring(0, 3))
          .returns(1, DatagridException::attempts);
      assertThat(server.requests()).hasSize(1);
      server.assertAllClosed();
    }
  }

  /** The server rejected it: nothing was carried out. */
  @Test
  void aPostIsSentAgainAfterA429() throws Exception {
    try (RawServer server = RawServer.once(Responses.named("429; retry-after-ms: 20"))) {
      Trial.of(
          "",
          server.url(),
          UnaryOperator.identity(),
          client -> assertThat(create(client).getId()).isEqualTo("conn_1"));
      assertThat(server.requests()).hasSize(2);
      server.assertAllClosed();
    }
  }
}
