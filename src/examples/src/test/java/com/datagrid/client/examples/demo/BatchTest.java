package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.DatagridStubServer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The program in a process of its own, which dies or has to do with little memory. */
@Timeout(1_800)
class BatchTest {

  /** {@code mvn -Pbatch}: every way, and a million rows. */
  private static final boolean FULL = Boolean.getBoolean("batch.full");

  private static final int MANY = 1_000_000;

  private static final String HEAP = "-Xmx256m";
  private static final int ROWS = 400;

  @TempDir private Path folder;

  private final Map<String, Integer> requestsById = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private HttpServer server;
  private CountDownLatch toCome = new CountDownLatch(0);

  /** A server that counts; with a body as {@code Connection} has it. */
  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.setExecutor(threads);
    server.createContext("/", this::respond);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.substring(path.lastIndexOf('/') + 1);
    requestsById.merge(id, 1, Integer::sum);
    exchange.getRequestBody().readAllBytes();
    byte[] body =
        """
        {"object": "connection", "id": "%s", "name": "x", "teamspace_id": "t", "connector_id": "c",
         "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}
        """
            .formatted(id)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-RateLimit-Limit", "100000000");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    toCome.countDown();
  }

  static Stream<Arguments> ways() {
    return Stream.of(
            Arguments.of("async", "report"),
            Arguments.of("blocking", "report"),
            Arguments.of("async", "resend"),
            Arguments.of("blocking", "resend"))
        .limit(FULL ? 4 : 1);
  }

  static Stream<String> styles() {
    return Stream.of("async", "blocking").limit(FULL ? 2 : 1);
  }

  /** Each row is sent once, or is in the report because nobody knows. */
  @ParameterizedTest
  @MethodSource("ways")
  void afterAKillTheSameCommandGoesOn(String style, String unknown) throws Exception {
    Path csv = csv(ROWS);
    Path failed = folder.resolve("my.csv.failed.csv");
    for (int run = 0; run < (FULL ? 3 : 1); run++) {
      toCome = new CountDownLatch(60);
      Process killed = program(csv, style, unknown);
      toCome.await();
      killed.destroyForcibly().waitFor(); // as kill -9
    }
    assertThat(requestsById).hasSizeLessThan(ROWS);

    String printed = end(program(csv, style, unknown));

    TreeMap<String, Integer> found = new TreeMap<>(requestsById);
    List<String> reported = Files.exists(failed) ? ids(failed) : List.of();
    if (unknown.equals("report")) {
      assertThat(found.values()).as("what each was sent, %s", found).containsOnly(1);
      reported.forEach(id -> found.merge(id, 1, (a, b) -> a));
    } else {
      assertThat(reported).isEmpty();
    }
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(allIds(ROWS));
    assertThat(printed).doesNotContain("Stopped");
    if (FULL) {
      assertThat(end(program(csv, style, unknown))).contains("0 of 400 renames");
    }
  }

  /** What Ctrl-C does, it ends in order: what is on its way comes to its end, the rest is left. */
  @ParameterizedTest
  @MethodSource("styles")
  void toldToEndItEndsInOrder(String style) throws Exception {
    try (DatagridStubServer slow =
        DatagridStubServer.builder()
            .limit(150)
            .window(Duration.ofMinutes(1))
            .latency(Duration.ofMillis(5))
            .start()) {
      Path csv = csv(ROWS);
      Process told = program(csv, slow.baseUrl(), style, "report");
      while (slow.counts().accepted() < 20) {
        Thread.onSpinWait();
      }
      told.toHandle().destroy(); // as kill, and as Ctrl-C

      assertThat(end(told)).contains("to go; the same command goes on");
      List<String> journal = Files.readAllLines(folder.resolve("my.csv.journal"));
      assertThat(rows(journal, 'S')).isEqualTo(rows(journal, 'R'));
      assertThat(rows(journal, 'S').cardinality())
          .isEqualTo((int) slow.counts().accepted())
          .isLessThan(ROWS);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "batch.full", matches = "true")
  void memoryIsBounded() throws Exception {
    Path csv = csv(MANY);
    long start = System.nanoTime();

    assertThat(end(program(csv, "async", "report"))).contains("Failures      0");

    System.out.printf(
        "%,d rows with %s: %d s%n", MANY, HEAP, (System.nanoTime() - start) / 1_000_000_000);
    assertThat(requestsById).hasSize(MANY);
    assertThat(requestsById.values()).containsOnly(1);
  }

  private static BitSet rows(List<String> journal, char kind) {
    BitSet rows = new BitSet();
    journal.stream()
        .filter(line -> line.matches(kind + "\\d+"))
        .forEach(line -> rows.set(Integer.parseInt(line.substring(1))));
    return rows;
  }

  private static List<String> allIds(int rows) {
    return IntStream.rangeClosed(1, rows).mapToObj(row -> "c" + row).toList();
  }

  private static List<String> ids(Path report) throws Exception {
    List<String> ids = new ArrayList<>();
    try (RenameCsv.Rows rows = new RenameCsv(() -> Files.newInputStream(report)).rows()) {
      rows.forEachRemaining(rename -> ids.add(rename.connectionId()));
    }
    return ids;
  }

  private Path csv(int rows) throws IOException {
    Path csv = folder.resolve("my.csv");
    try (BufferedWriter writer = Files.newBufferedWriter(csv)) {
      writer.write("connection_id,name\n");
      for (int row = 1; row <= rows; row++) {
        writer.write("c" + row + ",name " + row + "\n");
      }
    }
    return csv;
  }

  private Process program(Path csv, String style, String unknown) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    return program(csv, url, style, unknown);
  }

  private static Process program(Path csv, String url, String style, String unknown)
      throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-cp",
            System.getProperty("java.class.path"),
            "-Dcsv=" + csv,
            "-Dapply=true",
            "-Dstyle=" + style,
            "-Dunknown=" + unknown,
            Demo.class.getName());
    program.environment().put("DATAGRID_API_KEY", "key");
    program.environment().put("DATAGRID_BASE_URL", url);
    program.environment().remove("DATAGRID_TEAMSPACE_ID");
    program.environment().remove("DATAGRID_CUSTOM_HEADERS");
    return program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String end(Process program) throws InterruptedException {
    try (var lines = program.inputReader().lines()) {
      String printed = lines.collect(Collectors.joining("\n"));
      program.waitFor();
      return printed;
    } catch (UncheckedIOException e) {
      throw new AssertionError(e);
    } finally {
      program.destroyForcibly();
    }
  }
}
