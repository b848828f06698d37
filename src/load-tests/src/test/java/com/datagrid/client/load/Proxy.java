package com.datagrid.client.load;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A proxy of the system's in front of a server, on a port of the loopback interface, for as long as
 * the test runs.
 */
final class Proxy implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Process process;
  private final int port;

  private Proxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * An nginx that closes idle connections after 2 s, as {@code keepalive_timeout 2s} says.
   *
   * @param listen what follows the port, such as {@code ssl http2}
   * @param settings of the server, which may use {@code $dir}
   */
  static Proxy nginx(Path dir, int upstream, String listen, String settings)
      throws IOException, InterruptedException {
    int port = freePort();
    Path file =
        Files.writeString(
            dir.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid $dir/nginx.pid;
            error_log stderr error;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path $dir/body;
              proxy_temp_path $dir/proxy;
              fastcgi_temp_path $dir/fastcgi;
              uwsgi_temp_path $dir/uwsgi;
              scgi_temp_path $dir/scgi;
              keepalive_timeout 2s;
              server {
                listen 127.0.0.1:$port $listen;
                $settings
                location / { proxy_pass http://127.0.0.1:$upstream; }
              }
            }
            """
                .replace("$settings", settings)
                .replace("$dir", dir.toString())
                .replace("$port", String.valueOf(port))
                .replace("$listen", listen)
                .replace("$upstream", String.valueOf(upstream)));
    return start(
        port, List.of(program("nginx", "nginx-light"), "-p", dir + "/", "-c", file.toString()));
  }

  /**
   * An HAProxy that closes idle connections after 3 s.
   *
   * @param bind what follows the port, such as {@code ssl crt $dir/server.pem alpn h2}
   * @param frontend its settings
   */
  static Proxy haproxy(Path dir, int upstream, String bind, String frontend)
      throws IOException, InterruptedException {
    int port = freePort();
    Path file =
        Files.writeString(
            dir.resolve("haproxy.cfg"),
            """
            global
              maxconn 1000
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              timeout http-keep-alive 3s
            frontend field
              bind 127.0.0.1:$port $bind
              $frontend
              default_backend stub
            backend stub
              server stub 127.0.0.1:$upstream
            """
                .replace("$bind", bind)
                .replace("$frontend", frontend)
                .replace("$dir", dir.toString())
                .replace("$port", String.valueOf(port))
                .replace("$upstream", String.valueOf(upstream)));
    return start(port, List.of(program("haproxy", "haproxy"), "-db", "-f", file.toString()));
  }

  private static String program(String name, String debianPackage) {
    Stream<String> path = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1));
    List<String> found =
        Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/sbin"))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .toList();
    String missing =
        name
            + " is not installed, and nothing is tried behind it: apt-get install "
            + debianPackage;
    if (found.isEmpty()) {
      System.out.println(missing);
    }
    assumeTrue(!found.isEmpty(), missing);
    return found.get(0);
  }

  static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Proxy start(int port, List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    for (long start = System.nanoTime(); System.nanoTime() - start < PATIENCE_NANOS; ) {
      try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Proxy(process, connected.getPort());
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new AssertionError("ended with " + process.exitValue() + ": " + command, e);
        }
        Thread.sleep(20);
      }
    }
    process.destroy();
    throw new AssertionError("accepts no connection: " + command);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
