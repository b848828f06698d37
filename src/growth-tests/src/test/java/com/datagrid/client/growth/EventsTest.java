package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.EventStream;
import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.TransportException;
import com.datagrid.client.api.ZooApi;
import com.datagrid.client.model.Cat;
import com.datagrid.client.model.Dog;
import com.datagrid.client.model.Pet;
import com.datagrid.client.model.Thing;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that go on while they are read. */
class EventsTest {

  private static final String EVENT_STREAM = "text/event-stream";

  @RegisterExtension private final Server server = new Server();

  private <T> EventStream<T> events(String mediaType, String body, Class<T> type) {
    server
        .http()
        .enqueue(
            new MockResponse.Builder()
                .addHeader("Content-Type", mediaType)
                .addHeader("X-RateLimit-Limit", "7")
                .chunkedBody(body, 5)
                .build());
    return server.client().events(server.client().api(ZooApi.class).watch(null), type);
  }

  @Test
  void typedEventsAsTheyCome() throws Exception {
    EventStream<Pet> events =
        events(
            EVENT_STREAM,
            """
            : hello
            event: pet
            id: 1
            data: {"kind": "cat",
            data: "lives": 9}

            retry: 5

            data:{"kind": "dog"}

            data: {"kind": "fish"}

            data: [DONE]

            data: {"kind": "dog"}

            """,
            Pet.class);

    assertThat(server.client().rateLimits().values())
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.limit()).hasValue(7);
              assertThat(status.used()).isEqualTo(1);
              assertThat(status.inFlight()).isZero();
            });
    Iterator<Pet> pets = events.iterator();
    assertThat(pets.next()).isEqualTo(new Cat().kind("cat").lives(9L));
    assertThat(pets.next()).isEqualTo(new Dog().kind("dog"));
    assertThat(pets.next()).isInstanceOf(Pet.Unknown.class);
    assertThat(pets).isExhausted();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(pets::next);
    assertThat(server.request().getHeaders().get("Accept")).isEqualTo(EVENT_STREAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "application/jsonl", "application/json-seq"})
  void oneValueInEachLine(String mediaType) {
    assertThat(
            events(
                mediaType,
                "\u001e{\"id\":\"1\",\"name\":\"a\"}\n\r\n{\"id\":\"2\",\"name\":\"b\"}",
                Thing.class))
        .containsExactly(new Thing().id("1").name("a"), new Thing().id("2").name("b"));
  }

  /** As the HTML standard has it, but for the last, which it would drop. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: a\\n\\ndata: b\\n\\n            | a;b",
        "data: a\\r\\n\\r\\ndata: b\\r\\n\\r\\n | a;b",
        "data: a\\r\\rdata: b\\r\\r            | a;b",
        "\\ufeffdata: a\\n\\n                  | a",
        "data:a\\n\\n                          | a",
        "data:  a\\n\\n                        |  a",
        "data: a\\ndata: b\\n\\n               | a,b",
        "data\\n\\n                            | ",
        "date: a\\n\\n:b\\n\\ndata: c\\n\\n    | c",
        "data: a\\n\\ndata: b                  | a;b",
      })
  void linesAndFields(String body, String events) {
    String text = body.replace("\\n", "\n").replace("\\r", "\r").replace("\\ufeff", "\ufeff");
    List<String> found =
        events(EVENT_STREAM, text, String.class).stream()
            .map(event -> event.replace('\n', ',').strip())
            .toList();
    assertThat(String.join(";", found)).isEqualTo(events == null ? "" : events.strip());
  }

  @Test
  void anEventOfAnotherType() {
    Iterator<Thing> things = events(EVENT_STREAM, "data: {\"id\": 1}\n\n", Thing.class).iterator();

    assertThatExceptionOfType(InvalidResponseException.class)
        .isThrownBy(things::hasNext)
        .withMessageContaining("$.id")
        .satisfies(e -> assertThat(e.rawBody()).isEqualTo("{\"id\": 1}"));
    assertThat(things.hasNext()).isFalse();
  }

  @Test
  void anErrorComesBeforeTheFirstEvent() {
    server.respond(404, "{}");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () -> server.client().events(server.client().api(ZooApi.class).watch(null), Pet.class));
  }

  @Test
  void closingEndsTheExchange() {
    EventStream<String> events = events(EVENT_STREAM, "data: a\n\n".repeat(10_000), String.class);
    assertThat(events.iterator().next()).isEqualTo("a");
    events.close();
    events.close();
    assertThat(events.iterator().hasNext()).isFalse();

    EventStream<String> streamed = events(EVENT_STREAM, "data: a\n\n".repeat(3), String.class);
    try (var stream = streamed.stream()) {
      assertThat(stream.limit(1)).containsExactly("a");
    }
    assertThat(streamed.iterator().hasNext()).isFalse();
  }

  @Test
  void eachWaitIsBounded() {
    try (DatagridClient hasty =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl(server.http().url("/v1").toString())
            .attemptTimeout(Duration.ofSeconds(1))
            .build()) {
      server
          .http()
          .enqueue(
              new MockResponse.Builder()
                  .addHeader("Content-Type", EVENT_STREAM)
                  .body("data: a\n\ndata: b\n\n")
                  .throttleBody(9, 1, TimeUnit.HOURS)
                  .build());
      Iterator<String> events =
          hasty.events(hasty.api(ZooApi.class).watch(null), String.class).iterator();

      assertThat(events.next()).isEqualTo("a");
      assertThatExceptionOfType(TransportException.class)
          .isThrownBy(events::hasNext)
          .satisfies(e -> assertThat(e.isTimeout()).isTrue());
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void anEventHasABoundToo() {
    try (DatagridClient small =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl(server.http().url("/v1").toString())
            .maxResponseBytes(1_000)
            .build()) {
      for (String body : List.of("data: " + "a".repeat(20_000), "data: aaaaa\n".repeat(2_000))) {
        server
            .http()
            .enqueue(
                new MockResponse.Builder()
                    .addHeader("Content-Type", EVENT_STREAM)
                    .body(body)
                    .build());
        assertThatExceptionOfType(TransportException.class)
            .isThrownBy(
                () ->
                    small
                        .events(small.api(ZooApi.class).watch(null), String.class)
                        .iterator()
                        .next())
            .withMessageContaining("maxResponseBytes (1000)");
      }
    }
  }
}
