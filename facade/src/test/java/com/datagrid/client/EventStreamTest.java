package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.util.Throwables.getStackTrace;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.http.GET;
import retrofit2.http.Streaming;

/** Events one by one, through a client and off a body that breaks. */
class EventStreamTest {

  interface Things {
    @GET("things")
    @Streaming
    Call<ResponseBody> watch();
  }

  private static final String CONNECTION = FakeHttp.CONNECTION.replace('\n', ' ');

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient client = http.client().build();

  @AfterEach
  void close() {
    client.close();
  }

  private <T> EventStream<T> events(String body, Class<T> type) {
    http.then(Reply.of(200, body));
    return client.events(client.api(Things.class).watch(), type);
  }

  /** The body of a response after which the connection does that. */
  private static final class Body extends ForwardingSource {
    private final IOException end;
    private int closed;

    Body(String text, IOException end) {
      super(new Buffer().writeUtf8(text));
      this.end = end;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long read = super.read(sink, byteCount);
      if (read < 0) {
        throw end;
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      closed++;
      super.close();
    }

    EventStream<String> events(EventStream.Parser<String> parser) {
      BufferedSource source = Okio.buffer(this);
      return new EventStream<>(
          ApiResponse.builder(ResponseBody.create(source, MediaType.get("text/event-stream"), -1))
              .statusCode(203)
              .attempts(3)
              .build(),
          parser,
          1_000_000,
          ForeignText.UNKNOWN);
    }
  }

  @Test
  void textsAreAsTheyAre() {
    EventStream<String> events = events("{\"a\": 1}\n\nno JSON\n", String.class);

    assertThat(events).containsExactly("{\"a\": 1}", "no JSON");
    assertThat(http.requests()).singleElement().satisfies(r -> assertThat(r.body()).isNull());
  }

  @Test
  void othersAreReadAsTheirType() {
    assertThat(events(CONNECTION + '\n' + CONNECTION, Connection.class).stream())
        .extracting(Connection::getName)
        .containsExactly("Sales", "Sales");
  }

  @Test
  void theIteratorWaitsForOneEventAndKeepsIt() {
    Iterator<String> events = events("a\nb\n", String.class).iterator();

    assertThat(events.hasNext()).isTrue();
    assertThat(events.hasNext()).isTrue();
    assertThat(events.next()).isEqualTo("a");
    assertThat(events.next()).isEqualTo("b");
    assertThat(events.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(events::next);
  }

  @Test
  void aSecondIteratorGoesOnWhereTheFirstIs() {
    EventStream<String> events = events("a\nb\nc", String.class);

    assertThat(events.iterator().next()).isEqualTo("a");
    assertThat(events.iterator().hasNext()).isTrue();
    assertThat(events).containsExactly("b", "c");
    assertThat(events).isEmpty();
  }

  @Test
  void aStreamIsLazyAndItsEndIsTheEnd() {
    Body body = new Body("data: a\n\ndata: b\n\n", new IOException("read too far"));
    EventStream<String> events = body.events(text -> text);

    try (Stream<String> stream = events.stream()) {
      assertThat(stream.limit(2).toList()).containsExactly("a", "b");
      assertThat(body.closed).isZero();
    }
    assertThat(body.closed).isEqualTo(1);
    assertThat(events.iterator().hasNext()).isFalse();
  }

  @Test
  void theLastEventEndsTheExchange() {
    Body body = new Body("data: a\n\ndata: [DONE]\n\ndata: b\n\n", new IOException("too far"));
    Iterator<String> events = body.events(text -> text).iterator();

    assertThat(events.next()).isEqualTo("a");
    assertThat(body.closed).isZero();
    assertThat(events).isExhausted();
    assertThat(body.closed).isEqualTo(1);
    assertThat(events).isExhausted();
  }

  @Test
  void closingForgetsWhatWasReadAhead() {
    Body body = new Body("data: a\n\n", new IOException("read too far"));
    EventStream<String> events = body.events(text -> text);
    Iterator<String> iterator = events.iterator();
    assertThat(iterator.hasNext()).isTrue();

    events.close();
    events.close();

    assertThat(body.closed).isEqualTo(1);
    assertThat(iterator.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
  }

  @Test
  void aBreakIsToldFromALongWait() {
    IOException reset = new IOException("reset");
    Body broken = new Body("data: a\n\ndata: b", reset);
    Iterator<String> events = broken.events(text -> text).iterator();
    assertThat(events.next()).isEqualTo("a");
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(events::next)
        .withMessage("the stream of events broke: reset")
        .withCause(reset)
        .satisfies(e -> assertThat(e.isTimeout()).isFalse())
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(3));
    assertThat(broken.closed).isEqualTo(1);
    assertThat(events.hasNext()).isFalse();

    Body slow = new Body("", new SocketTimeoutException("timeout"));
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(() -> slow.events(text -> text).iterator().hasNext())
        .withMessage("no event came within attemptTimeout")
        .satisfies(e -> assertThat(e.isTimeout()).isTrue());
    assertThat(slow.closed).isEqualTo(1);
  }

  @Test
  void anEventIsBoundedByMaxResponseBytes() {
    http.then(Reply.of(200, "a".repeat(101)));
    try (DatagridClient small = http.client().maxResponseBytes(100).build()) {
      Iterator<String> events =
          small.events(small.api(Things.class).watch(), String.class).iterator();
      assertThatExceptionOfType(TransportException.class)
          .isThrownBy(events::next)
          .withMessageContaining("larger than maxResponseBytes (100)");
    }
  }

  @Test
  void anEventOfAnotherTypeEndsTheStream() {
    for (String other : new String[] {"{\"name\": 7}", "[", "null"}) {
      Iterator<Connection> events =
          events(CONNECTION + '\n' + other + '\n' + CONNECTION, Connection.class).iterator();

      assertThat(events.next().getId()).isEqualTo("conn_1");
      assertThatExceptionOfType(InvalidResponseException.class)
          .as(other)
          .isThrownBy(events::hasNext)
          .withMessageStartingWith("an event is invalid: ")
          .satisfies(e -> assertThat(e.rawBody()).isEqualTo(other))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(200));
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void anEventThatQuotesTheKeyDoesNotShowIt() {
    http.then(Reply.of(200, "{\"id\": 1, \"a-long-key\": }\n"));
    try (DatagridClient keyed = http.client().apiKey("a-long-key").build()) {
      Iterator<Connection> events =
          keyed.events(keyed.api(Things.class).watch(), Connection.class).iterator();

      assertThatExceptionOfType(InvalidResponseException.class)
          .isThrownBy(events::hasNext)
          .satisfies(e -> assertThat(e.rawBody()).isEqualTo("{\"id\": 1, \"***\": }"))
          .satisfies(e -> assertThat(e).hasStackTraceContaining("an event is invalid"))
          .satisfies(e -> assertThat(getStackTrace(e)).doesNotContain("a-long-key"));
    }
  }

  @Test
  void aParserMayFailInAnyWay() {
    IllegalStateException bug = new IllegalStateException("bug");
    Body body = new Body("data: " + "é".repeat(100_000) + "\n\n", new IOException("too far"));
    EventStream<String> events =
        body.events(
            text -> {
              throw bug;
            });

    assertThatExceptionOfType(InvalidResponseException.class)
        .isThrownBy(() -> events.iterator().next())
        .withMessage("an event is invalid: bug")
        .withCause(bug)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(203))
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(3))
        .satisfies(e -> assertThat(e.rawBody()).isEqualTo("é".repeat(65_536)));
    assertThat(body.closed).isEqualTo(1);
  }

  @Test
  void anErrorComesBeforeTheFirstEvent() {
    http.then(Reply.of(404, "{}"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.events(client.api(Things.class).watch(), String.class));
  }

  @Test
  void aRetryComesBeforeTheFirstEvent() {
    http.then(FakeHttp.rejected("Retry-After", "2"));
    assertThat(events("a", String.class)).containsExactly("a");
    assertThat(http.requests()).hasSize(2);
    assertThat(time.seconds()).isEqualTo(2);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aCallIsForOneStreamOfOneType() {
    Call<ResponseBody> call = client.api(Things.class).watch();
    assertThatNullPointerException()
        .isThrownBy(() -> client.events(call, null))
        .withMessage("type");
    http.then(Reply.of(200, "a"));
    assertThat(client.events(call, String.class)).containsExactly("a");
    assertThatIllegalStateException().isThrownBy(() -> client.events(call, String.class));
  }
}
