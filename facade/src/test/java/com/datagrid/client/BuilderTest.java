package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BuilderTest {

  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private static DatagridClient.Builder builder() {
    return DatagridClient.builder().apiKey("key-1");
  }

  private static Arguments setting(String name, Consumer<DatagridClient.Builder> set) {
    return arguments(name, set);
  }

  @SuppressWarnings("NullAway") // on purpose
  static Stream<Arguments> nulls() {
    return Stream.of(
        setting("apiKey", b -> b.apiKey((String) null)),
        setting("apiKey", b -> b.apiKey((Supplier<String>) null)),
        setting("teamspace", b -> b.teamspace(null)),
        setting("baseUrl", b -> b.baseUrl(null)),
        setting("attemptTimeout", b -> b.attemptTimeout(null)),
        setting("connectTimeout", b -> b.connectTimeout(null)),
        setting("callTimeout", b -> b.callTimeout(null)),
        setting("maxRetryAfter", b -> b.maxRetryAfter(null)),
        setting("rateLimitWindow", b -> b.rateLimitWindow(null)),
        setting("registry", b -> b.rateLimiterRegistry(null)),
        setting("name", b -> b.header(null, "v")),
        setting("header X-A", b -> b.header("X-A", null)),
        setting("httpClient", b -> b.httpClient(null)));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("nulls")
  void nullIsRefusedAtOnceAndNamed(String name, Consumer<DatagridClient.Builder> set) {
    assertThatNullPointerException()
        .isThrownBy(() -> set.accept(builder()))
        .withMessageContaining(name);
  }

  static Stream<Arguments> outOfRange() {
    Duration negative = Duration.ofNanos(-1);
    return Stream.of(
        setting("apiKey", b -> b.apiKey("")),
        setting("apiKey", b -> b.apiKey(" ")),
        setting("apiKey", b -> b.apiKey("key\n")),
        setting("teamspace", b -> b.teamspace("")),
        setting("teamspace", b -> b.teamspace("a\r\nb")),
        setting("baseUrl", b -> b.baseUrl("datagrid")),
        setting("baseUrl", b -> b.baseUrl("https://u:p@example.com")),
        setting("attemptTimeout", b -> b.attemptTimeout(Duration.ZERO)),
        setting("attemptTimeout", b -> b.attemptTimeout(negative)),
        setting("connectTimeout", b -> b.connectTimeout(Duration.ZERO)),
        setting("connectTimeout", b -> b.connectTimeout(negative)),
        setting("callTimeout", b -> b.callTimeout(negative)),
        setting("maxRetries", b -> b.maxRetries(-1)),
        setting("maxRetryAfter", b -> b.maxRetryAfter(Duration.ZERO)),
        setting("maxRetryAfter", b -> b.maxRetryAfter(negative)),
        setting("maxResponseBytes", b -> b.maxResponseBytes(0)),
        setting("maxResponseBytes", b -> b.maxResponseBytes(-1)),
        setting("initialRateLimit", b -> b.initialRateLimit(0)),
        setting("rateLimitShare", b -> b.rateLimitShare(0)),
        setting("rateLimitShare", b -> b.rateLimitShare(-0.5)),
        setting("rateLimitShare", b -> b.rateLimitShare(1.01)),
        setting("rateLimitShare", b -> b.rateLimitShare(Double.NaN)),
        setting("rateLimitShare", b -> b.rateLimitShare(Double.POSITIVE_INFINITY)),
        setting("rateLimitWindow", b -> b.rateLimitWindow(Duration.ZERO)),
        setting("rateLimitWindow", b -> b.rateLimitWindow(negative)),
        setting(
            "rateLimiterRegistry", b -> b.rateLimiterRegistry(RateLimiterRegistry.ofDefaults())),
        setting("header", b -> b.header("X A", "1")),
        setting("Host", b -> b.header("Host", "evil.example")),
        setting("header X-A", b -> b.header("X-A", "")));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("outOfRange")
  void whatCannotBeIsRefusedAtOnceAndNamed(String name, Consumer<DatagridClient.Builder> set) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.accept(builder()))
        .withMessageContaining(name);
  }

  static Stream<Arguments> extremes() {
    Duration shortest = Duration.ofNanos(1);
    return Stream.of(
        setting("attemptTimeout", b -> b.attemptTimeout(shortest)),
        setting("attemptTimeout", b -> b.attemptTimeout(LONGEST)),
        setting("connectTimeout", b -> b.connectTimeout(shortest)),
        setting("connectTimeout", b -> b.connectTimeout(Duration.ofDays(24))),
        setting("callTimeout", b -> b.callTimeout(Duration.ZERO)),
        setting("callTimeout", b -> b.callTimeout(LONGEST)),
        setting("maxRetries", b -> b.maxRetries(0)),
        setting("maxRetries", b -> b.maxRetries(Integer.MAX_VALUE)),
        setting("maxRetryAfter", b -> b.maxRetryAfter(shortest)),
        setting("maxRetryAfter", b -> b.maxRetryAfter(LONGEST)),
        setting("maxResponseBytes", b -> b.maxResponseBytes(1)),
        setting("maxResponseBytes", b -> b.maxResponseBytes(Long.MAX_VALUE)),
        setting("initialRateLimit", b -> b.initialRateLimit(1)),
        setting("initialRateLimit", b -> b.initialRateLimit(Integer.MAX_VALUE)),
        setting("rateLimitShare", b -> b.rateLimitShare(Double.MIN_VALUE)),
        setting("rateLimitShare", b -> b.rateLimitShare(1)),
        setting("rateLimitWindow", b -> b.rateLimitWindow(shortest)),
        setting("rateLimitWindow", b -> b.rateLimitWindow(Duration.ofDays(366))));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("extremes")
  void whateverASetterTakesBuilds(String name, Consumer<DatagridClient.Builder> set) {
    DatagridClient.Builder builder = builder();
    set.accept(builder);
    assertThatNoException().as(name).isThrownBy(() -> builder.build().close());
  }

  @Test
  void aMissingKeyNamesTheVariable() {
    assertThatIllegalStateException()
        .isThrownBy(() -> DatagridClient.builder().build())
        .withMessageContaining("DATAGRID_API_KEY")
        .withMessageContaining("apiKey(..)");
  }

  @Test
  void whetherPlainHttpIsAllowedIsAskedInTheEnd() {
    String plain = "http://sidecar:8080/v1";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().baseUrl(plain).build())
        .withMessageContaining("allowPlainHttp()");
    builder().baseUrl(plain).allowPlainHttp().build().close();
    builder().allowPlainHttp().baseUrl(plain).build().close();
  }

  // From the environment.

  private static UnaryOperator<@Nullable String> environment(Map<String, String> variables) {
    return variables::get;
  }

  @Test
  void fromEnvReadsThreeVariables() {
    Map<String, String> variables =
        Map.of(
            "DATAGRID_API_KEY", "key-1",
            "DATAGRID_TEAMSPACE_ID", "team_1",
            "DATAGRID_BASE_URL", "https://example.com/v2");
    try (DatagridClient client = DatagridClient.fromEnv(environment(variables))) {
      assertThat(client).hasToString("DatagridClient[https://example.com/v2/]");
    }
  }

  @Test
  void whatIsBlankInTheEnvironmentIsNotSet() {
    Map<String, String> variables =
        Map.of("DATAGRID_API_KEY", "key-1", "DATAGRID_TEAMSPACE_ID", "", "DATAGRID_BASE_URL", " ");
    try (DatagridClient client = DatagridClient.fromEnv(environment(variables))) {
      assertThat(client).hasToString("DatagridClient[https://api.datagrid.com/v1/]");
    }
    for (Map<String, String> none :
        Stream.of(Map.<String, String>of(), Map.of("DATAGRID_API_KEY", " ")).toList()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> DatagridClient.fromEnv(environment(none)))
          .withMessageContaining("DATAGRID_API_KEY");
    }
  }

  @Test
  void aBadVariableIsRefusedWithoutBeingShown() {
    Map<String, String> variables = Map.of("DATAGRID_API_KEY", "s3cret\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatagridClient.fromEnv(environment(variables)))
        .withMessageContaining("apiKey")
        .withMessageNotContaining("s3cret");
  }

  // A shared registry.

  @Test
  void aSharedRegistryBringsItsOwnSettings() {
    try (DatagridClient first = builder().rateLimitWindow(Duration.ofSeconds(6)).build()) {
      RateLimiterRegistry registry = first.rateLimiterRegistry();
      try (DatagridClient second = builder().rateLimiterRegistry(registry).build()) {
        assertThat(second.rateLimiterRegistry()).isSameAs(registry);
      }
      Stream<Consumer<DatagridClient.Builder>> settings =
          Stream.of(
              b -> b.rateLimitWindow(Duration.ofSeconds(6)),
              b -> b.rateLimitShare(1),
              b -> b.initialRateLimit(40),
              b -> b.maxRetryAfter(Duration.ofMinutes(1)),
              b -> b.useRemainingHeader(false));
      settings.forEach(
          set -> {
            DatagridClient.Builder builder = builder().rateLimiterRegistry(registry);
            set.accept(builder);
            assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessageContaining("rateLimiterRegistry");
          });
    }
  }

  @Test
  void aForeignRegistryIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().rateLimiterRegistry(RateLimiterRegistry.ofDefaults()))
        .withMessageContaining("another DatagridClient")
        .withMessageContaining("InMemoryRateLimiterRegistry");
  }

  @Test
  void nothingPrintsASecret() {
    try (DatagridClient client =
        DatagridClient.builder().apiKey("s3cret").header("X-Token", "s3cret").build()) {
      assertThat(client.toString()).doesNotContain("s3cret");
      assertThat(client.connections().toString()).doesNotContain("s3cret");
    }
  }

  static Stream<UnaryOperator<DatagridClient.Builder>> setters() {
    return Stream.of(
        builder -> builder.apiKey("key"),
        builder -> builder.apiKey(() -> "key"),
        builder -> builder.teamspace("team_1"),
        builder -> builder.baseUrl("https://example.com/"),
        builder -> builder.allowPlainHttp(),
        builder -> builder.attemptTimeout(Duration.ofSeconds(1)),
        builder -> builder.connectTimeout(Duration.ofSeconds(1)),
        builder -> builder.callTimeout(Duration.ofSeconds(1)),
        builder -> builder.maxRetries(1),
        builder -> builder.maxRetryAfter(Duration.ofSeconds(1)),
        builder -> builder.maxResponseBytes(1024),
        builder -> builder.initialRateLimit(1),
        builder -> builder.rateLimitShare(0.5),
        builder -> builder.rateLimitWindow(Duration.ofSeconds(1)),
        builder -> builder.useRemainingHeader(false),
        builder -> builder.rateLimitPerPath(true),
        builder -> builder.header("X-A", "a"),
        builder -> builder.httpClient(new OkHttpClient()));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void eachSetterGivesTheBuilder(UnaryOperator<DatagridClient.Builder> setter) {
    DatagridClient.Builder builder = DatagridClient.builder();
    assertThat(setter.apply(builder)).isSameAs(builder);
  }
}
