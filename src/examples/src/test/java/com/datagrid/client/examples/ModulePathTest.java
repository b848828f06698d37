package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that is a module with {@code requires com.datagrid.client} and nothing else, with
 * what {@code src/consumer} resolves on its module path.
 */
@Timeout(60)
class ModulePathTest {

  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

  /** Uses a type of every module that the client's API shows. */
  private static final String APPLICATION =
      """
      package org.example.app;

      import com.datagrid.client.ApiResponse;
      import com.datagrid.client.DatagridClient;
      import com.datagrid.client.RequestOptions;
      import com.datagrid.client.api.ConnectionsApi;
      import com.datagrid.client.model.Connection;
      import com.datagrid.client.model.UpdateConnectionRequest;
      import com.datagrid.client.ratelimit.RateLimitKey;
      import io.github.resilience4j.ratelimiter.RateLimiter;

      class Application {
        private Application() {}

        public static void main(String[] args) {
          try (DatagridClient client =
              DatagridClient.builder()
                  .apiKey("key")
                  .baseUrl(args[0])
                  .httpClient(new okhttp3.OkHttpClient())
                  .build()) {
            retrofit2.Call<Connection> call =
                client
                    .api(ConnectionsApi.class)
                    .updateConnection("conn_1", new UpdateConnectionRequest().name("Sales"));
            ApiResponse<Connection> response = client.execute(call, RequestOptions.none());
            RateLimitKey key = client.rateLimits().keySet().iterator().next();
            RateLimiter limiter =
                client.rateLimiterRegistry().rateLimiter(key.method() + ' ' + key.path());
            System.out.println(response.body().getName() + ' ' + limiter.getName());
          }
        }
      }
      """;

  @RegisterExtension static final DatagridStubExtension DATAGRID = new DatagridStubExtension();

  private String modulePath = "";

  @BeforeEach
  void readModulePath() throws IOException {
    modulePath = Consumers.classPath("");
  }

  @Test
  void anApplicationCompilesWithoutAWarningAndRuns(@TempDir Path directory) throws Exception {
    Path classes =
        compile(directory, "module org.example.app { requires com.datagrid.client; }", APPLICATION);

    assertThat(
            run(
                "java",
                "--module-path",
                classes + File.pathSeparator + modulePath,
                "--module",
                "org.example.app/org.example.app.Application",
                DATAGRID.server().baseUrl()))
        .endsWith("Sales PATCH /connections/{connection_id}");
  }

  /**
   * The client and the stub server in one module graph, as in a test that is a module. WireMock's
   * jar has a copy of JSpecify's annotations, of which the module path allows one.
   */
  @Test
  void theStubServerRunsBesideTheClient(@TempDir Path directory) throws Exception {
    modulePath =
        Stream.of(modulePath, jarOf(DatagridStubServer.class), stubServerNeeds())
            .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
            .filter(entry -> !entry.contains("jspecify"))
            .collect(Collectors.joining(File.pathSeparator));
    Path classes =
        compile(
            directory,
            "module org.example.app { requires com.datagrid.client; requires com.datagrid.client.stubs; }",
            """
            package org.example.app;

            import com.datagrid.client.DatagridClient;
            import com.datagrid.client.stubs.DatagridStubServer;

            class Application {
              private Application() {}

              public static void main(String[] args) {
                try (DatagridStubServer server = DatagridStubServer.builder().start();
                    DatagridClient client =
                        DatagridClient.builder().apiKey("key").baseUrl(server.baseUrl()).build()) {
                  System.out.println(client.connections().update("conn_1", "Sales").getName());
                }
              }
            }
            """);

    assertThat(
            run(
                "java",
                "--module-path",
                classes + File.pathSeparator + modulePath,
                "--module",
                "org.example.app/org.example.app.Application"))
        .endsWith("Sales");
  }

  /** The other tests are without it. */
  @Test
  void metricsWorkWhereMicrometerIs(@TempDir Path directory) throws Exception {
    assertThat(modulePath).doesNotContain("micrometer");
    modulePath =
        String.join(
            File.pathSeparator, modulePath, ownEntries("micrometer-|HdrHistogram|LatencyUtils"));
    Path classes =
        compile(
            directory,
            "@SuppressWarnings(\"requires-automatic\")" // Micrometer has no module-info
                + " module org.example.app { requires com.datagrid.client; requires micrometer.core; }",
            """
            package org.example.app;

            import com.datagrid.client.DatagridClient;
            import com.datagrid.client.DatagridMetrics;
            import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

            class Application {
              private Application() {}

              public static void main(String[] args) {
                SimpleMeterRegistry registry = new SimpleMeterRegistry();
                try (DatagridClient client =
                    DatagridClient.builder().apiKey("key").baseUrl(args[0]).build()) {
                  new DatagridMetrics(client).bindTo(registry);
                  client.connections().update("conn_1", "Sales");
                }
                System.out.println(registry.get("datagrid.calls").timer().count() + " call");
              }
            }
            """);

    assertThat(
            run(
                "java",
                "--module-path",
                classes + File.pathSeparator + modulePath,
                "--module",
                "org.example.app/org.example.app.Application",
                DATAGRID.server().baseUrl()))
        .endsWith("1 call");
  }

  @Test
  void theInnerSideIsNotExported(@TempDir Path directory) throws Exception {
    Path sources =
        write(
            directory,
            "module org.example.app { requires com.datagrid.client; }",
            """
            package org.example.app;

            class Application {
              com.datagrid.client.internal.Json json;
              com.datagrid.client.ratelimit.internal.Permit permit;
            }
            """);

    assertThat(run(javac(sources, directory.resolve("classes"))))
        .filteredOn(line -> line.contains("error: package"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("is not visible"));
  }

  private Path compile(Path directory, String module, String source) throws Exception {
    Path classes = directory.resolve("classes");
    assertThat(run(javac(write(directory, module, source), classes))).isEmpty();
    return classes;
  }

  private String[] javac(Path sources, Path classes) {
    return new String[] {
      "javac",
      "-Xlint:all",
      "-Werror",
      "-proc:none",
      "--module-path",
      modulePath,
      "-d",
      classes.toString(),
      sources.resolve("module-info.java").toString(),
      sources.resolve("Application.java").toString()
    };
  }

  private static Path write(Path directory, String module, String source) throws IOException {
    Path sources = Files.createDirectories(directory.resolve("sources"));
    Files.writeString(sources.resolve("module-info.java"), module);
    Files.writeString(sources.resolve("Application.java"), source);
    return sources;
  }

  private static List<String> run(String... command) throws IOException {
    command[0] = JDK.resolve(command[0]).toString();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (Stream<String> lines = process.inputReader().lines()) {
      return lines.toList();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What the stub server's jar needs beside the client's. */
  private static String stubServerNeeds() {
    return ownEntries("(wiremock-standalone|snakeyaml-engine)-");
  }

  /** The jars on the class path of this test whose file names begin so. */
  private static String ownEntries(String names) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(".*[/\\\\](" + names + ")[^/\\\\]*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
