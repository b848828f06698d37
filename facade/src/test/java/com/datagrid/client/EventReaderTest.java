package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the texts of the events of a body are, however it is cut into pieces on its way. */
class EventReaderTest {

  private static final String EVENT_STREAM = "text/event-stream";
  private static final String LINES = "application/x-ndjson";

  /** As from a connection: that many bytes at a time. */
  private static ResponseBody body(@Nullable String mediaType, String text, long piece) {
    ForwardingSource pieces =
        new ForwardingSource(new Buffer().writeUtf8(text)) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            return super.read(sink, Math.min(byteCount, piece));
          }
        };
    return ResponseBody.create(
        Okio.buffer(pieces), mediaType == null ? null : MediaType.get(mediaType), -1);
  }

  private static EventReader reader(String mediaType, String text, long piece, long maxBytes) {
    return new EventReader(body(mediaType, text, piece), maxBytes);
  }

  /** Of a connection that stays open after that text. */
  private static EventReader live(String mediaType, String text) {
    Buffer arrived = new Buffer().writeUtf8(text);
    ForwardingSource live =
        new ForwardingSource(arrived) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            if (arrived.exhausted()) {
              throw new IOException("would wait");
            }
            return super.read(sink, byteCount);
          }
        };
    return new EventReader(
        ResponseBody.create(Okio.buffer(live), MediaType.get(mediaType), -1), 1_000);
  }

  private static List<String> read(@Nullable String mediaType, String text, long piece)
      throws IOException {
    EventReader reader = new EventReader(body(mediaType, text, piece), 1_000);
    List<String> events = new ArrayList<>();
    for (String event = reader.next(); event != null; event = reader.next()) {
      events.add(event);
    }
    return events;
  }

  /** The same for pieces of every size. */
  private static List<String> events(@Nullable String mediaType, String text) throws IOException {
    List<String> events = read(mediaType, text, 1_000);
    for (long piece = 1; piece < 8; piece++) {
      assertThat(read(mediaType, text, piece)).as("pieces of %s bytes", piece).isEqualTo(events);
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void eachEndOfALineCounts(String end) throws IOException {
    String text = String.join(end, "data: a", "data: b", "", "data: c", "", "");
    assertThat(events(EVENT_STREAM, text)).containsExactly("a\nb", "c");
    assertThat(events(LINES, String.join(end, "1", "", "2", ""))).containsExactly("1", "2");
  }

  @Test
  void endsOfLinesMayBeMixed() throws IOException {
    assertThat(events(EVENT_STREAM, "data: a\r\rdata: b\n\r\ndata: c\r\n\rdata: d\r\n\n"))
        .containsExactly("a", "b", "c", "d");
  }

  /** A CR ends an event without a wait for the LF that may follow. */
  @Test
  void aReturnIsNotWaitedFor() throws IOException {
    EventReader reader = live(EVENT_STREAM, "data: a\r\r");

    assertThat(reader.next()).isEqualTo("a");
    assertThatExceptionOfType(IOException.class).isThrownBy(reader::next).withMessage("would wait");
  }

  /** The examples of the HTML standard, 9.2.6, but for the end: it would drop an event there. */
  @Test
  void theExamplesOfTheStandard() throws IOException {
    assertThat(events(EVENT_STREAM, "data: YHOO\ndata: +2\ndata: 10\n\n"))
        .containsExactly("YHOO\n+2\n10");
    assertThat(
            events(
                EVENT_STREAM,
                """
                : test stream

                data: first event
                id: 1

                data:second event
                id

                data:  third event
                """))
        .containsExactly("first event", "second event", " third event");
    assertThat(events(EVENT_STREAM, "data\n\ndata\ndata\n\ndata:")).containsExactly("", "\n", "");
    assertThat(events(EVENT_STREAM, "data:test\n\ndata: test\n\n")).containsExactly("test", "test");
  }

  @Test
  void otherFieldsAndCommentsAreNoEvents() throws IOException {
    assertThat(
            events(
                EVENT_STREAM,
                """
                : keep-alive

                event: ping
                id: 7
                retry: 10

                database: x
                data : x
                 Data: x
                DATA: x

                event: add
                data: 1
                : between
                id: 8
                data: 2
                retry: 1

                """))
        .containsExactly("1\n2");
  }

  @Test
  void anEventEndsWithTheBody() throws IOException {
    assertThat(events(EVENT_STREAM, "data: a\n\ndata: b")).containsExactly("a", "b");
    assertThat(events(EVENT_STREAM, "data: a\n")).containsExactly("a");
    assertThat(events(EVENT_STREAM, "data: a\r")).containsExactly("a");
    assertThat(events(EVENT_STREAM, "event: a")).isEmpty();
    assertThat(events(EVENT_STREAM, "")).isEmpty();
  }

  @Test
  void onlyTheFirstByteOrderMarkIsLeftOut() throws IOException {
    assertThat(events(EVENT_STREAM, "\ufeffdata: a\n\n\ufeffdata: b\n\ndata: \ufeffc\n\n"))
        .containsExactly("a", "\ufeffc");
    assertThat(events(LINES, "\ufeff1\n2")).containsExactly("1", "2");
    assertThat(events(LINES, "\ufeff")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Text/Event-Stream", "text/event-stream; charset=utf-8"})
  void theTypeMayBeWrittenOtherwise(String mediaType) throws IOException {
    assertThat(events(mediaType, "data: a\n\n")).containsExactly("a");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {LINES, "application/jsonl", "application/json", "text/plain"})
  void anyOtherTypeHasAnEventInEachLine(@Nullable String mediaType) throws IOException {
    assertThat(events(mediaType, "{\"a\": \"é\"}\n\n \t\r\n [1] \r\ndata: x"))
        .containsExactly("{\"a\": \"é\"}", " [1] ", "data: x");
    assertThat(events(mediaType, " \n\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json-seq", "application/geo+json-seq"})
  void recordSeparatorsBeginTexts(String mediaType) throws IOException {
    assertThat(events(mediaType, "\u001e{\"a\": 1}\n\u001e\n\u001e2\n"))
        .containsExactly("{\"a\": 1}", "2");
    assertThat(
            events(mediaType, "\u001e{\n  \"a\": [\n1]\r\n}\r\n\u001e\u001e \u001e\"é\"\u001e[]"))
        .containsExactly("{\n  \"a\": [\n1]\r\n}", "\"é\"", "[]");
    assertThat(events(mediaType, "\u001e\"}\\\"\n{\"\n\u001e{\"a\": \"[\"}\n"))
        .containsExactly("\"}\\\"\n{\"", "{\"a\": \"[\"}");
    assertThat(events(mediaType, "")).isEmpty();
    assertThat(events(mediaType, "\u001e\n")).isEmpty();
    assertThat(events(mediaType, "1\n2\n\u001e[DONE]\n\u001e3\n")).containsExactly("1", "2");
  }

  /** RFC 7464, 2.3 and 2.4. */
  @Test
  void aTextThatIsCutShortIsNoWholeOne() throws IOException {
    assertThat(events("application/json-seq", "\u001e1 \u001etrue\n")).containsExactly("1", "true");
    for (String cut :
        List.of(
            "\u001e12", "\u001e12\u001e3\n", "\u001etrue", "\u001e{\"a\":\u001e{}", "\u001e\"a")) {
      EventReader reader = reader("application/json-seq", cut, 1, 100);
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(reader::next)
          .withMessageStartingWith("a JSON text was cut short");
    }
  }

  /** Although the next one has not come. */
  @Test
  void aRecordIsNotWaitedForAfterItsLineFeed() throws IOException {
    EventReader reader = live("application/json-seq", "\u001e{\"a\":\n1}\n");

    assertThat(reader.next()).isEqualTo("{\"a\":\n1}");
    assertThatExceptionOfType(IOException.class).isThrownBy(reader::next).withMessage("would wait");
  }

  @Test
  void doneIsTheEnd() throws IOException {
    assertThat(read(EVENT_STREAM, "data: a\n\ndata: [DONE]\n\ndata: b\n\n", 3))
        .containsExactly("a");
    assertThat(read(LINES, "1\n[DONE]\n2\n", 3)).containsExactly("1");
    assertThat(events(EVENT_STREAM, "data: [DONE] \n\n")).containsExactly("[DONE] ");
  }

  @Test
  void aLineThatDoesNotEndIsNotKept() throws IOException {
    for (String mediaType : List.of(EVENT_STREAM, LINES)) {
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> reader(mediaType, "data: " + "a".repeat(100), 1, 50).next())
          .withMessage("an event is larger than maxResponseBytes (50)");
    }
    assertThat(reader(LINES, "a".repeat(50), 1, 50).next()).hasSize(50);
  }

  /** However much of the body is there already. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 1_000_000})
  void anEventIsBoundedToTheByte(long piece) throws IOException {
    String most = "é".repeat(25);
    for (String end : List.of("", "\n", "\r\n\r\n")) {
      assertThat(reader(LINES, most + end, piece, 50).next()).isEqualTo(most);
      assertThat(reader(EVENT_STREAM, "\ufeffdata: " + most + end, piece, 50).next())
          .isEqualTo(most);
      assertThat(
              reader("application/json-seq", "\"" + "é".repeat(24) + '"' + end, piece, 50).next())
          .hasSize(26);
      for (String mediaType : List.of(EVENT_STREAM, LINES, "application/json-seq")) {
        EventReader tooLarge = reader(mediaType, "data:" + most + "a" + end, piece, 50);
        assertThatExceptionOfType(ProtocolException.class)
            .isThrownBy(tooLarge::next)
            .withMessageContaining("maxResponseBytes (50)");
      }
    }
    assertThat(reader(LINES, most, piece, Long.MAX_VALUE).next()).isEqualTo(most);
    assertThat(reader(EVENT_STREAM, "data:" + most, piece, Long.MAX_VALUE).next()).isEqualTo(most);
  }

  @Test
  void whatIsNoDataIsNotCounted() throws IOException {
    String comment = ": " + "a".repeat(40) + '\n';
    assertThat(reader(EVENT_STREAM, comment.repeat(9) + "data: a\n\n", 5, 50).next())
        .isEqualTo("a");
  }

  @Test
  void linesOfDataAreBoundedTogether() throws IOException {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> reader(EVENT_STREAM, "data: aaaa\n".repeat(11), 1, 50).next())
        .withMessageContaining("maxResponseBytes (50)");

    EventReader many = reader(EVENT_STREAM, "data: aaaa\n\n".repeat(11), 1, 50);
    for (int i = 0; i < 11; i++) {
      assertThat(many.next()).isEqualTo("aaaa");
    }
    assertThat(many.next()).isNull();
  }
}
