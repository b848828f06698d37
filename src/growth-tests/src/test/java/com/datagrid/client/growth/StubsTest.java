package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.ApiException;
import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.api.ItemsApi;
import com.datagrid.client.model.Item;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import java.util.Map;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import retrofit2.Call;

/** The stub server responds to operations that nobody wrote a stub for. */
class StubsTest {

  private final DatagridStubServer server = DatagridStubServer.builder().start();
  private DatagridClient client;

  @BeforeEach
  void open() {
    client = DatagridClient.builder().apiKey("key").baseUrl(server.baseUrl()).build();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void everyOperationSucceedsUnderTheLimit() throws Exception {
    Map<String, Call<?>> calls = GeneratedCalls.of(client);

    for (Map.Entry<String, Call<?>> call : calls.entrySet()) {
      ApiResponse<?> response = client.execute(call.getValue());

      assertThat(response.rateLimit()).as(call.getKey()).isPresent();
      if (response.statusCode() == 204) {
        assertThat(response.body()).as(call.getKey()).isNull();
      } else {
        assertThat(response.body()).as(call.getKey()).isNotNull();
      }
      if (response.body() instanceof ResponseBody body) {
        body.close();
      }
    }

    assertThat(server.counts().accepted()).isEqualTo(125);
    assertThat(client.rateLimits()).hasSize(125);
  }

  @Test
  void aBodyHasAllThatTheDocumentSpeaksOf() {
    Item item = client.execute(client.api(ItemsApi.class).getItem("i_1")).body();

    assertThat(item).hasNoNullFieldsOrProperties();
    assertThat(item.getStates()).hasSize(1);
    assertThat(item.getHistory())
        .hasEntrySatisfying("key", change -> assertThat(change.getBy()).isEqualTo("string"));
  }

  /** {@code /items/latest} is not the item with the id latest. */
  @Test
  void theMoreConcretePathRespondsWithItsExample() {
    Item item = client.execute(client.api(ItemsApi.class).latestItem()).body();

    assertThat(item.getName()).isEqualTo("The latest");
  }

  @Test
  void anErrorByItselfInARangeAndForAllOthers() {
    Call<Item> latest = client.api(ItemsApi.class).latestItem();

    server.wireMock().addStubMapping(DatagridStubs.response("Item.latestItem", 404));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.execute(latest.clone()))
        .satisfies(e -> assertThat(e.errorCode()).hasValue("no_item"));

    server.wireMock().addStubMapping(DatagridStubs.response("Item.latestItem", 409));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client.execute(latest.clone()))
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(409);
              assertThat(e.headers().first("Content-Type")).hasValue("application/problem+json");
              assertThat(e.rawBody()).isEqualTo("{\"title\":\"string\",\"status\":1}");
            });

    server.wireMock().addStubMapping(DatagridStubs.response("Item.latestItem", 500));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client.execute(latest.clone()))
        .satisfies(e -> assertThat(e.rawBody()).isEmpty());
  }
}
