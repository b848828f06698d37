package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import okhttp3.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.http.Header;
import retrofit2.http.POST;

/** What a server says about another attempt, and what else may be tried again, in virtual time. */
class RetryAdviceTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  private DatagridException failure(Mode mode, DatagridClient client) {
    return catchThrowableOfType(DatagridException.class, () -> mode.update(client, time));
  }

  private List<String> keysSent() {
    return http.requests().stream().map(request -> request.header("Authorization")).toList();
  }

  /** Gives one after the other, and the last for ever. */
  private static Supplier<String> keys(String... keys) {
    Queue<String> left = new ArrayDeque<>(Arrays.asList(keys));
    return () -> left.size() > 1 ? left.remove() : left.element();
  }

  // 401.

  @ParameterizedTest
  @EnumSource
  void aKeyThatWasRenewedMeanwhileIsTriedOnce(Mode mode) throws Exception {
    http.then(Reply.of(401, ""));
    try (DatagridClient client = http.client().apiKey(keys("old", "new")).maxRetries(0).build()) {
      ApiResponse<Connection> response = mode.update(client, time);
      assertThat(response.attempts()).isEqualTo(2);
      assertThat(time.seconds()).isZero();
    }
    assertThat(keysSent()).containsExactly("Bearer old", "Bearer new");
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatIsAlwaysNewIsTriedTwiceOnly(Mode mode) {
    http.otherwise(request -> Reply.of(401, ""));
    try (DatagridClient client = http.client().apiKey(keys("1", "2", "3", "4", "5")).build()) {
      assertThat(failure(mode, client)).isInstanceOf(AuthenticationException.class);
    }
    assertThat(http.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void theSameKeyIsNotTriedAgain(Mode mode) {
    http.otherwise(request -> Reply.of(401, ""));
    try (DatagridClient client = http.client().apiKey(keys("same")).build()) {
      assertThat(failure(mode, client)).isInstanceOf(AuthenticationException.class);
    }
    assertThat(http.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aSupplierThatFailsAfterA401ChangesNothing(Mode mode) {
    http.otherwise(request -> Reply.of(401, ""));
    Queue<String> left = new ArrayDeque<>(List.of("old"));
    try (DatagridClient client = http.client().apiKey(left::remove).build()) {
      assertThat(failure(mode, client)).isInstanceOf(AuthenticationException.class);
    }
    assertThat(http.requests()).hasSize(1);
  }

  // x-should-retry: true.

  @ParameterizedTest
  @CsvSource({
    "BLOCKING, 400",
    "ASYNC, 400",
    "BLOCKING, 401",
    "ASYNC, 409",
    "BLOCKING, 409",
    "ASYNC, 425",
  })
  void anIdempotentCallIsTriedAgainWhereTheServerAsksForIt(Mode mode, int status) throws Exception {
    http.then(Reply.of(status, "", "x-should-retry", "true"));
    try (DatagridClient client = http.client().build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsTriedAgainWithinMaxRetriesOnly(Mode mode) {
    http.otherwise(request -> Reply.of(409, "", "X-Should-Retry", "True"));
    try (DatagridClient client = http.client().maxRetries(3).build()) {
      assertThat(failure(mode, client)).hasMessageContaining("given up after 3 retries");
    }
    assertThat(http.requests()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void a429WhoseBodySaysThatItIsFinalStaysSo(Mode mode) {
    http.then(Reply.of(429, "{\"retryable\": false}", "x-should-retry", "true"));
    try (DatagridClient client = http.client().build()) {
      assertThat(failure(mode, client)).hasMessageContaining("not retryable");
    }
    assertThat(http.requests()).hasSize(1);
  }

  // Idempotency-Key.

  interface Orders {
    @POST("orders")
    Call<Connection> create(@Header("Idempotency-Key") String key);

    @POST("orders")
    Call<Connection> create();
  }

  @ParameterizedTest
  @EnumSource
  void aPostWithAnIdempotencyKeyIsTriedAgain(Mode mode) throws Exception {
    RequestOptions options = RequestOptions.builder().header("idempotency-key", "1").build();
    for (boolean byParameter : new boolean[] {false, true}) {
      http.then(Reply.of(500, ""), Reply.of(500, ""));
      try (DatagridClient client = http.client().build()) {
        Orders orders = client.api(Orders.class);
        ApiResponse<Connection> response =
            byParameter
                ? execute(mode, client, orders.create("1"), RequestOptions.none())
                : execute(mode, client, orders.create(), options);
        assertThat(response.attempts()).isEqualTo(3);
      }
    }
    assertThat(http.requests())
        .extracting(request -> request.header("Idempotency-Key"))
        .containsOnly("1")
        .hasSize(6);
  }

  @ParameterizedTest
  @EnumSource
  void aPostWithoutOneIsNot(Mode mode) {
    http.otherwise(request -> Reply.of(500, "", "x-should-retry", "true"));
    try (DatagridClient client = http.client().build()) {
      Call<Connection> call = client.api(Orders.class).create();
      assertThat(
              catchThrowableOfType(
                  ApiException.class, () -> execute(mode, client, call, RequestOptions.none())))
          .hasMessageContaining("not idempotent");
    }
    assertThat(http.requests()).hasSize(1);
  }

  private ApiResponse<Connection> execute(
      Mode mode, DatagridClient client, Call<Connection> call, RequestOptions options)
      throws Exception {
    if (mode == Mode.BLOCKING) {
      return client.execute(call, options);
    }
    CompletableFuture<ApiResponse<Connection>> future = client.executeAsync(call, options);
    time.await(future::isDone);
    if (future.isCompletedExceptionally()) {
      throw (DatagridException) Futures.failure(future);
    }
    return future.join();
  }

  // 503 with Retry-After.

  @ParameterizedTest
  @EnumSource
  void a503ThatAsksForAPauseHoldsBackAllCallsOfItsLimit(Mode mode) throws Exception {
    try (DatagridClient client = http.client().initialRateLimit(100).build()) {
      http.then(Reply.of(503, "", "Retry-After", "7"));
      CompletableFuture<Connection> first = client.connections().updateAsync("conn_1", "Sales");
      time.advance(Duration.ofSeconds(1));
      assertThat(http.requests()).hasSize(1);

      ApiResponse<Connection> second = mode.update(client, time);
      assertThat(second.attempts()).isEqualTo(1);
      assertThat(time.seconds()).isGreaterThanOrEqualTo(7).isLessThan(9);
      time.await(first::isDone);
      assertThat(first.join().getName()).isEqualTo("Sales");
    }
    assertThat(http.requests()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"BLOCKING, 500", "ASYNC, 500", "BLOCKING, 503", "ASYNC, 503"})
  void anotherFaultHoldsBackNobody(Mode mode, int status) throws Exception {
    try (DatagridClient client = http.client().initialRateLimit(100).build()) {
      http.then(status == 503 ? Reply.of(503, "") : Reply.of(status, "", "Retry-After", "7"));
      CompletableFuture<Connection> first = client.connections().updateAsync("conn_1", "Sales");
      time.advance(Duration.ofMillis(1));
      mode.update(client, time);
      assertThat(time.seconds()).isLessThan(0.1);
      time.await(first::isDone);
    }
  }

  // Memory.

  @ParameterizedTest
  @EnumSource
  void ofEarlierFailuresLittleIsKept(Mode mode) {
    String body = "{\"message\": \"Slow down\", \"error\": \"" + "x".repeat(60_000) + "\"}";
    http.otherwise(
        request ->
            Reply.of(
                429,
                body,
                "Retry-After",
                "1",
                "X-Request-Id",
                "req_1",
                "X-Long",
                "y".repeat(60_000)));
    try (DatagridClient client = http.client().build()) {
      DatagridException failure = failure(mode, client);
      assertThat(failure)
          .isInstanceOfSatisfying(
              RateLimitException.class,
              last -> {
                assertThat(last.rawBody()).isEqualTo(body);
                assertThat(last.headers().first("X-Long")).isPresent();
              });
      assertThat(failure.getSuppressed()).hasSize(Defaults.MAX_REJECTIONS_IN_A_ROW - 1);
      for (Throwable earlier : failure.getSuppressed()) {
        assertThat(earlier)
            .hasMessageContaining("Slow down")
            .isInstanceOfSatisfying(
                RateLimitException.class,
                e -> {
                  assertThat(e.rawBody()).isEqualTo(body.substring(0, 1024));
                  assertThat(e.headers().names()).containsExactly("Retry-After", "X-Request-Id");
                  assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
                  assertThat(e.requestId()).contains("req_1");
                });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShortBodyOfAnEarlierFailureIsKeptWhole(Mode mode) throws Exception {
    http.then(rejected("Retry-After", "1"), Reply.of(404, ""));
    try (DatagridClient client = http.client().build()) {
      assertThat(failure(mode, client).getSuppressed())
          .singleElement()
          .isInstanceOfSatisfying(
              RateLimitException.class,
              e -> assertThat(e.errorCode()).contains("rate_limit_exceeded"));
    }
  }

  // What is masked, and what is not.

  @ParameterizedTest
  @CsvSource({
    "BLOCKING, t",
    "ASYNC, t",
    "BLOCKING, retryable",
    "ASYNC, retryable",
    "BLOCKING, the server says",
    "ASYNC, the server says",
  })
  void aKeyThatIsAWordChangesNoMeaningAndNoWordsOfOurs(Mode mode, String key) {
    http.then(Reply.of(429, "{\"retryable\": false, \"message\": \"Too many at the latest\"}"));
    try (DatagridClient client = http.client().apiKey(key).build()) {
      assertThat(failure(mode, client))
          .hasMessageStartingWith(
              "HTTP 429 from PATCH /connections/{connection_id}: Too many at the latest;"
                  + " the server says that it is not retryable")
          .isInstanceOfSatisfying(
              RateLimitException.class, e -> assertThat(e.retryable()).isFalse());
    }
    assertThat(http.requests()).extracting(Request::method).containsExactly("PATCH");
  }

  @ParameterizedTest
  @EnumSource
  void escapedJsonIsReadBeforeItIsMasked(Mode mode) throws Exception {
    String body = "{\"error\": \"\\u006bey-12345\", \"message\": \"key\\u002d12345\\n2026 FAKE\"}";
    http.then(Reply.of(401, body), ok());
    try (DatagridClient client = http.client().apiKey("key-12345").build()) {
      assertThat(failure(mode, client))
          .hasMessageContaining(": *** 2026 FAKE;")
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.errorCode()).contains("***");
                assertThat(e.rawBody())
                    .isEqualTo("{\"error\": \"***\", \"message\": \"***\\n2026 FAKE\"}");
              });
      assertThat(mode.update(client, time).attempts()).isEqualTo(1);
      assertThat(client.api(ConnectionsApi.class)).isNotNull();
    }
  }
}
