package com.datagrid.client.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards connections, until it loses or drops those that there are. On a lost one nothing is
 * forwarded any more, and nobody is told, as when a NAT or a load balancer forgets it.
 */
final class Relay implements AutoCloseable {

  static final String THREAD_NAME = "relay";

  private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private volatile int target;
  private volatile int lost;

  Relay(int target) throws IOException {
    this.target = target;
    daemon(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many there ever were. */
  int connections() {
    return connections.get();
  }

  /** From now on, for new connections. */
  void forwardTo(int port) {
    target = port;
  }

  void loseAll() {
    lost = connections.get();
  }

  void dropAll() throws IOException {
    for (Socket each : open) {
      each.close();
    }
    open.clear();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, THREAD_NAME);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket server = connect(client);
        if (server == null) {
          continue;
        }
        int number = connections.incrementAndGet();
        for (Socket each : List.of(client, server)) {
          each.setTcpNoDelay(true);
          open.add(each);
        }
        daemon(() -> forward(client, server, number));
        daemon(() -> forward(server, client, number));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /** Closes the client's side if the server is down. */
  private @Nullable Socket connect(Socket client) throws IOException {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (ConnectException e) {
      client.close();
      return null;
    }
  }

  private void forward(Socket from, Socket to, int number) {
    try (to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8_192];
      for (int read = in.read(bytes); read != -1; read = in.read(bytes)) {
        if (number > lost) {
          out.write(bytes, 0, read);
        }
      }
    } catch (IOException e) {
      // One side is gone.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    dropAll();
  }
}
