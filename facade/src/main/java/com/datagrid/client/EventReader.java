package com.datagrid.client;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body into the texts of its events: as the HTML standard, 9.2.6, says of {@code
 * text/event-stream}, and line by line for all other types. Not thread-safe.
 */
final class EventReader {

  private static final ByteString LINE_ENDS = ByteString.encodeUtf8("\r\n");
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** RFC 7464: begins a text of application/json-seq. */
  private static final String RECORD_SEPARATOR = "\u001e";

  /** What many servers send in place of the last event. */
  private static final String DONE = "[DONE]";

  private final BufferedSource source;
  private final boolean eventStream;
  private final long maxBytes;
  private boolean afterReturn;
  private boolean begun;

  /**
   * Reads a body.
   *
   * @param maxBytes of one event
   */
  EventReader(ResponseBody body, long maxBytes) {
    MediaType type = body.contentType();
    this.source = body.source();
    this.eventStream = type != null && type.subtype().equals("event-stream");
    this.maxBytes = maxBytes;
  }

  /**
   * The text of the next event, or null at the end.
   *
   * @throws IOException if reading fails, or the event is larger than allowed
   */
  @Nullable String next() throws IOException {
    String text = eventStream ? data() : text();
    return DONE.equals(text) ? null : text;
  }

  /** A line that is not blank. */
  private @Nullable String text() throws IOException {
    String line = line();
    while (line != null && line.isBlank()) {
      line = line();
    }
    return line != null && line.startsWith(RECORD_SEPARATOR) ? line.substring(1) : line;
  }

  /** The data of the next event that has any; also of one that ends with the body. */
  private @Nullable String data() throws IOException {
    StringBuilder data = null;
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty() && data != null) {
        return data.toString();
      }
      if (line.equals("data") || line.startsWith("data:")) {
        data = data == null ? new StringBuilder() : data.append('\n');
        data.append(
            line, line.startsWith("data: ") ? 6 : Math.min(5, line.length()), line.length());
        if (data.length() > maxBytes) {
          throw tooLarge();
        }
      }
    }
    return data == null ? null : data.toString();
  }

  /** Up to CR LF, LF or CR; null at the end. */
  private @Nullable String line() throws IOException {
    Buffer buffer = source.getBuffer();
    if (afterReturn && source.request(1) && buffer.getByte(0) == '\n') {
      buffer.skip(1);
    }
    afterReturn = false;
    long from = 0;
    long end = buffer.indexOfElement(LINE_ENDS);
    while (end < 0) {
      from = buffer.size();
      if (from > maxBytes) {
        throw tooLarge();
      }
      if (!source.request(from + 1)) {
        return from == 0 ? null : decoded(buffer.readUtf8());
      }
      end = buffer.indexOfElement(LINE_ENDS, from);
    }
    String line = buffer.readUtf8(end);
    afterReturn = buffer.readByte() == '\r';
    return decoded(line);
  }

  private String decoded(String line) {
    boolean first = !begun;
    begun = true;
    return first && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
  }

  private ProtocolException tooLarge() {
    return new ProtocolException("an event is larger than maxResponseBytes (" + maxBytes + ")");
  }
}
