package com.datagrid.client;

import java.io.IOException;
import java.net.ProtocolException;
import okio.Buffer;

/**
 * A text of {@code application/json-seq}, RFC 7464, as it comes byte by byte. It begins with a
 * record separator and ends before the next one; also before the space after a whole JSON text, so
 * that an event need not wait for the one behind it. Not thread-safe.
 */
final class JsonRecord {

  private static final byte SEPARATOR = 0x1e;
  private static final String SPACES = " \t\r\n";

  private final long maxBytes;
  private final Buffer bytes = new Buffer();
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private byte last;
  private boolean followed;

  JsonRecord(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  boolean isBlank() {
    return bytes.size() == 0;
  }

  /**
   * Takes the next byte.
   *
   * @return whether the text is whole, and the byte no part of it
   */
  boolean endsBefore(byte next) throws IOException {
    if (next == SEPARATOR) {
      return !isBlank();
    }
    if (depth <= 0 && !quoted && SPACES.indexOf(next) >= 0) {
      followed = !isBlank();
      return followed;
    }
    if (bytes.size() == maxBytes) {
      throw EventReader.tooLarge(maxBytes);
    }
    bytes.writeByte(next);
    nest(next);
    last = next;
    return false;
  }

  private void nest(byte next) {
    if (quoted) {
      quoted = escaped || next != '"';
      escaped = !escaped && next == '\\';
    } else if (next == '"') {
      quoted = true;
    } else if (next == '{' || next == '[') {
      depth++;
    } else if (next == '}' || next == ']') {
      depth--;
    }
  }

  /**
   * The text.
   *
   * @throws IOException if it is the begin of a longer one, or may be: a number or a word without a
   *     space behind it
   */
  String text() throws IOException {
    boolean delimited = last == '}' || last == ']' || last == '"';
    if (depth > 0 || quoted || (!delimited && !followed)) {
      throw new ProtocolException("a JSON text was cut short: " + bytes.readUtf8());
    }
    return bytes.readUtf8();
  }
}
