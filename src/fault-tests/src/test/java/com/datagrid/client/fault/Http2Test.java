package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridException;
import com.datagrid.client.TransportException;
import com.datagrid.client.testing.Mode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 frame by frame (RFC 9113): streams that are refused, and connections that go away. */
@ParameterizedClass
@EnumSource(Mode.class)
class Http2Test {

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] STATUS_200 = {(byte) 0x88}; // RFC 7541, appendix A

  private final Mode mode;

  Http2Test(Mode mode) {
    this.mode = mode;
  }

  private static OkHttpClient.Builder http2(OkHttpClient.Builder http) {
    return http.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
  }

  @ParameterizedTest(name = "{argumentsWithNames}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the server              | cause
          REFUSED_STREAM            | stream was reset: REFUSED_STREAM
          INTERNAL_ERROR            | stream was reset: INTERNAL_ERROR
          GOAWAY                    | stream was reset: REFUSED_STREAM
          RST after headers         | stream was reset: INTERNAL_ERROR
          garbage                   | FRAME_SIZE_ERROR
          """)
  void aStreamThatFailsIsTriedAgain(String fault, String cause) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer server =
        new RawServer(RawServer.loopback(), (wire, own) -> serve(wire, fault, 2, requests))) {
      DatagridException failure =
          Trial.failure(mode, "maxRetries 1", server.url(), Http2Test::http2);

      assertThat(failure)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContainingAll("given up after 1 retries (maxRetries)", "may have carried")
          .returns(2, DatagridException::attempts);
      assertThat(failure.getCause()).isInstanceOf(IOException.class);
      assertThat(String.valueOf(failure)).contains(cause);
      assertThat(failure.getSuppressed()).hasSize(1);
      assertThat(requests).hasValue(2);
      server.assertAllClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({"REFUSED_STREAM", "INTERNAL_ERROR", "GOAWAY", "RST after headers", "garbage"})
  void theNextStreamSucceeds(String fault) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer server =
        new RawServer(RawServer.loopback(), (wire, own) -> serve(wire, fault, 1, requests))) {
      Trial.of(
          "",
          server.url(),
          Http2Test::http2,
          client -> assertThat(mode.update(client).attempts()).isEqualTo(2));
      assertThat(requests).hasValue(2);
      server.assertAllClosed();
    }
  }

  /** The stream is let to its end, and the next call makes a connection of its own. */
  @Test
  void aConnectionThatGoesAwayAfterItsLastStreamIsReplaced() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    String fault = "GOAWAY, then ok";
    try (RawServer server =
        new RawServer(RawServer.loopback(), (wire, own) -> serve(wire, fault, 2, requests))) {
      Trial.of(
          "",
          server.url(),
          Http2Test::http2,
          client -> {
            assertThat(mode.update(client).attempts()).isEqualTo(1);
            assertThat(mode.update(client).attempts()).isEqualTo(1);
          });
      assertThat(requests).hasValue(2);
      assertThat(server.connections()).isEqualTo(2);
      server.assertAllClosed();
    }
  }

  private static void serve(Wire wire, String fault, int times, AtomicInteger requests)
      throws IOException {
    DataInputStream in = new DataInputStream(wire.in());
    in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
    frame(wire, SETTINGS, 0, 0, new byte[0]);
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.skipNBytes(length);
      if (type == HEADERS) {
        requests.incrementAndGet();
      }
      if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
        answer(wire, requests.get() > times ? "ok" : fault, stream);
      }
    }
  }

  private static void answer(Wire wire, String how, int stream) throws IOException {
    switch (how) {
      case "ok" -> ok(wire, stream);
      case "GOAWAY, then ok" -> {
        byte[] lastStreamAndNoError = {0, 0, 0, (byte) stream, 0, 0, 0, 0};
        frame(wire, GOAWAY, 0, 0, lastStreamAndNoError);
        ok(wire, stream);
      }
      case "REFUSED_STREAM" -> frame(wire, RST_STREAM, 0, stream, int32(7));
      case "INTERNAL_ERROR" -> frame(wire, RST_STREAM, 0, stream, int32(2));
      case "GOAWAY" -> frame(wire, GOAWAY, 0, 0, new byte[8]);
      case "RST after headers" -> {
        frame(wire, HEADERS, END_HEADERS, stream, STATUS_200);
        frame(wire, RST_STREAM, 0, stream, int32(2));
      }
      case "garbage" -> wire.send("HTTP/1.1 400 Bad Request\r\n\r\n").close();
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static void ok(Wire wire, int stream) throws IOException {
    frame(wire, HEADERS, END_HEADERS, stream, STATUS_200);
    frame(wire, DATA, END_STREAM, stream, Answers.CONNECTION.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] int32(int value) {
    return new byte[] {0, 0, 0, (byte) value};
  }

  private static void frame(Wire wire, int type, int flags, int stream, byte[] payload)
      throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(
        new byte[] {
          (byte) (payload.length >> 16),
          (byte) (payload.length >> 8),
          (byte) payload.length,
          (byte) type,
          (byte) flags,
          0,
          0,
          0,
          (byte) stream
        });
    frame.writeBytes(payload);
    wire.send(frame.toByteArray());
  }
}
