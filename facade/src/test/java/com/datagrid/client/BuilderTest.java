package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.datagrid.client.ratelimit.Fleet;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
        setting("other", b -> b.rateLimitsOf(null)),
        setting("callFactory", b -> b.callFactory(null)),
        setting("callbackExecutor", b -> b.callbackExecutor(null)),
        setting("fleet", b -> b.fleet(null)),
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
        setting("fleet", b -> b.fleet(new Fleet() {})),
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

  private static DatagridClient fromEnv(Map<String, String> variables) {
    return DatagridClient.builder().fromEnv(environment(variables)).build();
  }

  @Test
  void fromEnvReadsThreeVariables() {
    Map<String, String> variables =
        Map.of(
            "DATAGRID_API_KEY", "key-1",
            "DATAGRID_TEAMSPACE_ID", "team_1",
            "DATAGRID_BASE_URL", "https://example.com/v2");
    try (DatagridClient client = fromEnv(variables)) {
      assertThat(client).hasToString("DatagridClient[https://example.com/v2/]");
    }
  }

  @Test
  void whatIsBlankInTheEnvironmentIsNotSet() {
    Map<String, String> variables =
        Map.of("DATAGRID_API_KEY", "key-1", "DATAGRID_TEAMSPACE_ID", "", "DATAGRID_BASE_URL", " ");
    try (DatagridClient client = fromEnv(variables)) {
      assertThat(client).hasToString("DatagridClient[https://api.datagrid.com/v1/]");
    }
    for (Map<String, String> none :
        Stream.of(Map.<String, String>of(), Map.of("DATAGRID_API_KEY", " ")).toList()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> fromEnv(none))
          .withMessageContaining("DATAGRID_API_KEY");
    }
  }

  @Test
  void aBadVariableIsRefusedWithoutBeingShown() {
    Map<String, String> variables = Map.of("DATAGRID_API_KEY", "s3cret\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fromEnv(variables))
        .withMessageContaining("apiKey")
        .withMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "DATAGRID_API_KEY, s3cret-ä",
    "DATAGRID_TEAMSPACE_ID, s3cret-ä",
    "DATAGRID_BASE_URL, https://user:s3cret@example.com",
    "DATAGRID_BASE_URL, user:s3cret@example.com",
    "DATAGRID_CUSTOM_HEADERS, s3cret",
    "DATAGRID_CUSTOM_HEADERS, Bearer s3cret: x",
    "DATAGRID_CUSTOM_HEADERS, 's3cret:'",
    "DATAGRID_CUSTOM_HEADERS, 'X-Token: s3cret-ä'",
    "DATAGRID_CUSTOM_HEADERS, 'Authorization: s3cret'",
  })
  void aBadVariableIsNamed(String name, String value) {
    DatagridClient.Builder builder = builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.fromEnv(environment(Map.of(name, value))))
        .withMessageStartingWith(name + " is invalid: ")
        .withMessageNotContaining("s3cret")
        .havingCause()
        .withMessageNotContaining("s3cret");
  }

  @Test
  void aBadLineIsNumbered() {
    Map<String, String> variables = Map.of("DATAGRID_CUSTOM_HEADERS", "X-A: 1\n\nwhat\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fromEnv(variables))
        .withMessageContaining("line 3");
  }

  @Test
  void aPlainUrlOfTheEnvironmentIsToldByItsVariable() {
    Map<String, String> variables = Map.of("DATAGRID_BASE_URL", "http://sidecar:8080/v1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().fromEnv(environment(variables)).build())
        .withMessageContaining("DATAGRID_BASE_URL");
  }

  /** What a client sends that was built like that. */
  private static Request sent(UnaryOperator<DatagridClient.Builder> settings) {
    VirtualTime time = new VirtualTime();
    FakeHttp http = new FakeHttp(time);
    try (DatagridClient client = settings.apply(http.client()).build()) {
      var unused = client.connections().update("conn_1", "name");
    }
    return http.requests().get(0);
  }

  @Test
  void headersOfTheEnvironmentAreSent() {
    Map<String, String> variables =
        Map.of("DATAGRID_CUSTOM_HEADERS", " X-A :  a: b \r\n\r\nX-B:2\nx-b: 3");
    Request request = sent(builder -> builder.fromEnv(environment(variables)));
    assertThat(request.header("X-A")).isEqualTo("a: b");
    assertThat(request.headers("X-B")).containsExactly("3");
  }

  @Test
  void ofTheEnvironmentAndASetterTheLaterCounts() {
    UnaryOperator<@Nullable String> environment =
        environment(
            Map.of(
                "DATAGRID_API_KEY", "key-env",
                "DATAGRID_TEAMSPACE_ID", "team_env",
                "DATAGRID_BASE_URL", "https://env.example/v1",
                "DATAGRID_CUSTOM_HEADERS", "X-A: env\nX-B: env"));
    UnaryOperator<DatagridClient.Builder> set =
        builder ->
            builder
                .apiKey("key-set")
                .teamspace("team_set")
                .baseUrl("https://set.example/v1")
                .header("x-a", "set");

    assertThat(values(sent(builder -> set.apply(builder).fromEnv(environment))))
        .containsExactly("Bearer key-env", "team_env", "env.example", "env", "env");
    assertThat(values(sent(builder -> set.apply(builder.fromEnv(environment)))))
        .containsExactly("Bearer key-set", "team_set", "set.example", "set", "env");
    assertThat(values(sent(builder -> set.apply(builder).fromEnv(environment(Map.of())))))
        .as("absent variables change nothing")
        .containsExactly("Bearer key-set", "team_set", "set.example", "set", null);
  }

  private static List<@Nullable String> values(Request request) {
    return Arrays.asList(
        request.header("Authorization"),
        request.header("Datagrid-Teamspace"),
        request.url().host(),
        request.header("X-A"),
        request.header("X-B"));
  }

  @Test
  void withoutVariablesAndSettingsThereIsNoKey() {
    if (System.getenv("DATAGRID_API_KEY") == null) {
      assertThatIllegalStateException().isThrownBy(DatagridClient::fromEnv);
    } else {
      DatagridClient.fromEnv().close();
    }
  }

  // Shared rate limits.

  @Test
  void sharedRateLimitsBringTheirOwnSettings() {
    try (DatagridClient first = builder().rateLimitWindow(Duration.ofSeconds(6)).build()) {
      try (DatagridClient second = builder().rateLimitsOf(first).build()) {
        assertThat(second.rateLimiterRegistry()).isSameAs(first.rateLimiterRegistry());
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
            DatagridClient.Builder builder = builder().rateLimitsOf(first);
            set.accept(builder);
            assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessageContaining("rateLimitsOf");
          });
    }
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aCallFactoryThatIsNoneIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> builder().callFactory(client -> null).build())
        .withMessageContaining("callFactory");
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
        builder -> builder.httpClient(new OkHttpClient()),
        builder -> builder.callFactory(client -> client),
        builder -> builder.callbackExecutor(Runnable::run),
        builder -> builder.fleet(new NoFleet()),
        builder -> builder.fromEnv());
  }

  /** One that is never asked. */
  private static final class NoFleet implements Fleet, SharedWindows {
    @Override
    public SharedWindow open(LimiterKey key, RateLimitSettings settings, Time time) {
      throw new AssertionError("nobody calls");
    }
  }

  @ParameterizedTest
  @MethodSource("setters")
  void eachSetterGivesTheBuilder(UnaryOperator<DatagridClient.Builder> setter) {
    DatagridClient.Builder builder = DatagridClient.builder();
    assertThat(setter.apply(builder)).isSameAs(builder);
  }
}
