package com.datagrid.client.examples.demo;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Renames connections from a CSV file as fast as the rate limit allows: on a stub server in this
 * process, or on the real service. {@link DemoOptions#USAGE} has the options.
 */
final class Demo {

  static final int ALL_RENAMED = 0;
  static final int SOME_FAILED = 1;
  static final int NOT_STARTED = 2;
  static final int STOPPED = 3;

  private static final Duration STUB_ROUND_TRIP = Duration.ofMillis(40);
  private static final Duration SERVICE_WINDOW = Duration.ofSeconds(60);
  private static final int SERVICE_LIMIT = 200;

  private final Map<String, String> environment;
  private final Supplier<DatagridClient.Builder> service;
  private final PrintStream out;

  /** The demo with another service than the real one, for tests. */
  Demo(Map<String, String> environment, Supplier<DatagridClient.Builder> service, PrintStream out) {
    this.environment = environment;
    this.service = service;
    this.out = out;
  }

  public static void main(String[] args) throws InterruptedException {
    int status =
        new Demo(System.getenv(), () -> DatagridClient.builder().fromEnv(), System.out)
            .run(System.getProperties());
    if (status != ALL_RENAMED) {
      System.exit(status); // in Maven's own process, and so its status
    }
  }

  /** The exit status. */
  int run(Properties properties) throws InterruptedException {
    DemoOptions options;
    try {
      options = DemoOptions.from(properties);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(DemoOptions.USAGE);
      return NOT_STARTED;
    }
    try {
      RenameCsv csv = new RenameCsv(() -> open(options));
      RenameCsv.Checked checked = csv.check();
      if (options.csv().isEmpty() || environment.getOrDefault("DATAGRID_API_KEY", "").isBlank()) {
        return options.apply() ? missingKey() : onStubServer(options, csv, checked);
      }
      return options.apply() ? onService(options, csv, checked) : dryRun(checked);
    } catch (BadCsvException e) {
      out.println(name(options) + ": " + e.getMessage());
    } catch (JournalException e) {
      out.println(e.getMessage());
    } catch (NoSuchFileException e) {
      out.println(name(options) + ": there is no such file");
    } catch (IOException e) {
      out.println(name(options) + ": cannot be read: " + e);
    }
    return NOT_STARTED;
  }

  private int missingKey() {
    out.println("-Dapply=true: needs DATAGRID_API_KEY in the environment");
    return NOT_STARTED;
  }

  private int onStubServer(DemoOptions options, RenameCsv csv, RenameCsv.Checked checked)
      throws IOException, JournalException, InterruptedException {
    Path folder = Files.createTempDirectory("datagrid-demo");
    try (DatagridStubServer server =
        DatagridStubServer.builder()
            .limit(options.limit())
            .window(options.window())
            .latency(STUB_ROUND_TRIP)
            .start()) {
      warmUp(server, options);
      out.printf(
          "%d renames on a stub server that admits %d in any %s%n",
          checked.rows(), options.limit(), DemoOptions.format(options.window()));
      int status =
          new RenameRun(csv, checked, folder.resolve("connections.csv"), out)
              .run(client(server, options), options, options.window(), STUB_ROUND_TRIP);
      out.printf(
          "  The server admitted %d and rejected %d%n",
          server.counts().accepted(), server.counts().rejected());
      return status;
    } finally {
      RenameRun.deleteFiles(folder.resolve("connections.csv"));
      Files.deleteIfExists(folder);
    }
  }

  /**
   * The real service has been up for long; what a first response takes is not the limit's doing.
   */
  private static void warmUp(DatagridStubServer server, DemoOptions options) {
    try (DatagridClient client = client(server, options).build()) {
      client.connections().update("conn_000", "warm");
    }
    server.reset();
  }

  private static DatagridClient.Builder client(DatagridStubServer server, DemoOptions options) {
    return DatagridClient.builder()
        .apiKey("demo")
        .baseUrl(server.baseUrl())
        .rateLimitWindow(options.window());
  }

  private int onService(DemoOptions options, RenameCsv csv, RenameCsv.Checked checked)
      throws IOException, JournalException, InterruptedException {
    return new RenameRun(csv, checked, options.csv().orElseThrow(), out)
        .run(service.get(), options, SERVICE_WINDOW, Duration.ZERO);
  }

  private int dryRun(RenameCsv.Checked checked) {
    int minutes = (checked.rows() - 1) / SERVICE_LIMIT + 1;
    out.printf(
        "%d renames, and nothing is wrong with the file. This was a dry run, nothing was sent.%n"
            + "-Dapply=true renames, under the default limit of %d per minute in less than %d min.%n",
        checked.rows(), SERVICE_LIMIT, minutes);
    return ALL_RENAMED;
  }

  private static String name(DemoOptions options) {
    return options.csv().map(Path::toString).orElse("connections.csv");
  }

  private static InputStream open(DemoOptions options) throws IOException {
    return options.csv().isPresent()
        ? Files.newInputStream(options.csv().get())
        : Objects.requireNonNull(Demo.class.getResourceAsStream("connections.csv"));
  }
}
