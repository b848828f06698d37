package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users get: a project without our parent pom and with {@code datagrid-client} as its only
 * dependency, which is {@code src/consumer}.
 */
@Timeout(60)
class ConsumerTest {

  private static final long MOST_BYTES = 4L << 20;

  /** Less than any thread of a pool would linger. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(3);

  private static final Pattern TRY_WITH_CLIENT =
      Pattern.compile("try \\((DatagridClient .*)\\) \\{");

  @RegisterExtension static final DatagridStubExtension DATAGRID = new DatagridStubExtension();

  private String classPath = "";

  @BeforeEach
  void readClassPath() throws IOException {
    classPath = Consumers.classPath("");
  }

  @Test
  void everyClassIsThereOnce() {
    Map<String, List<Path>> placesByClass = new TreeMap<>();
    for (Path entry : entries()) {
      for (String name : classes(entry)) {
        placesByClass.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
      }
    }
    assertThat(placesByClass).containsKey("com/datagrid/client/DatagridClient.class");
    assertThat(placesByClass).containsKey("okhttp3/OkHttpClient.class");
    placesByClass.values().removeIf(places -> places.size() == 1);
    assertThat(placesByClass).isEmpty();
  }

  /** Resilience4j would bring 1.7, for which no logger of today prints anything. */
  @Test
  void slf4jIsOfTheSecondGeneration() {
    assertThat(entries())
        .map(entry -> entry.getFileName().toString())
        .filteredOn(name -> name.startsWith("slf4j-api-"))
        .singleElement()
        .asString()
        .startsWith("slf4j-api-2.");
  }

  /** So that all else here shows that the client needs none of it. */
  @Test
  void micrometerIsOptional() {
    assertThat(entries()).noneMatch(entry -> entry.toString().contains("micrometer"));
    assertThat(entries()).isNotEmpty();
  }

  /** All but the generated code, which grows with the API. */
  @Test
  void itIsSmall() {
    assertThat(
            entries().stream()
                .filter(entry -> !entry.toString().contains("datagrid-client-generated"))
                .mapToLong(ConsumerTest::bytes)
                .sum())
        .isLessThan(MOST_BYTES);
  }

  @Test
  void theFirstExampleOfTheReadmeRunsAndEnds(@TempDir Path classes) throws Exception {
    JavaBlock example = JavaBlock.ofAllPages().get(0);

    runAndEnd(classes, example.className(), example.source());
  }

  @Test
  void theFirstExampleOfTheReadmeEndsWithoutClosingTheClientToo(@TempDir Path classes)
      throws Exception {
    JavaBlock example = JavaBlock.ofAllPages().get(0);
    String source = TRY_WITH_CLIENT.matcher(example.source()).replaceFirst("{ $1;");
    assertThat(source).isNotEqualTo(example.source()).contains("{ DatagridClient ");

    runAndEnd(classes, example.className(), source);
  }

  @Test
  void aProgramWithAsynchronousCallsEndsWithoutClosingTheClient(@TempDir Path classes)
      throws Exception {
    runAndEnd(
        classes,
        "Async",
        """
        import com.datagrid.client.DatagridClient;

        public class Async {
          public static void main(String[] args) {
            DatagridClient client = DatagridClient.fromEnv();
            System.out.println(client.connections().updateAsync("conn_123", "Sales").join().getName());
          }
        }
        """);
  }

  /** The program renames a connection to Sales and prints that name, the last that it does. */
  private void runAndEnd(Path classes, String className, String source) throws Exception {
    assertThat(new Compiler(classPath, classes).compile(className, source)).isEmpty();
    DatagridStubServer server = DATAGRID.server();
    Process process = start(server, classes, className);
    try (BufferedReader output = process.inputReader()) {
      List<String> printed = new ArrayList<>();
      String line = output.readLine();
      while (line != null && !line.equals("Sales")) {
        printed.add(line);
        line = output.readLine();
      }
      assertThat(line).as("what was printed: %s", printed).isEqualTo("Sales");
      assertThat(process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
          .as("it ends within %s", ENDS_WITHIN)
          .isTrue();
      assertThat(output.readLine()).isNull();
      assertThat(process.exitValue()).isZero();
      assertThat(server.counts().accepted()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(DatagridStubServer server, Path classes, String className)
      throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes + File.pathSeparator + classPath,
            className);
    program.environment().put("DATAGRID_API_KEY", "key");
    program.environment().put("DATAGRID_BASE_URL", server.baseUrl());
    program.environment().remove("DATAGRID_TEAMSPACE_ID");
    program.environment().remove("DATAGRID_CUSTOM_HEADERS");
    return program.redirectErrorStream(true).start();
  }

  private List<Path> entries() {
    return Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
  }

  /** The classes in a jar, or in a folder of classes as an IDE or {@code mvn test} has it. */
  private static List<String> classes(Path entry) {
    try (FileSystem jar = Files.isDirectory(entry) ? null : FileSystems.newFileSystem(entry)) {
      Path root = jar == null ? entry : jar.getPath("/");
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith(".class"))
            // These exist once per jar.
            .filter(name -> !name.startsWith("META-INF") && !name.equals("module-info.class"))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(Path entry) {
    try (Stream<Path> files = Files.walk(entry)) { // a jar is one file
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
