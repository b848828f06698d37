package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.api.ItemsApi;
import com.datagrid.client.api.LampsApi;
import com.datagrid.client.model.Item;
import com.datagrid.client.model.Thing;
import com.datagrid.client.model.ThingInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What this module's build imported from pages is there to be called. */
class ImportedPagesTest {

  @RegisterExtension private final Server server = new Server();

  @Test
  void newOperation() throws Exception {
    server.respond(
        200,
        "{\"id\": \"i_1\", \"name\": \"one\", \"owner\": \"me\","
            + " \"created_at\": \"2026-01-02T12:00:00Z\"}");

    Item item =
        server.client().execute(server.client().api(ItemsApi.class).archiveItem("i_1")).body();

    assertThat(item.getOwner()).isEqualTo("me");
    assertThat(server.request().getRequestLine()).isEqualTo("POST /v1/items/i_1/archive HTTP/1.1");
  }

  /** Another method of the interface is named callList, too. */
  @Test
  void newOperationOfATakenName() throws Exception {
    server.respond(200, "[\"r_1\"]");

    List<String> ids =
        server.client().execute(server.client().api(ItemsApi.class).callListRecord()).body();

    assertThat(ids).containsExactly("r_1");
    assertThat(server.request().getTarget()).isEqualTo("/v1/records");
  }

  @Test
  void changedOperation() throws Exception {
    server.respond(200, "{\"id\": \"l_1\", \"name\": \"one\", \"color\": \"green\"}");

    Thing lamp =
        server
            .client()
            .execute(
                server
                    .client()
                    .api(LampsApi.class)
                    .updateLamp("l_1", new ThingInput().name("one"), true))
            .body();

    assertThat(lamp.getColor()).isEqualTo(Thing.ColorEnum.GREEN);
    assertThat(server.request().getTarget()).isEqualTo("/v1/lamps/l_1?dry_run=true");
  }
}
