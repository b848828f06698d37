package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.testing.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/** Calls of a generated interface, executed by the client: typed results and errors. */
@ParameterizedClass
@EnumSource(Mode.class)
class TypedCallsTest {

  @RegisterExtension final ContractServer server = new ContractServer();

  private final Mode mode;
  private DatagridClient client;

  TypedCallsTest(Mode mode) {
    this.mode = mode;
  }

  @BeforeEach
  void open() {
    client = server.client().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void successHasBodyAndHeaders() {
    ApiResponse<Connection> response = execute(update(client), RequestOptions.none());

    assertThat(response.body().getName()).isEqualTo("Sales");
    assertThat(response.headers().first("content-type")).hasValue("application/json");
    assertThat(response.attempts()).isEqualTo(1);
  }

  @Test
  void optionsMayBeLeftOut() {
    Call<Connection> call = update(client);

    ApiResponse<Connection> response =
        mode == Mode.BLOCKING ? client.execute(call) : Mode.await(client.executeAsync(call));

    assertThat(response.body().getName()).isEqualTo("Sales");
  }

  @Test
  void noContentHasNoBody() {
    server.allowUndocumented(204).respond(noContent());

    ApiResponse<Connection> response = execute(update(client), RequestOptions.none());

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isNull();
  }

  @Test
  void errorsAreTyped() {
    server.respond(DatagridStubs.connectionNotFound());

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> execute(update(client), RequestOptions.none()));
  }

  @Test
  void optionsHold() {
    server.allowUndocumented(500).respond(DatagridStubs.internalServerError());

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(
            () ->
                execute(
                    update(client),
                    RequestOptions.builder().maxRetries(0).teamspace("team_2").build()))
        .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(1));
    assertThat(server.exchanges())
        .singleElement()
        .satisfies(seen -> assertThat(seen.header("Datagrid-Teamspace")).isEqualTo("team_2"));
  }

  @Test
  void aCallIsExecutedOnce() {
    Call<Connection> call = update(client);
    execute(call, RequestOptions.none());

    assertThatIllegalStateException().isThrownBy(() -> start(call, RequestOptions.none()));
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void callsOfOthersAreRefused() {
    Retrofit retrofit =
        new Retrofit.Builder()
            .baseUrl("http://127.0.0.1/")
            .addConverterFactory(GsonConverterFactory.create())
            .build();
    Call<Connection> foreign =
        retrofit
            .create(ConnectionsApi.class)
            .updateConnection("conn_1", new UpdateConnectionRequest());
    try (DatagridClient other = server.client().build()) {
      Call<Connection> ofAnotherClient = update(other);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> start(ofAnotherClient, RequestOptions.none()));
      assertThatIllegalArgumentException().isThrownBy(() -> start(foreign, RequestOptions.none()));
    }
  }

  @Test
  void aClosedClientTakesNoCall() {
    Call<Connection> call = update(client);
    client.close();

    assertThatIllegalStateException().isThrownBy(() -> start(call, RequestOptions.none()));
  }

  private static Call<Connection> update(DatagridClient client) {
    return client
        .api(ConnectionsApi.class)
        .updateConnection("conn_1", new UpdateConnectionRequest().name("Sales"));
  }

  private ApiResponse<Connection> execute(Call<Connection> call, RequestOptions options) {
    return mode.execute(client, call, options);
  }

  /** What is wrong with an argument, both throw at once. */
  private void start(Call<Connection> call, RequestOptions options) {
    if (mode == Mode.BLOCKING) {
      var unused = client.execute(call, options);
    } else {
      var unused = client.executeAsync(call, options);
    }
  }
}
