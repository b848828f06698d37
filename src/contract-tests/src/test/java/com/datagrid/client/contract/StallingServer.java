package com.datagrid.client.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stalls at one point of its first exchange forever, and responds in all later ones. */
final class StallingServer implements AutoCloseable {

  /** Where the first exchange comes to a halt. */
  enum Point {
    CONNECTING,
    SENDING,
    WAITING_FOR_HEADERS,
    READING_A_SUCCESS,
    READING_AN_ERROR
  }

  /** More than all buffers between client and server hold. */
  static final int LARGE_BODY = 12 << 20;

  private static final Pattern LENGTH = Pattern.compile("\ncontent-length: *(\\d+)");

  private final Point point;
  private final ServerSocket server;
  private final List<Socket> queue = new ArrayList<>();
  private final AtomicBoolean stalled = new AtomicBoolean();
  private final CountDownLatch drain = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  StallingServer(Point point) throws IOException {
    this.point = point;
    server = new ServerSocket();
    server.setReceiveBufferSize(4 << 10);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    if (point == Point.CONNECTING) {
      fillQueue();
      stalled.set(true); // it never comes as far as an exchange
    } else {
      start("accept", this::accept);
    }
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
  }

  /**
   * Waits until the client has hung up in the first exchange, and from then on takes connections.
   */
  boolean clientHangsUp() throws IOException, InterruptedException {
    if (point == Point.CONNECTING) {
      for (Socket each : queue) {
        each.close();
      }
      start("accept", this::accept);
      return true;
    }
    drain.countDown();
    return gone.await(20, TimeUnit.SECONDS);
  }

  /** Connections beyond the queue get no response from the operating system. */
  private void fillQueue() throws IOException {
    while (true) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        start("exchange", () -> serve(socket));
      }
    } catch (IOException closed) {
      // by close()
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (stalled.compareAndSet(false, true)) {
        stall(socket);
        return;
      }
      while (readRequest(socket.getInputStream())) {
        String body = Bodies.text("connection");
        write(socket, head(200, body.length()) + body);
      }
    } catch (IOException | InterruptedException e) {
      // the client hung up
    }
  }

  private void stall(Socket socket) throws IOException, InterruptedException {
    if (point == Point.SENDING) {
      drain.await(); // as long as nothing is read, the client cannot write on
    } else {
      readRequest(socket.getInputStream());
    }
    if (point == Point.READING_A_SUCCESS || point == Point.READING_AN_ERROR) {
      write(socket, head(point == Point.READING_A_SUCCESS ? 200 : 404, 1_000) + "{\"id\": ");
    }
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException reset) {
      // this is hanging up, too
    }
    gone.countDown();
  }

  private static String head(int status, int length) {
    return "HTTP/1.1 %d \r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(status, length);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** False if there is none any more. */
  private static boolean readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
    if (length.find()) {
      in.skipNBytes(Long.parseLong(length.group(1)));
    }
    return true;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, "stalling-server-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    drain.countDown();
    server.close();
  }
}
