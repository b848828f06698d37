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

/** A real Redis of its own, in a directory of its own, on the loopback interface. */
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
   * Starts one that keeps nothing on disk, unless told so.
   *
   * @param settings as on the command line, such as {@code --appendonly yes}
   * @throws IllegalStateException if none runs here; {@link RedisBinary#get()} tells before
   */
  static RedisServer start(Path dir, String... settings) throws IOException, InterruptedException {
    List<String> words = Arrays.stream(settings).flatMap(x -> Stream.of(x.split(" "))).toList();
    return new RedisServer(dir, words, /* leaps= */ false);
  }

  /** One whose clock can {@link #leap}; slower, since it reads a file for each look at it. */
  static RedisServer startLeaping(Path dir) throws IOException, InterruptedException {
    return new RedisServer(dir, List.of(), /* leaps= */ true);
  }

  /** Whether this machine has the library of its package {@code faketime}. */
  static boolean canLeap() {
    return Files.isReadable(FAKE_TIME);
  }

  /** Sets its clock to so many seconds from ours. */
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

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** On the same port, with what is on its disk. */
  void restart() throws IOException, InterruptedException {
    process = launch();
  }

  /** Holds it, as a machine does that swaps. */
  void stop() throws IOException, InterruptedException {
    Signals.STOP.to(process);
  }

  /** Lets it go on. */
  void resume() throws IOException, InterruptedException {
    Signals.CONT.to(process);
  }

  /** A connection to close. */
  Jedis connect() {
    return new Jedis("127.0.0.1", port);
  }

  Set<String> keys() {
    try (Jedis jedis = connect()) {
      return jedis.keys("*");
    }
  }

  /** Sends one command, and returns its answer as text. */
  String ask(String... command) {
    try (Jedis jedis = connect()) {
      Object answer =
          jedis.sendCommand(
              () -> SafeEncoder.encode(command[0]), Arrays.copyOfRange(command, 1, command.length));
      return answer instanceof byte[] bytes
          ? new String(bytes, StandardCharsets.UTF_8)
          : String.valueOf(SafeEncoder.encodeObject(answer));
    }
  }

  private Process launch() throws IOException, InterruptedException {
    RedisBinary binary = RedisBinary.get();
    if (binary.path() == null) {
      throw new IllegalStateException(binary.word());
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
    while (!answers()) {
      if (!launched.isAlive() || System.nanoTime() > end) {
        launched.destroyForcibly();
        throw new IOException("Redis did not start: " + Files.readString(log.toPath()));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return launched;
  }

  private boolean answers() {
    try {
      return Objects.equals(ask("PING"), "PONG");
    } catch (JedisDataException e) {
      return !String.valueOf(e.getMessage()).startsWith("LOADING"); // NOAUTH will do
    } catch (JedisException e) {
      return false;
    }
  }

  /** Ends it, running or held. */
  @Override
  public void close() {
    kill();
  }
}
