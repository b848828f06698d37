package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.common.FatalStartupException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
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
      -Dwindow=60s           length of the sliding window: 60, 60s, 500ms, 1m or PT1M
      -Dused=0               share of the limit that is in use when the first request comes, 0 to 1
      -Dlatency=0ms          time until a response, or a range such as 20ms-120ms
      -Dheaders=all          rate-limit headers: all, limit_only or none
      -Dfaults=              what fails by chance, such as reset=0.01,500=0.02
                             (reset, empty, garbage, broken-body, 429, 500, 503)
      -Dseed=0               where the random choice of faults starts
      """;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m)");

  private StubServerMain() {}

  /**
   * Blocks until the process is ended, then stops the server. An option that makes no sense, or a
   * port that is in use, ends it at once.
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      DatagridStubServer server = start(System.getProperties(), System.out);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    new CountDownLatch(1).await();
  }

  /**
   * Starts a server.
   *
   * @throws IllegalArgumentException if an option makes no sense; the message names it
   */
  static DatagridStubServer start(Properties properties, PrintStream out) {
    DatagridStubServer.Builder builder = DatagridStubServer.builder().port(8080);
    option(properties, "port", value -> builder.port(port(value)));
    option(properties, "limit", value -> builder.limit(integer(value)));
    option(properties, "window", value -> builder.window(duration(value, "s")));
    option(properties, "used", value -> builder.initiallyUsed(number(value)));
    option(properties, "latency", value -> latency(builder, value));
    option(properties, "headers", value -> builder.headers(headers(value)));
    option(properties, "faults", value -> faults(builder, value));
    option(properties, "seed", value -> builder.seed(integer(value)));
    DatagridStubServer server = start(builder, properties.getProperty("port", "8080"));
    out.println(
        "Datagrid stub server: " + server.baseUrl() + " (takes any bearer token; Ctrl-C ends it)");
    out.println("Its state: " + server.baseUrl().replaceFirst("/[^/]*$", "") + "/__datagrid/state");
    out.println("Options and their defaults:");
    out.print(HELP);
    return server;
  }

  private static DatagridStubServer start(DatagridStubServer.Builder builder, String port) {
    try {
      return builder.start();
    } catch (FatalStartupException e) {
      throw new IllegalArgumentException(
          "Port " + port + " cannot be had: " + e.getMessage() + "\n" + HELP, e);
    }
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

  private static int port(String value) {
    int port = integer(value);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("expected a port from 0 to 65535");
    }
    return port;
  }

  private static int integer(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number: " + value, e);
    }
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number: " + value, e);
    }
  }

  private static RateLimitHeaders headers(String value) {
    try {
      return RateLimitHeaders.valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected all, limit_only or none: " + value, e);
    }
  }

  private static void latency(DatagridStubServer.Builder builder, String value) {
    String[] bounds = value.split("-", 2);
    builder.latency(duration(bounds[0], ""), duration(bounds[bounds.length - 1], ""));
  }

  private static void faults(DatagridStubServer.Builder builder, String value) {
    for (String each : value.split(",", -1)) {
      String[] parts = each.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("expected a fault, = and a probability: " + each);
      }
      builder.fault(number(parts[1]), FaultNames.of(parts[0]));
    }
  }

  /** Such as 6s, 500ms, 1m or PT6S; a plain number is in the unit, unless that is empty. */
  private static Duration duration(String value, String unit) {
    Matcher matcher = DURATION.matcher(value.matches("\\d+") ? value + unit : value);
    if (!matcher.matches()) {
      return iso(value, unit);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static Duration iso(String value, String unit) {
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      String plain = unit.isEmpty() ? "" : "6 (in " + unit + "), ";
      throw new IllegalArgumentException(
          "expected a duration such as " + plain + "6s, 500ms, 1m or PT6S: " + value, e);
    }
  }
}
