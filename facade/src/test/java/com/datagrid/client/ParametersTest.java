package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.Header;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** What parameters of generated interfaces become, and which are refused. */
class ParametersTest {

  interface Things {
    @GET("things")
    Call<Void> list(
        @Query("kind") Connection.ObjectTypeEnum kind, @Query("since") OffsetDateTime since);

    @GET("things")
    Call<Void> several(@Query("kinds") List<Connection.ObjectTypeEnum> kinds);

    @HTTP(method = "GET", path = "find", hasBody = true)
    Call<Void> find(@Body UpdateConnectionRequest body);

    @GET("things/{id}")
    Call<Void> get(@Path("id") String id, @Header("X-Note") String note);
  }

  private final VirtualTime time = new VirtualTime();
  private final DatagridClient client = new FakeHttp(time).client().build();
  private final Things things = client.api(Things.class);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void enumsAndMomentsAreWrittenAsInJson() {
    OffsetDateTime moment = OffsetDateTime.parse("2026-01-02T03:00:00Z");

    assertThat(things.list(Connection.ObjectTypeEnum.CONNECTION, moment).request().url().query())
        .isEqualTo("kind=connection&since=2026-01-02T03:00:00Z");
  }

  /** At once: no call is made, neither blocking nor asynchronous. */
  @Test
  void getWithABodyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.find(new UpdateConnectionRequest().name("Sales")))
        .withMessage("method GET must not have a request body.");
  }

  @Test
  void theConstantForUnknownValuesIsNotSent() {
    Connection.ObjectTypeEnum unknown = Connection.ObjectTypeEnum.UNRECOGNIZED;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.list(unknown, OffsetDateTime.MAX))
        .withMessageContaining("cannot be sent");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.several(List.of(unknown)))
        .withMessageContaining("cannot be sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\nb", "a\rb", "a\0b", "\u00e4", " "})
  void aHeaderThatCannotBeSentIsRefusedByNameAndNotQuoted(String note) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.get("id", note))
        .withMessageContaining("X-Note")
        .withMessageNotContaining(note.isBlank() ? "\n" : note);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uD800b", "\uDC00", "a\uD800", "\uD800\uD800\uDC00"})
  void halfACharacterIsRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> things.get(id, "note"))
        .withMessageContaining("half a surrogate pair");
  }

  @Test
  void wholeCharactersArrive() {
    assertThat(things.get("a\uD83D\uDE00", "note").request().url().pathSegments())
        .endsWith("a\uD83D\uDE00");
  }
}
