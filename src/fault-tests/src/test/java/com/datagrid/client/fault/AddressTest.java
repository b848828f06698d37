package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.ApiException;
import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with several addresses, of which some are dead, and names that move. */
@ParameterizedClass
@EnumSource(Mode.class)
class AddressTest {

  private static final InetAddress FIRST = address("127.0.0.2");
  private static final InetAddress SECOND = address("127.0.0.1");

  private final Mode mode;
  private final AtomicReference<List<InetAddress>> addresses = new AtomicReference<>();

  AddressTest(Mode mode) {
    this.mode = mode;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DatagridClient client(RawServer server, String settings) {
    return ClientInTime.of(server.time(), Settings.of(settings))
        .initialRateLimit(100)
        .baseUrl("http://api.test:" + server.port() + "/v1")
        .allowPlainHttp()
        .httpClient(
            new OkHttpClient.Builder()
                .fastFallback(false) // as with the client's own
                .dns(name -> addresses.get())
                .build())
        .build();
  }

  private static final RawServer.Response OK_AND_CLOSED =
      wire -> wire.respond(200, "Connection: close", Responses.CONNECTION).close();

  /** Of the first one there is no more than one try. */
  @ParameterizedTest
  @ValueSource(strings = {"refuses", "drops", "accepts", "resets"})
  void aDeadAddressIsTriedLast(String how) throws Exception {
    addresses.set(List.of(FIRST, SECOND));
    try (RawServer server =
            new RawServer(RawServer.loopback(), RawServer.then(List.of(OK_AND_CLOSED)));
        Dead dead = new Dead(how, server);
        DatagridClient client = client(server, "connectTimeout 0.2S, attemptTimeout 30S")) {
      mode.update(client);
      server.time().leap(Duration.ofSeconds(1));

      for (int call = 0; call < 3; call++) {
        assertThat(mode.update(client).attempts()).isEqualTo(1);
      }
      Stream.generate(() -> client.connections().updateAsync("conn_1", "Sales"))
          .limit(8)
          .toList()
          .forEach(CompletableFuture::join);
      assertThat(dead.connections).hasSizeLessThanOrEqualTo(1);
      assertThat(server.requests()).hasSize(12);
    }
  }

  /** Nobody told, and the old host is still there. */
  @Test
  void afterA5xxTheRetryGoesWhereTheNameStandsFor() throws Exception {
    try (RawServer now = RawServer.always(Responses::ok);
        RawServer old =
            new RawServer(
                new ServerSocket(now.port(), 50, FIRST),
                RawServer.then(List.of(Responses::ok, Responses.named("503"))));
        DatagridClient client = client(now, "")) {
      addresses.set(List.of(FIRST));
      mode.update(client);
      addresses.set(List.of(SECOND));
      now.time().leap(Duration.ofSeconds(2));

      assertThat(mode.update(client).attempts()).isEqualTo(2);
      assertThat(mode.update(client).attempts()).isEqualTo(1);
      assertThat(old.requests()).hasSize(2);
      assertThat(now.requests()).hasSize(2);
    }
  }

  @Test
  void aServerThatOnlyRespondsWith5xxIsNotConnectedToForEachRequest() throws Exception {
    addresses.set(List.of(SECOND));
    try (RawServer server = RawServer.always(Responses.named("503"));
        DatagridClient client = client(server, "maxRetries 0")) {
      for (int call = 0; call < 5; call++) {
        assertThat(catchThrowable(() -> mode.update(client))).isInstanceOf(ApiException.class);
      }
      assertThat(server.requests()).hasSize(5);
      assertThat(server.connections()).isLessThan(5);
    }
  }

  @Test
  void aNameThatMovedIsFollowedWithoutAnError() throws Exception {
    try (RawServer now = RawServer.always(Responses::ok);
        RawServer old =
            new RawServer(
                new ServerSocket(now.port(), 50, FIRST), RawServer.then(List.of(Responses::ok)));
        DatagridClient client = client(now, "")) {
      addresses.set(List.of(FIRST));
      mode.update(client);
      addresses.set(List.of(SECOND));
      now.time().leap(Duration.ofMinutes(5));

      assertThat(mode.update(client).attempts()).isEqualTo(1);
      assertThat(old.requests()).hasSize(1);
      assertThat(now.requests()).hasSize(1);
    }
  }

  /** A host at the first address that is of no use, and knows who came. */
  private static final class Dead implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket();
    private final List<Socket> queued = new ArrayList<>();
    private final List<Socket> connections = new ArrayList<>();

    Dead(String how, RawServer server) throws IOException {
      InetSocketAddress address = new InetSocketAddress(FIRST, server.port());
      switch (how) {
        case "refuses" -> {}
        case "drops" -> {
          socket.bind(address, 1);
          fill(address);
        }
        default -> {
          socket.bind(address);
          accept(how.equals("resets"), server);
        }
      }
    }

    /** Until the backlog is full; later connections get no response. */
    private void fill(InetSocketAddress address) throws IOException {
      while (true) {
        Socket next = new Socket();
        queued.add(next);
        try {
          next.connect(address, 200);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
    }

    private void accept(boolean reset, RawServer server) {
      Thread accepting =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket next = socket.accept();
                    connections.add(next);
                    if (reset) {
                      next.setSoLinger(true, 0);
                      next.close();
                    } else {
                      next.getInputStream().read();
                      server.time().leap(Duration.ofSeconds(40));
                    }
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      accepting.setDaemon(true);
      accepting.start();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket each : Stream.concat(queued.stream(), connections.stream()).toList()) {
        each.close();
      }
    }
  }
}
