package com.datagrid.client.fleet;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/** A real Redis server in its own directory, on the loopback interface. */
final class RedisServer implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofSeconds(20);

  private static final Path FAKE_TIME =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

  private final Path dir;
  private final List<String> settings;
  private final boolean leaps;
  private final int port;
  private Process process;

  private RedisServer(Path dir, List<String> settings, boolean leaps)
      throws IOException, InterruptedException {
    this.dir = Files.createDirectories(dir);
    this.settings = settings;
    this.leaps = leaps;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    process = launch();
  }

  /**
   * Starts a server, by default without persistence.
   *
   * @param settings as on the command line, such as {@code --appendonly yes}
   * @throws IllegalStateException if no Redis runs here; see {@link RedisBinary#get()}
   */
  static RedisServer start(Path dir, String... settings) throws IOException, InterruptedException {
    List<String> words = Arrays.stream(settings).flatMap(x -> Stream.of(x.split(" "))).toList();
    return new RedisServer(dir, words, /* leaps= */ false);
  }

  /** Starts a server whose clock can {@link #leap}; slower, since each reading reads a file. */
  static RedisServer startLeaping(Path dir) throws IOException, InterruptedException {
    return new RedisServer(dir, List.of(), /* leaps= */ true);
  }

  /** Whether the library of the package {@code faketime} is installed. */
  static boolean canLeap() {
    return Files.isReadable(FAKE_TIME);
  }

  /** Sets its clock that many seconds ahead of ours. */
  void leap(int seconds) throws IOException {
    Files.writeString(clock(), String.format(Locale.ROOT, "%+d", seconds));
  }

  private Path clock() {
    return dir.resolve("clock");
  }

  private ProcessBuilder inFakeTime(ProcessBuilder command) throws IOException {
    if (leaps) {
      leap(0);
      command
          .environment()
          .putAll(
              Map.of(
                  "LD_PRELOAD",
                  FAKE_TIME.toString(),
                  "FAKETIME_TIMESTAMP_FILE",
                  clock().toAbsolutePath().toString(),
                  "FAKETIME_NO_CACHE",
                  "1",
                  "FAKETIME_DONT_FAKE_MONOTONIC",
                  "1"));
    }
    return command;
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills it, like {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again on the same port, with the data on its disk. */
  void restart() throws IOException, InterruptedException {
    process = launch();
  }

  /** Suspends it, like a machine that swaps. */
  void stop() throws IOException, InterruptedException {
    Signals.STOP.to(process);
  }

  /** Resumes it. */
  void resume() throws IOException, InterruptedException {
    Signals.CONT.to(process);
  }

  /** Opens a connection; the caller closes it. */
  Jedis connect() {
    return new Jedis("127.0.0.1", port);
  }

  Set<String> keys() {
    try (Jedis jedis = connect()) {
      return jedis.keys("*");
    }
  }

  /** Sends one command, and returns its reply as a string. */
  String ask(String... command) {
    try (Jedis jedis = connect()) {
      Object reply =
          jedis.sendCommand(
              () -> SafeEncoder.encode(command[0]), Arrays.copyOfRange(command, 1, command.length));
      return reply instanceof byte[] bytes
          ? new String(bytes, StandardCharsets.UTF_8)
          : String.valueOf(SafeEncoder.encodeObject(reply));
    }
  }

  private Process launch() throws IOException, InterruptedException {
    RedisBinary binary = RedisBinary.get();
    if (binary.path() == null) {
      throw new IllegalStateException(binary.description());
    }
    List<String> command =
        new ArrayList<>(List.of(binary.path(), "--port", "" + port, "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", dir.toAbsolutePath().toString(), "--save", ""));
    command.addAll(settings);
    File log = dir.resolve("redis.log").toFile();
    Process launched =
        inFakeTime(new ProcessBuilder(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!replies()) {
      if (!launched.isAlive() || System.nanoTime() > end) {
        launched.destroyForcibly();
        throw new IOException("Redis did not start: " + Files.readString(log.toPath()));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return launched;
  }

  private boolean replies() {
    try {
      return Objects.equals(ask("PING"), "PONG");
    } catch (JedisDataException e) {
      return !String.valueOf(e.getMessage()).startsWith("LOADING"); // NOAUTH counts as a reply
    } catch (JedisException e) {
      return false;
    }
  }

  /** Kills it, even if suspended. */
  @Override
  public void close() {
    kill();
  }
}
