package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;

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

  interface Things {
    @POST("things")
    Call<Connection> create(@Body UpdateConnectionRequest request);
  }

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
          # the server              | message          | cause
          REFUSED_STREAM            | nothing was sent | stream was reset: REFUSED_STREAM
          INTERNAL_ERROR            | may have carried | stream was reset: INTERNAL_ERROR
          GOAWAY                    | nothing was sent | stream was reset: REFUSED_STREAM
          RST after headers         | may have carried | stream was reset: INTERNAL_ERROR
          garbage                   | may have carried | FRAME_SIZE_ERROR
          """)
  void aStreamThatFailsIsTriedAgain(String fault, String message, String cause) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer server =
        new RawServer(RawServer.loopback(), (wire, own) -> serve(wire, fault, 2, requests))) {
      DatagridException failure =
          Trial.failure(mode, "maxRetries 1", server.url(), Http2Test::http2);

      assertThat(failure)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContainingAll("given up after 1 retries (maxRetries)", message)
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

  /** Which the server assures: it may be any request, and it takes no second slot. */
  @ParameterizedTest
  @CsvSource({"REFUSED_STREAM, 1", "REFUSED_STREAM, 2", "GOAWAY, 1", "GOAWAY, 2"})
  void aRequestThatWasNotProcessedIsSentAgain(String fault, int refused) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    IntFunction<String> responses = number -> number == refused ? fault : "ok";
    try (RawServer server =
        new RawServer(RawServer.loopback(), (wire, own) -> serve(wire, responses, requests))) {
      Trial.of(
          "",
          server.url(),
          Http2Test::http2,
          client -> {
            for (int call = 0; call < 2; call++) {
              UpdateConnectionRequest body = new UpdateConnectionRequest().name("Sales");
              mode.execute(client, client.api(Things.class).create(body), RequestOptions.none());
            }
            assertThat(client.rateLimits().values())
                .singleElement()
                .returns(2, RateLimitStatus::used);
          });
      assertThat(requests).hasValue(3);
      server.assertAllClosed();
    }
  }

  /** Of a connection that has served before, in whatever way it ends. */
  @ParameterizedTest
  @CsvSource({"REFUSED_STREAM", "INTERNAL_ERROR", "GOAWAY", "closed", "silence"})
  void aConnectionThatIsOfNoUseAnyMoreIsReplacedAtOnce(String fault) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    IntFunction<String> second = number -> number == 2 ? fault : "ok";
    try (RawServer server =
        new RawServer(RawServer.loopback(), (wire, own) -> serve(wire, second, requests))) {
      Trial.of(
          ClientInTime.of(server.time(), Settings.of("attemptTimeout 30S, maxRetries 0"))
              .baseUrl(server.url()),
          Http2Test::http2,
          client -> {
            for (int call = 0; call < 4; call++) {
              assertThat(mode.update(client).attempts()).isEqualTo(1);
            }
          });
      assertThat(requests).hasValue(5);
      assertThat(server.connections()).isEqualTo(2);
      server.assertAllClosed();
    }
  }

  /** It may be one stream only that is silent. */
  @Test
  void otherStreamsOfASilentConnectionGoOn() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer server =
        new RawServer(
            RawServer.loopback(),
            (wire, own) ->
                serve(
                    wire,
                    number ->
                        switch (number) {
                          case 2 -> "after a reset of another";
                          case 3 -> "silence";
                          default -> "ok";
                        },
                    requests))) {
      Trial.of(
          ClientInTime.of(server.time(), Settings.of("attemptTimeout 30S, maxRetries 0"))
              .initialRateLimit(100)
              .baseUrl(server.url()),
          Http2Test::http2,
          client -> {
            mode.update(client);
            CompletableFuture<?> patient =
                client
                    .connections()
                    .updateWithResponseAsync(
                        "conn_1",
                        new UpdateConnectionRequest().name("Sales"),
                        RequestOptions.builder().attemptTimeout(Duration.ofHours(1)).build())
                    .thenAccept(response -> assertThat(response.attempts()).isEqualTo(1));
            while (requests.get() < 2) {
              Thread.onSpinWait();
            }
            assertThat(mode.update(client).attempts()).isEqualTo(1);
            Mode.await(patient);
          });
      assertThat(server.connections()).isEqualTo(2);
      server.assertAllClosed();
    }
  }

  private static void serve(Wire wire, String fault, int times, AtomicInteger requests)
      throws IOException {
    serve(wire, number -> number > times ? "ok" : fault, requests);
  }

  private static void serve(Wire wire, IntFunction<String> responses, AtomicInteger requests)
      throws IOException {
    DataInputStream in = new DataInputStream(wire.in());
    in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
    frame(wire, SETTINGS, 0, 0, new byte[0]);
    int postponed = 0;
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.skipNBytes(length);
      if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
        String how = responses.apply(requests.incrementAndGet());
        postponed = how.equals("after a reset of another") ? stream : postponed;
        respond(wire, how, stream);
      } else if (type == RST_STREAM) {
        ok(wire, postponed);
      }
    }
  }

  private static void respond(Wire wire, String how, int stream) throws IOException {
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
      case "closed" -> wire.close();
      case "silence" -> wire.stall();
      case "after a reset of another" -> {}
      case "garbage" -> wire.send("HTTP/1.1 400 Bad Request\r\n\r\n").close();
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static void ok(Wire wire, int stream) throws IOException {
    frame(wire, HEADERS, END_HEADERS, stream, STATUS_200);
    frame(wire, DATA, END_STREAM, stream, Responses.CONNECTION.getBytes(StandardCharsets.UTF_8));
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
