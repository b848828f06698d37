package com.datagrid.client.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection, byte by byte. */
final class Wire {

  private final Socket socket;
  private final Runnable stall;
  private final InputStream in;

  /**
   * Around that socket.
   *
   * @param stall lets time pass at the client
   */
  Wire(Socket socket, Runnable stall) throws IOException {
    this.socket = socket;
    this.stall = stall;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * A request as it came.
   *
   * @param line for instance {@code PATCH /v1/connections/conn_1 HTTP/1.1}
   */
  record Request(String line, List<String> headers, String body) {

    /** The value of that header; empty if it is absent. */
    String header(String name) {
      return headers.stream()
          .filter(header -> header.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
          .map(header -> header.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  // In.

  InputStream in() {
    return in;
  }

  /** The next request, or null once the client has closed the connection. */
  @Nullable Request read() throws IOException {
    String line = readLine();
    if (line.isEmpty()) {
      return null;
    }
    List<String> headers = new ArrayList<>();
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      headers.add(header);
    }
    Request head = new Request(line, headers, "");
    String length = head.header("Content-Length");
    if (length.isEmpty()) {
      return head;
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    return new Request(line, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  // Out.

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A complete response. */
  Wire respond(int status, String headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
    for (String header : headers.split("; ", -1)) {
      head.append(header).append(header.isEmpty() ? "" : "\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return send(all.toByteArray());
  }

  Wire respond(int status, String headers, String body) throws IOException {
    return respond(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Lets so much time pass that no client in {@link RawServer#time()} waits for what follows. */
  Wire stall() {
    stall.run();
    return this;
  }

  /** Sends that again and again until the client has had enough. */
  void sendForever(byte[] bytes, long pauseMillis) throws IOException, InterruptedException {
    while (true) {
      send(bytes);
      Thread.sleep(pauseMillis);
    }
  }

  /** Closes in good order. */
  void close() throws IOException {
    socket.close();
  }

  /** Closes without ceremony: the client hears of a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  boolean isClosed() {
    return socket.isClosed();
  }
}
