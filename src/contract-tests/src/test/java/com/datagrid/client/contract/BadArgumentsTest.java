package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.datagrid.client.Connections;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.UpdateConnectionRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;

/** Bad arguments are thrown at once, also where a future is returned, and nothing is sent. */
@SuppressWarnings({"NullAway", "FutureReturnValueIgnored"}) // on purpose
class BadArgumentsTest {

  private static final UpdateConnectionRequest REQUEST =
      new UpdateConnectionRequest().name("Sales");

  /** The six methods of {@link Connections}; a test of all of them has one body. */
  enum Method {
    NAME {
      @Override
      Object update(Connections connections, String id) {
        return connections.update(id, "Sales");
      }
    },
    REQUEST_ONLY {
      @Override
      Object update(Connections connections, String id) {
        return connections.update(id, REQUEST);
      }
    },
    WITH_OPTIONS {
      @Override
      Object update(Connections connections, String id) {
        return connections.updateWithResponse(id, REQUEST, RequestOptions.none());
      }
    },
    NAME_ASYNC {
      @Override
      Object update(Connections connections, String id) {
        return connections.updateAsync(id, "Sales");
      }
    },
    REQUEST_ONLY_ASYNC {
      @Override
      Object update(Connections connections, String id) {
        return connections.updateAsync(id, REQUEST);
      }
    },
    WITH_OPTIONS_ASYNC {
      @Override
      Object update(Connections connections, String id) {
        return connections.updateWithResponseAsync(id, REQUEST, RequestOptions.none());
      }
    };

    abstract Object update(Connections connections, String id);
  }

  @RegisterExtension final ContractServer server = new ContractServer();

  private DatagridClient client;

  @BeforeEach
  void open() {
    client = server.client().build();
  }

  @AfterEach
  void nothingWasSent() {
    client.close();
    assertThat(server.exchanges()).isEmpty();
    assertThat(client.rateLimits()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noId(Method method) {
    assertThatNullPointerException()
        .isThrownBy(() -> method.update(client.connections(), null))
        .withMessage("connectionId");
  }

  @ParameterizedTest
  @EnumSource
  void anIdThatWouldChangeThePath(Method method) {
    for (String id : new String[] {"", " ", "\t", ".", "..", "a\nb"}) {
      assertThatIllegalArgumentException()
          .as("id [%s]", id)
          .isThrownBy(() -> method.update(client.connections(), id));
    }
  }

  @Test
  void noName() {
    Connections connections = client.connections();
    String none = null;
    assertThatNullPointerException()
        .isThrownBy(() -> connections.update("conn_1", none))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateAsync("conn_1", none))
        .withMessage("name");
  }

  @Test
  void noRequest() {
    Connections connections = client.connections();
    UpdateConnectionRequest none = null;
    RequestOptions options = RequestOptions.none();
    assertThatNullPointerException()
        .isThrownBy(() -> connections.update("conn_1", none))
        .withMessage("request");
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateWithResponse("conn_1", none, options))
        .withMessage("request");
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateAsync("conn_1", none))
        .withMessage("request");
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateWithResponseAsync("conn_1", none, options))
        .withMessage("request");
  }

  @Test
  void noOptions() {
    Connections connections = client.connections();
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateWithResponse("conn_1", REQUEST, null))
        .withMessage("options");
    assertThatNullPointerException()
        .isThrownBy(() -> connections.updateWithResponseAsync("conn_1", REQUEST, null))
        .withMessage("options");
    Call<?> call = client.api(ConnectionsApi.class).updateConnection("conn_1", REQUEST);
    assertThatNullPointerException()
        .isThrownBy(() -> client.execute(call, null))
        .withMessage("options");
    assertThatNullPointerException()
        .isThrownBy(() -> client.executeAsync(call, null))
        .withMessage("options");
    assertThat(call.isExecuted()).isFalse();
  }

  @Test
  void noCall() {
    assertThatNullPointerException().isThrownBy(() -> client.execute(null)).withMessage("call");
    assertThatNullPointerException()
        .isThrownBy(() -> client.executeAsync(null))
        .withMessage("call");
    assertThatNullPointerException()
        .isThrownBy(() -> client.executeAsync(null, RequestOptions.none()))
        .withMessage("call");
  }

  @Test
  void noInterface() {
    assertThatNullPointerException().isThrownBy(() -> client.api(null)).withMessage("generatedApi");
    assertThatIllegalArgumentException().isThrownBy(() -> client.api(String.class));
  }

  interface NoOperations {
    String hello();
  }

  /** Only when it is called, as the Javadoc says. */
  @Test
  void aMethodThatIsNoOperation() {
    NoOperations api = client.api(NoOperations.class);
    assertThatIllegalArgumentException()
        .isThrownBy(api::hello)
        .withMessageContaining("NoOperations.hello");
  }

  /** By the interface's own method, before there is a call to execute. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", ".."})
  void badParametersOfAnInterface(String id) {
    ConnectionsApi api = client.api(ConnectionsApi.class);
    assertThatIllegalArgumentException().isThrownBy(() -> api.updateConnection(id, REQUEST));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api.updateConnection(null, REQUEST))
        .withMessageContaining("connectionId");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api.updateConnection("conn_1", null))
        .withMessageContaining("updateConnectionRequest");
  }
}
