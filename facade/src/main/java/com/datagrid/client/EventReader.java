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
 * text/event-stream}, as RFC 7464 says of {@code application/json-seq} and the types that end so,
 * and line by line for all other types. Not thread-safe.
 */
final class EventReader {

  private static final ByteString LINE_ENDS = ByteString.encodeUtf8("\r\n");
  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private static final String RECORD_SEPARATOR = "\u001e";

  /** What many servers send in place of the last event. */
  private static final String DONE = "[DONE]";

  private static final String DATA = "data: ";

  private final BufferedSource source;
  private final boolean eventStream;
  private final boolean sequence;
  private final long maxBytes;
  private boolean afterReturn;
  private boolean begun;

  /**
   * Reads a body.
   *
   * @param maxBytes of the text of one event, in UTF-8; what does not belong to it, such as the
   *     comments of an event stream, is bounded line by line
   */
  EventReader(ResponseBody body, long maxBytes) {
    MediaType type = body.contentType();
    this.source = body.source();
    this.eventStream = type != null && type.subtype().equals("event-stream");
    this.sequence = type != null && type.subtype().endsWith("json-seq");
    this.maxBytes = maxBytes;
  }

  /**
   * The text of the next event, or null at the end.
   *
   * @throws IOException if reading fails, or the event is larger than allowed
   */
  @Nullable String next() throws IOException {
    skipByteOrderMark();
    String text = eventStream ? data() : sequence ? record() : text();
    return DONE.equals(text) ? null : text;
  }

  private void skipByteOrderMark() throws IOException {
    if (!begun && source.request(1)) {
      begun = true;
      if (source.getBuffer().getByte(0) == BYTE_ORDER_MARK.getByte(0)
          && source.rangeEquals(0, BYTE_ORDER_MARK)) {
        source.skip(BYTE_ORDER_MARK.size());
      }
    }
  }

  /** A line that is not blank; some servers begin it as a record of a sequence. */
  private @Nullable String text() throws IOException {
    String line = line(maxBytes);
    while (line != null && line.isBlank()) {
      line = line(maxBytes);
    }
    return line != null && line.startsWith(RECORD_SEPARATOR) ? line.substring(1) : line;
  }

  /** A record that is not blank. */
  private @Nullable String record() throws IOException {
    JsonRecord found = new JsonRecord(maxBytes);
    while (!source.exhausted()) {
      byte next = source.readByte();
      if (found.endsBefore(next)) {
        return found.text();
      }
    }
    return found.isBlank() ? null : found.text();
  }

  /** The data of the next event that has any; also of one that ends with the body. */
  private @Nullable String data() throws IOException {
    Buffer data = null;
    long longest = maxBytes > Long.MAX_VALUE - DATA.length() ? maxBytes : maxBytes + DATA.length();
    for (String line = line(longest); line != null; line = line(longest)) {
      if (line.isEmpty() && data != null) {
        return data.readUtf8();
      }
      if (line.equals("data") || line.startsWith("data:")) {
        data = data == null ? new Buffer() : data.writeByte('\n');
        data.writeUtf8(line, line.startsWith(DATA) ? 6 : Math.min(5, line.length()), line.length());
        if (data.size() > maxBytes) {
          throw tooLarge(maxBytes);
        }
      }
    }
    return data == null ? null : data.readUtf8();
  }

  /**
   * Up to CR LF, LF or CR; null at the end.
   *
   * @param longest in bytes
   */
  private @Nullable String line(long longest) throws IOException {
    Buffer buffer = source.getBuffer();
    if (afterReturn && source.request(1) && buffer.getByte(0) == '\n') {
      buffer.skip(1);
    }
    afterReturn = false;
    long end = buffer.indexOfElement(LINE_ENDS);
    while (end < 0 && buffer.size() <= longest) {
      long from = buffer.size();
      if (!source.request(from + 1)) {
        return from == 0 ? null : buffer.readUtf8();
      }
      end = buffer.indexOfElement(LINE_ENDS, from);
    }
    if (end < 0 || end > longest) {
      throw tooLarge(maxBytes);
    }
    String line = buffer.readUtf8(end);
    afterReturn = buffer.readByte() == '\r';
    return line;
  }

  static ProtocolException tooLarge(long maxBytes) {
    return new ProtocolException("an event is larger than maxResponseBytes (" + maxBytes + ")");
  }
}
