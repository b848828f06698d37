package com.datagrid.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards connections, until it loses or drops those that there are. On a lost one nothing is
 * forwarded any more, and nobody is told, as when a NAT or a load balancer forgets it.
 */
public final class Relay implements AutoCloseable {

  /** The name of its threads. */
  public static final String THREAD_NAME = "relay";

  private final ServerSocket socket = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final long minDelayMillis;
  private final long maxDelayMillis;

  private volatile int target;
  private volatile int lost;
  private volatile boolean cut;

  /** Forwards to a port of this machine, at once. */
  public Relay(int target) throws IOException {
    this(target, Duration.ZERO, Duration.ZERO);
  }

  /** The same; whatever it forwards is that long under way, drawn evenly between the two. */
  public Relay(int target, Duration minDelay, Duration maxDelay) throws IOException {
    this.target = target;
    this.minDelayMillis = minDelay.toMillis();
    this.maxDelayMillis = maxDelay.toMillis();
    daemon(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** How many there ever were. */
  public int connections() {
    return connections.get();
  }

  /** From now on, for new connections. */
  public void forwardTo(int port) {
    target = port;
  }

  /** Loses the connections that there are. */
  public void loseAll() {
    lost = connections.get();
  }

  /** Loses the connections that there are, and all that come until {@link #restore()}. */
  public void cutOff() {
    cut = true;
    loseAll();
  }

  /** Forwards new connections again. */
  public void restore() {
    cut = false;
  }

  /** Closes the connections that there are. */
  public void dropAll() throws IOException {
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
        boolean isLost = cut;
        for (Socket each : List.of(client, server)) {
          each.setTcpNoDelay(true);
          open.add(each);
        }
        daemon(() -> forward(client, server, number, isLost));
        daemon(() -> forward(server, client, number, isLost));
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

  private void forward(Socket from, Socket to, int number, boolean isLost) {
    try (to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8_192];
      for (int read = in.read(bytes); read != -1; read = in.read(bytes)) {
        delay();
        if (!isLost && number > lost) {
          out.write(bytes, 0, read);
        }
      }
    } catch (IOException | InterruptedException e) {
      // One side is gone.
    }
  }

  private void delay() throws InterruptedException {
    if (maxDelayMillis > 0) {
      TimeUnit.MILLISECONDS.sleep(
          ThreadLocalRandom.current().nextLong(minDelayMillis, maxDelayMillis + 1));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    dropAll();
  }
}
