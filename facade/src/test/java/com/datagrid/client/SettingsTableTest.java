package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings in {@code docs} against the builder and its defaults. */
class SettingsTableTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\| ([^|]+?) \\|", Pattern.MULTILINE);

  /** The tests of a module run in its folder. */
  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "configuration.md"));
  }

  private static Map<String, String> table() throws IOException {
    return ROW.matcher(page())
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> row.group(2), (a, b) -> a + b, TreeMap::new));
  }

  @Test
  void hasARowForEverySettingAndNoOther() throws IOException {
    assertThat(table().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(DatagridClient.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == DatagridClient.Builder.class)
                .map(Method::getName)
                .collect(Collectors.toSet()));
  }

  @Test
  void namesTheDefaults() throws IOException {
    assertThat(table())
        .containsEntry("baseUrl", '`' + Defaults.BASE_URL + '`')
        .containsEntry("attemptTimeout", text(Defaults.ATTEMPT_TIMEOUT))
        .containsEntry("connectTimeout", text(Defaults.CONNECT_TIMEOUT))
        .containsEntry("maxConnectionAge", text(Defaults.MAX_CONNECTION_AGE))
        .containsEntry("callTimeout", text(Defaults.CALL_TIMEOUT))
        .containsEntry("maxRetries", String.valueOf(Defaults.MAX_RETRIES))
        .containsEntry("maxRetryAfter", text(Defaults.MAX_RETRY_AFTER))
        .containsEntry("maxResponseBytes", (Defaults.MAX_RESPONSE_BYTES >> 20) + " MiB")
        .containsEntry("rateLimitWindow", text(Defaults.RATE_LIMIT_WINDOW))
        .containsEntry("rateLimitShare", String.valueOf(Defaults.RATE_LIMIT_SHARE));
  }

  @Test
  void namesWhatOneCallCanOverride() throws IOException {
    String sentence =
        Pattern.compile("`RequestOptions` overrides ([^.]*)\\.", Pattern.DOTALL)
            .matcher(page())
            .results()
            .map(MatchResult::group)
            .findFirst()
            .orElseThrow();
    assertThat(sentence)
        .contains(
            Arrays.stream(RequestOptions.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == RequestOptions.Builder.class)
                .map(Method::getName)
                .toList());
  }

  /** 60 s stays seconds, as the service's documentation has it; more is in minutes. */
  private static String text(Duration duration) {
    return duration.compareTo(Duration.ofMinutes(1)) > 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
