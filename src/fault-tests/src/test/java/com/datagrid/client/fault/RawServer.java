package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.LeapingTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a real socket that sends whatever a test wants, HTTP or not, with one thread for each
 * connection. It remembers the requests, and knows whether the client has closed what it opened.
 */
final class RawServer implements AutoCloseable {

  /** What happens on one connection. It may end by any {@link IOException}. */
  @FunctionalInterface
  interface Script {
    void run(Wire wire, RawServer server) throws IOException, InterruptedException;
  }

  /** What happens after one request. */
  @FunctionalInterface
  interface Response {
    void to(Wire wire) throws IOException, InterruptedException;
  }

  /** More than a client waits for that has a timeout of 30 s. */
  private static final Duration STALL = Duration.ofSeconds(40);

  private static final int LARGE_BACKLOG = 1_100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LeapingTime time = new LeapingTime();
  private final ServerSocket socket;
  private final Script script;
  private final List<Wire.Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  RawServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
    daemon(this::accept).start();
  }

  static ServerSocket loopback() throws IOException {
    return new ServerSocket(0, LARGE_BACKLOG, InetAddress.getLoopbackAddress());
  }

  /** Responds to every request like that. */
  static RawServer always(Response response) throws IOException {
    return new RawServer(loopback(), requests((server, number) -> response));
  }

  /** Responds to the first request like that, and to later ones as it should. */
  static RawServer once(Response response) throws IOException {
    return then(response, Responses::ok);
  }

  /** Responds to the requests like that in order, with the last of these to all that follow. */
  static RawServer then(Response... responses) throws IOException {
    return new RawServer(loopback(), then(List.of(responses)));
  }

  static Script then(List<Response> responses) {
    return requests((server, number) -> responses.get(Math.min(number, responses.size()) - 1));
  }

  /** Chooses a response by the number of requests so far, this one included. */
  @FunctionalInterface
  interface Choice {
    Response of(RawServer server, int number);
  }

  static Script requests(Choice choice) {
    return (wire, server) -> {
      for (Wire.Request next = wire.read(); next != null; next = wire.read()) {
        int number;
        synchronized (server.requests) {
          server.requests.add(next);
          number = server.requests.size();
        }
        choice.of(server, number).to(wire);
        if (wire.isClosed()) {
          return;
        }
      }
    };
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        accepted.incrementAndGet();
        open.add(connection);
        daemon(() -> serve(connection)).start();
      } catch (IOException e) {
        // The server is closed, or the client was gone before it was accepted.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      script.run(new Wire(connection, () -> time.leap(STALL)), this);
    } catch (IOException e) {
      // The client went away, which is what most tests are about.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      open.remove(connection);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** For clients that give up when a response says that it stalls, however busy the machine is. */
  LeapingTime time() {
    return time;
  }

  List<Wire.Request> requests() {
    return List.copyOf(requests);
  }

  void count(Wire.Request request) {
    requests.add(request);
  }

  /** How many connections there ever were. */
  int connections() {
    return accepted.get();
  }

  /** Fails unless every connection ends, by the client or by the script. */
  void assertAllClosed() throws InterruptedException {
    long start = System.nanoTime();
    while (!open.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.sleep(5);
    }
    assertThat(open).as("connections that are still open").isEmpty();
  }

  /** Closes all that is open, as a server does that dies. */
  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
