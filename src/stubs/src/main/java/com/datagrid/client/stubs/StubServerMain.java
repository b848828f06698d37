package com.datagrid.client.stubs;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a {@link DatagridStubServer} until it is interrupted, for clients in any language. Its
 * options are system properties, see {@link #HELP}.
 */
final class StubServerMain {
  private static final String HELP =
      """
      -Dport=8080            port on 127.0.0.1, 0 for any free one
      -Dlimit=200            requests per window, teamspace, path template and method
      -Dwindow=60s           length of the sliding window (ms, s or m; a plain number is seconds)
      -Dused=0               share of the limit that is in use when the first request comes, 0 to 1
      -Dlatency=0ms          time until an answer, or a range such as 20ms-120ms
      -Dheaders=all          rate-limit headers: all, limit_only or none
      -Dfaults=              what fails by chance, such as reset=0.01,500=0.02
                             (reset, empty, garbage, broken-body, 429, 500, 503)
      -Dseed=0               where the random choice of faults starts
      """;

  private static final Map<String, StubFault> FAULTS =
      Map.of(
          "429", StubFault.rateLimited(),
          "reset", StubFault.reset(),
          "empty", StubFault.emptyResponse(),
          "garbage", StubFault.garbage(),
          "broken-body", StubFault.brokenBody(),
          "500", StubFault.internalServerError(),
          "503", StubFault.serviceUnavailable());

  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");

  private StubServerMain() {}

  /** Blocks until the process is ended, then stops the server. */
  public static void main(String[] args) throws InterruptedException {
    DatagridStubServer server = start(System.getProperties(), System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    new CountDownLatch(1).await();
  }

  static DatagridStubServer start(Properties properties, PrintStream out) {
    DatagridStubServer.Builder builder = DatagridStubServer.builder().port(8080);
    option(properties, "port", value -> builder.port(Integer.parseInt(value)));
    option(properties, "limit", value -> builder.limit(Integer.parseInt(value)));
    option(
        properties,
        "window",
        value -> builder.window(duration(value.matches("\\d+") ? value + "s" : value)));
    option(properties, "used", value -> builder.initiallyUsed(Double.parseDouble(value)));
    option(properties, "latency", value -> latency(builder, value));
    option(
        properties,
        "headers",
        value -> builder.headers(RateLimitHeaders.valueOf(value.toUpperCase(Locale.ROOT))));
    option(properties, "faults", value -> faults(builder, value));
    option(properties, "seed", value -> builder.seed(Long.parseLong(value)));
    DatagridStubServer server = builder.start();
    out.println(
        "Datagrid stub server: " + server.baseUrl() + " (takes any bearer token; Ctrl-C ends it)");
    out.println("Options and their defaults:");
    out.print(HELP);
    return server;
  }

  private static void option(Properties properties, String name, Consumer<String> setter) {
    String value = properties.getProperty(name, "");
    if (value.isEmpty()) {
      return;
    }
    try {
      setter.accept(value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "-D" + name + "=" + value + ": " + e.getMessage() + "\n" + HELP, e);
    }
  }

  private static void latency(DatagridStubServer.Builder builder, String value) {
    String[] bounds = value.split("-", 2);
    builder.latency(duration(bounds[0]), duration(bounds[bounds.length - 1]));
  }

  private static void faults(DatagridStubServer.Builder builder, String value) {
    for (String each : value.split(",", -1)) {
      String[] parts = each.split("=", 2);
      StubFault fault = FAULTS.get(parts[0]);
      if (fault == null || parts.length != 2) {
        throw new IllegalArgumentException(
            "expected one of " + FAULTS.keySet() + ", = and a probability: " + each);
      }
      builder.fault(Double.parseDouble(parts[1]), fault);
    }
  }

  private static Duration duration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a number with ms, s or m: " + value);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
