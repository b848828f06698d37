package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.DatagridException;
import com.datagrid.client.TransportException;
import com.datagrid.client.testing.Mode;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that are not there, not yet, or not any more. */
@ParameterizedClass
@EnumSource(Mode.class)
class ConnectingTest {

  private static final UnaryOperator<OkHttpClient.Builder> AS_IT_IS = UnaryOperator.identity();

  private final Mode mode;

  ConnectingTest(Mode mode) {
    this.mode = mode;
  }

  private static void assertNothingSent(
      DatagridException failure, Class<? extends IOException> cause, boolean timeout) {
    assertThat(failure)
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageContainingAll("nothing was sent", "given up after 1 retries (maxRetries)")
        .hasCauseInstanceOf(cause);
    assertThat(((TransportException) failure).isTimeout()).isEqualTo(timeout);
    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            TransportException.class, first -> assertThat(first.attempts()).isEqualTo(1));
  }

  @Test
  void aRefusedConnection() throws Exception {
    // Bound without listening: of a port that is given back, a server of another test may make use.
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertNothingSent(
          Trial.failure(mode, "maxRetries 1", "http://127.0.0.1:" + bound.getLocalPort(), AS_IT_IS),
          ConnectException.class,
          false);
    }
  }

  @Test
  void aNameThatCannotBeResolved() throws Exception {
    DatagridException failure =
        Trial.failure(
            mode,
            "maxRetries 1",
            "http://nowhere.invalid",
            http ->
                http.dns(
                    name -> {
                      throw new UnknownHostException(name + ": Name or service not known");
                    }));
    assertNothingSent(failure, UnknownHostException.class, false);
    assertThat(failure).hasMessageContainingAll("check baseUrl and DNS", "nowhere.invalid");
  }

  @Test
  void aPeerThatDoesNotRespondIsGivenUpAfterTheConnectTimeout() throws Exception {
    List<Socket> queued = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SocketAddress address = full.getLocalSocketAddress();
      boolean accepts = true;
      while (accepts) { // until the backlog is full; later connections get no response
        Socket next = new Socket();
        queued.add(next);
        try {
          next.connect(address, 200);
        } catch (SocketTimeoutException e) {
          accepts = false;
        }
      }
      assertNothingSent(
          Trial.failure(
              mode,
              "connectTimeout 0.1S, maxRetries 1",
              "http://127.0.0.1:" + full.getLocalPort(),
              AS_IT_IS),
          SocketTimeoutException.class,
          true);
    } finally {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  @Test
  void aConnectThatHangsIsCutByTheAttemptTimeout() throws Exception {
    DatagridException failure =
        Trial.failure(
            mode,
            "attemptTimeout 0.1S, maxRetries 1",
            "http://127.0.0.1:9",
            http -> http.socketFactory(new HangingSockets()));
    assertNothingSent(failure, IOException.class, true);
    assertThat(failure).hasMessageContaining("attemptTimeout");
  }

  @Test
  void aConnectThatHangsIsCutByTheDeadline() throws Exception {
    DatagridException failure =
        Trial.failure(
            mode,
            "callTimeout 2S",
            "http://127.0.0.1:9",
            http -> http.socketFactory(new HangingSockets()));
    assertThat(failure)
        .isExactlyInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("raise callTimeout(..)")
        .returns(1, DatagridException::attempts);
  }

  @Test
  void aServerThatAcceptsLateIsWaitedFor() throws Exception {
    try (ServerSocket late = RawServer.loopback()) {
      Thread opening =
          new Thread(
              () -> {
                sleep(200);
                new RawServer(late, RawServer.then(List.of(Responses::ok)));
              });
      opening.start();
      Trial.of(
          "",
          "http://127.0.0.1:" + late.getLocalPort() + "/v1",
          AS_IT_IS,
          client -> assertThat(mode.update(client).attempts()).isEqualTo(1));
      opening.join();
    }
  }

  @Test
  void aPooledConnectionThatTheServerResetsOnTheNextRequestIsReplaced() throws Exception {
    try (RawServer server = RawServer.then(Responses::ok, Wire::reset, Responses::ok)) {
      Trial.of(
          "",
          server.url(),
          AS_IT_IS,
          client -> {
            assertThat(mode.update(client).attempts()).isEqualTo(1);
            assertThat(mode.update(client).attempts()).isEqualTo(1);
          });
      assertThat(server.requests()).hasSize(3);
      assertThat(server.connections()).isEqualTo(2);
      server.assertAllClosed();
    }
  }

  @Test
  void aServerThatWasRestartedOnItsPortIsFoundAgain() throws Exception {
    RawServer before = RawServer.always(Responses::ok);
    Trial.of(
        "",
        before.url(),
        AS_IT_IS,
        client -> {
          assertThat(mode.update(client).attempts()).isEqualTo(1);
          before.close();
          before.assertAllClosed(); // a thread that reads keeps its socket until it wakes
          try (RawServer after =
              new RawServer(reopened(before.port()), RawServer.then(List.of(Responses::ok)))) {
            mode.update(client);
            assertThat(after.requests()).hasSize(1);
          }
        });
    assertThat(before.requests()).hasSize(1);
  }

  /** The system may take a moment to give a port free. */
  private static ServerSocket reopened(int port) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (attempt == 200) {
          throw e;
        }
        sleep(10);
      }
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Connecting takes for ever, whatever timeout is asked for, unless the socket is closed. */
  private static final class HangingSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
      CountDownLatch closed = new CountDownLatch(1);
      return new Socket() {
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new SocketException("Socket closed");
        }

        @Override
        public synchronized void close() throws IOException {
          closed.countDown();
          super.close();
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
