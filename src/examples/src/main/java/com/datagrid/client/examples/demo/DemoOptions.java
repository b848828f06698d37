package com.datagrid.client.examples.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo is told by system properties, which Maven takes as they are.
 *
 * @param csv the renames; empty: those that come with the demo
 * @param apply whether the real service is really changed
 * @param limit of the stub server, per window
 * @param window of the stub server
 * @param style how the calls are made
 * @param sendUnknown whether rows that were on their way when the program died are sent again
 */
record DemoOptions(
    Optional<Path> csv,
    boolean apply,
    int limit,
    Duration window,
    Style style,
    boolean sendUnknown) {

  static final String USAGE =
      """
      mvn -q -Pdemo                renames 320 connections on a stub server in this process
        -Dlimit=40                 requests that the stub server admits per window
        -Dwindow=6s                the stub server's window, in s or ms
        -Dcsv=FILE                 your own renames: UTF-8, with the columns connection_id and name
        -Dstyle=async              or blocking: a thread for each call, a virtual one from Java 21 on
      With DATAGRID_API_KEY in the environment, -Dcsv=FILE is for the real service:
        -Dapply=false              true: rename there; false: only check the file
        -Dunknown=report           what was on its way when the program died is a failure; resend: send again
      FILE.journal knows what is done, so that the same command goes on after any end; FILE.failed.csv has
      the failures, to be fed in again.
      """;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s)");

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  static DemoOptions from(Properties properties) {
    DemoOptions options =
        new DemoOptions(
            read(properties, "csv", "", Optional::of).filter(file -> !file.isEmpty()).map(Path::of),
            read(properties, "apply", "false", DemoOptions::parseBoolean),
            read(properties, "limit", "40", DemoOptions::parsePositive),
            read(properties, "window", "6s", DemoOptions::parseDuration),
            read(properties, "style", "async", DemoOptions::parseStyle),
            read(properties, "unknown", "report", DemoOptions::parseUnknown));
    if (options.apply && options.csv.isEmpty()) {
      throw new IllegalArgumentException("-Dapply=true: needs -Dcsv=FILE");
    }
    return options;
  }

  /** As it is given: {@code 6s} or {@code 500ms}. */
  static String format(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  private static <T> T read(
      Properties properties, String name, String otherwise, Function<String, T> parser) {
    String value = properties.getProperty(name, otherwise);
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("-D" + name + "=" + value + ": " + e.getMessage(), e);
    }
  }

  private static boolean parseBoolean(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static Style parseStyle(String value) {
    return switch (value) {
      case "async" -> Style.ASYNC;
      case "blocking" -> Style.BLOCKING;
      default -> throw new IllegalArgumentException("must be async or blocking");
    };
  }

  private static boolean parseUnknown(String value) {
    return switch (value) {
      case "resend" -> true;
      case "report" -> false;
      default -> throw new IllegalArgumentException("must be report or resend");
    };
  }

  private static int parsePositive(String value) {
    if (!value.matches("0*[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("must be a positive whole number");
    }
    return Integer.parseInt(value);
  }

  private static Duration parseDuration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException("must be a positive whole number with s or ms");
    }
    long amount = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }
}
