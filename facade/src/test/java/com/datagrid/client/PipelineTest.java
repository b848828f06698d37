package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import io.github.resilience4j.retry.event.RetryEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call through the pipeline, in virtual time, blocking and asynchronous. */
class PipelineTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  private DatagridClient.Builder builder() {
    return http.client().apiKey("key-1");
  }

  private DatagridException failure(Mode mode, DatagridClient client) {
    return catchThrowableOfType(DatagridException.class, () -> mode.update(client, time));
  }

  @ParameterizedTest
  @EnumSource
  void successGivesBodyAndWhatCameAlong(Mode mode) throws Exception {
    http.then(ok("X-Request-Id", "req_1", "X-RateLimit-Limit", "200"));
    try (DatagridClient client = builder().teamspace("team_1").header("X-Trace", "t").build()) {
      ApiResponse<Connection> response = mode.update(client, time);

      assertThat(response.body().getName()).isEqualTo("Sales");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.attempts()).isEqualTo(1);
      assertThat(response.requestId()).contains("req_1");
      assertThat(response.rateLimit()).map(RateLimit::limit).contains(200);
    }
    Request sent = http.requests().get(0);
    assertThat(sent.method() + ' ' + sent.url())
        .isEqualTo("PATCH https://api.datagrid.com/v1/connections/conn_1");
    assertThat(FakeHttp.body(sent)).isEqualTo("{\"name\":\"Sales\"}");
    assertThat(sent.header("Authorization")).isEqualTo("Bearer key-1");
    assertThat(sent.header("Datagrid-Teamspace")).isEqualTo("team_1");
    assertThat(sent.header("Accept")).isEqualTo("application/json");
    assertThat(sent.header("User-Agent")).startsWith("datagrid-client-java/");
    assertThat(sent.header("X-Trace")).isEqualTo("t");
  }

  @ParameterizedTest
  @EnumSource
  void aSuccessWithoutTheBodyThatIsDocumentedFails(Mode mode) {
    for (int status : new int[] {204, 205}) {
      http.then(FakeHttp.Reply.of(500, "{}"), FakeHttp.Reply.of(status, ""));
      try (DatagridClient client = builder().build()) {
        DatagridException failure = failure(mode, client);

        assertThat(failure)
            .isInstanceOfSatisfying(
                InvalidResponseException.class, e -> assertThat(e.statusCode()).isEqualTo(status))
            .hasMessageStartingWith(
                "the body of HTTP "
                    + status
                    + " from PATCH /connections/{connection_id} is not as documented: there is"
                    + " none");
        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(ApiException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsExactlyAsLongAsA429Asks(Mode mode) throws Exception {
    http.then(rejected("Retry-After", "7"));
    try (DatagridClient client = builder().build()) {
      ApiResponse<Connection> response = mode.update(client, time);

      assertThat(response.attempts()).isEqualTo(2);
      assertThat(response.elapsed()).isEqualTo(Duration.ofSeconds(7));
      assertThat(time.seconds()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void backsOffWhereA429AsksForNothing(Mode mode) throws Exception {
    http.then(rejected(), rejected("Retry-After", "0"), rejected("Retry-After", "soon"));
    try (DatagridClient client = builder().build()) {
      List<Duration> announced = new ArrayList<>();
      client
          .retryRegistry()
          .getEventPublisher()
          .onEntryAdded(
              added ->
                  added
                      .getAddedEntry()
                      .getEventPublisher()
                      .onRetry(event -> announced.add(event.getWaitInterval())));

      assertThat(mode.update(client, time).attempts()).isEqualTo(4);
      assertThat(time.seconds()).isEqualTo(1 + 2 + 4);
      assertThat(announced).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnretryable429FailsAtOnce(Mode mode) {
    http.then(Reply.of(429, "{\"retryable\": false, \"error\": \"rate_limit_exceeded\"}"));
    try (DatagridClient client = builder().build()) {
      assertThat(failure(mode, client))
          .isInstanceOf(RateLimitException.class)
          .hasMessageContaining("not retryable")
          .returns(1, DatagridException::attempts);
      assertThat(time.seconds()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLongerPauseThanAllowedFailsAtOnceAndClosesTheGateForTheAllowedOneOnly(Mode mode)
      throws Exception {
    http.then(rejected("Retry-After", "999999999"));
    try (DatagridClient client =
        builder().maxRetryAfter(Duration.ofSeconds(30)).callTimeout(Duration.ZERO).build()) {
      assertThat(failure(mode, client))
          .isInstanceOf(RateLimitException.class)
          .hasMessageContaining("maxRetryAfter");
      assertThat(time.seconds()).isZero();

      assertThat(mode.update(client, time).attempts()).isEqualTo(1);
      assertThat(time.seconds()).isEqualTo(30);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a429WhosePauseIsBeyondTheDeadlineIsItsOwnFailure(Mode mode) {
    http.then(rejected("Retry-After", "61"));
    try (DatagridClient client = builder().callTimeout(Duration.ofSeconds(60)).build()) {
      assertThat(failure(mode, client))
          .isInstanceOf(RateLimitException.class)
          .hasMessageContaining("callTimeout")
          .returns(1, DatagridException::attempts);
      assertThat(time.seconds()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallBehindAClosedGateIsRefusedUnsent(Mode mode) {
    http.then(rejected("Retry-After", "61"));
    try (DatagridClient client = builder().callTimeout(Duration.ofSeconds(60)).build()) {
      failure(mode, client);

      CallTimeoutException refused = (CallTimeoutException) failure(mode, client);
      assertThat(refused.attempts()).isZero();
      assertThat(refused.requiredWait()).contains(Duration.ofSeconds(61));
      assertThat(refused).hasMessageContaining("callTimeout").hasMessageContaining("PATCH");
      assertThat(http.requests()).hasSize(1);
      assertThat(time.seconds()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpAfter20RejectionsInARow(Mode mode) {
    http.otherwise(request -> rejected("Retry-After", "1"));
    try (DatagridClient client = builder().callTimeout(Duration.ZERO).build()) {
      DatagridException failure = failure(mode, client);

      assertThat(failure).isInstanceOf(RateLimitException.class).hasMessageContaining("20 times");
      assertThat(failure.attempts()).isEqualTo(20);
      assertThat(failure.getSuppressed()).hasSize(19);
      assertThat(http.requests()).hasSize(20);
      assertThat(time.seconds()).isEqualTo(19);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultInBetweenStartsThe20Anew(Mode mode) throws Exception {
    Reply[] first = new Reply[19];
    Arrays.fill(first, rejected("Retry-After", "1"));
    http.then(first).then(Reply.unsent(new ConnectException("refused"))).then(first);
    try (DatagridClient client = builder().callTimeout(Duration.ZERO).build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @EnumSource
  void triesAgainAfterFaultsWithBackoff(Mode mode) throws Exception {
    http.then(Reply.broken(new IOException("reset")), Reply.of(500, "oops"));
    try (DatagridClient client = builder().build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(3);
      assertThat(time.seconds()).isBetween(0.25 + 0.5, 0.5 + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpAfterTheRetriesAndKeepsAllCauses(Mode mode) {
    IOException last = new IOException("last");
    http.then(Reply.unsent(new ConnectException("first")), Reply.of(503, ""), Reply.broken(last));
    try (DatagridClient client = builder().build()) {
      DatagridException failure = failure(mode, client);

      assertThat(failure).isInstanceOf(TransportException.class).hasCause(last);
      assertThat(failure).hasMessageContaining("maxRetries");
      assertThat(failure.attempts()).isEqualTo(3);
      assertThat(failure.getSuppressed()).hasSize(2);
      assertThat(failure.getSuppressed()[0]).isInstanceOf(TransportException.class);
      assertThat(failure.getSuppressed()[1]).isInstanceOf(ApiException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void honoursRetryAfterOfA503(Mode mode) throws Exception {
    http.then(Reply.of(503, "", "Retry-After", "9"));
    try (DatagridClient client = builder().build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
      assertThat(time.seconds()).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatTakesTooLongIsCutAndTriedAgain(Mode mode) throws Exception {
    http.then(ok().after(Duration.ofSeconds(100)));
    try (DatagridClient client = builder().attemptTimeout(Duration.ofSeconds(10)).build()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
      assertThat(time.seconds()).isBetween(10.25, 10.5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptTimeoutSaysSo(Mode mode) {
    http.then(ok().after(Duration.ofSeconds(100)));
    try (DatagridClient client =
        builder().attemptTimeout(Duration.ofSeconds(10)).maxRetries(0).build()) {
      assertThat(failure(mode, client))
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.isTimeout()).isTrue())
          .hasMessageContaining("attemptTimeout");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineCutsAnAttempt(Mode mode) {
    http.then(ok().after(Duration.ofSeconds(100)));
    try (DatagridClient client = builder().callTimeout(Duration.ofSeconds(8)).build()) {
      DatagridException failure = failure(mode, client);

      assertThat(failure)
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageContaining("callTimeout(..)")
          .hasCauseInstanceOf(IOException.class);
      assertThat(failure.attempts()).isEqualTo(1);
      assertThat(time.seconds()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInvalidBodyIsNotSentAgain(Mode mode) {
    http.then(Reply.of(200, "{\"id\": \"conn_1\"}"));
    try (DatagridClient client = builder().build()) {
      assertThat(failure(mode, client))
          .isInstanceOfSatisfying(
              InvalidResponseException.class,
              e -> assertThat(e.rawBody()).isEqualTo("{\"id\": \"conn_1\"}"))
          .hasMessageContaining("object");
      assertThat(http.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void asksForTheKeyAtEveryAttempt(Mode mode) throws Exception {
    AtomicInteger number = new AtomicInteger();
    http.then(Reply.of(500, ""));
    try (DatagridClient client =
        builder().apiKey(() -> "key-" + number.incrementAndGet()).build()) {
      mode.update(client, time);
    }
    assertThat(http.requests())
        .extracting(request -> request.header("Authorization"))
        .containsExactly("Bearer key-1", "Bearer key-2");
  }

  @ParameterizedTest
  @EnumSource
  void aFailingKeySupplierFailsTheCallAndTakesNoSlot(Mode mode) {
    IllegalStateException vault = new IllegalStateException("vault sealed");
    try (DatagridClient client =
        builder()
            .apiKey(
                () -> {
                  throw vault;
                })
            .build()) {
      assertThat(failure(mode, client))
          .isExactlyInstanceOf(DatagridException.class)
          .hasCause(vault)
          .hasMessageContaining("supplier of the API key");
      assertThat(client.rateLimits().values()).allSatisfy(s -> assertThat(s.used()).isZero());
    }
  }

  @ParameterizedTest
  @EnumSource
  void optionsOverrideTheClient(Mode mode) throws Exception {
    http.then(Reply.of(500, ""));
    RequestOptions options =
        RequestOptions.builder().teamspace("other").header("X-Trace", "2").maxRetries(0).build();
    try (DatagridClient client = builder().teamspace("team_1").header("X-Trace", "1").build()) {
      assertThatThrownBy(() -> mode.update(client, time, options)).isInstanceOf(ApiException.class);
      assertThat(client.rateLimits().keySet())
          .singleElement()
          .returns("other", key -> key.teamspace().orElseThrow());
    }
    assertThat(http.requests().get(0).header("Datagrid-Teamspace")).isEqualTo("other");
    assertThat(http.requests().get(0).header("X-Trace")).isEqualTo("2");
  }

  /** As HTTP sends it: else header and limit would be of different teamspaces. */
  @ParameterizedTest
  @EnumSource
  void spacesAroundATeamspaceCountNeitherInTheHeaderNorForTheLimit(Mode mode) throws Exception {
    RequestOptions options = RequestOptions.builder().teamspace("team_1 ").build();
    try (DatagridClient client = builder().teamspace(" team_1").build()) {
      mode.update(client, time);
      mode.update(client, time, options);
      assertThat(client.rateLimits().keySet())
          .singleElement()
          .returns("team_1", key -> key.teamspace().orElseThrow());
    }
    assertThat(http.requests())
        .extracting(request -> request.header("Datagrid-Teamspace"))
        .containsExactly("team_1", "team_1");
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatTheServerQuotesIsMasked(Mode mode) {
    http.then(Reply.of(401, "{\"message\": \"Incorrect API key: key-1234\"}"));
    try (DatagridClient client = builder().apiKey("key-1234").build()) {
      assertThat(failure(mode, client))
          .hasMessageContaining("Incorrect API key: ***")
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.rawBody()).doesNotContain("key-1"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoHeadersOfOneNameTheLaterCounts(Mode mode) throws Exception {
    try (DatagridClient client = builder().header("X-Trace", "1").header("x-trace", "2").build()) {
      mode.update(client, time);
    }
    assertThat(http.requests().get(0).headers("X-Trace")).containsExactly("2");
  }

  /**
   * Its first attempt failed, and then the wait in the queue would have been longer than the
   * deadline.
   */
  @ParameterizedTest
  @EnumSource
  void aCallThatIsNotTriedAgainSaysSoAndKeepsTheFailure(Mode mode) throws Exception {
    http.then(ok("X-RateLimit-Limit", "2"), Reply.of(500, ""));
    try (DatagridClient client = builder().callTimeout(Duration.ofSeconds(30)).build()) {
      mode.update(client, time);

      DatagridException failure = failure(mode, client);
      assertThat(failure)
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageContaining("not tried again")
          .returns(1, DatagridException::attempts);
      assertThat(failure.getSuppressed()).singleElement().isInstanceOf(ApiException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConsumerOfRetryEventsThatThrowsChangesNothing(Mode mode) throws Exception {
    http.then(Reply.of(500, ""));
    AtomicInteger events = new AtomicInteger();
    try (DatagridClient client = builder().build()) {
      client
          .retryRegistry()
          .retry("PATCH /connections/{connection_id}")
          .getEventPublisher()
          .onEvent(
              event -> {
                events.incrementAndGet();
                throw new IllegalStateException("bug of a consumer");
              });
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
    }
    assertThat(events).as("the retry and the success").hasValue(2);
  }

  @ParameterizedTest
  @EnumSource
  void aClosedClientRefusesCalls(Mode mode) {
    DatagridClient client = builder().build();
    client.close();
    client.close();
    assertThatThrownBy(() -> mode.update(client, time))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  /** Only once it is back in the queue does it show that its turn would come too late. */
  @ParameterizedTest
  @EnumSource
  void a429WithoutPauseThatTheQueueRefusesIsTheFailureItselfAndNotItsOwnSuppressed(Mode mode) {
    http.then(rejected("X-RateLimit-Limit", "10"));
    try (DatagridClient client = builder().callTimeout(Duration.ofMillis(500)).build()) {
      DatagridException failure = failure(mode, client);

      assertThat(failure)
          .isInstanceOf(RateLimitException.class)
          .hasMessageContaining("after the callTimeout (PT0.5S)")
          .returns(1, DatagridException::attempts);
      assertThat(failure.getSuppressed()).isEmpty();
      assertThat(http.requests()).hasSize(1);
      assertThat(time.seconds()).isZero();
    }
  }

  // The events of Resilience4j, as {@code docs/rate-limits.md} tells of them.

  private static List<RetryEvent> events(DatagridClient client) {
    List<RetryEvent> events = new ArrayList<>();
    client
        .retryRegistry()
        .retry("PATCH /connections/{connection_id}")
        .getEventPublisher()
        .onEvent(events::add);
    return events;
  }

  @ParameterizedTest
  @EnumSource
  void aSuccessAtFirstTryHasNoEvent(Mode mode) throws Exception {
    try (DatagridClient client = builder().build()) {
      List<RetryEvent> events = events(client);
      mode.update(client, time);
      assertThat(events).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyAttemptThatIsFollowedByAnotherHasAnEventAndTheSuccessAtTheEnd(Mode mode)
      throws Exception {
    http.then(Reply.of(500, ""), rejected("Retry-After", "1"));
    try (DatagridClient client = builder().build()) {
      List<RetryEvent> events = events(client);
      mode.update(client, time);

      assertThat(events)
          .extracting(RetryEvent::getEventType, RetryEvent::getNumberOfRetryAttempts)
          .containsExactly(
              tuple(RetryEvent.Type.RETRY, 1),
              tuple(RetryEvent.Type.RETRY, 2),
              tuple(RetryEvent.Type.SUCCESS, 2));
      assertThat(events.get(0).getLastThrowable()).isExactlyInstanceOf(ApiException.class);
      assertThat(events.get(1).getLastThrowable()).isInstanceOf(RateLimitException.class);
      assertThat(events.get(2).getLastThrowable()).isSameAs(events.get(1).getLastThrowable());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFailureOfACallIsAnIgnoredError(Mode mode) {
    http.then(Reply.of(500, ""), Reply.of(404, ""));
    try (DatagridClient client = builder().build()) {
      List<RetryEvent> events = events(client);
      DatagridException failure = failure(mode, client);

      assertThat(events)
          .extracting(RetryEvent::getEventType)
          .containsExactly(RetryEvent.Type.RETRY, RetryEvent.Type.IGNORED_ERROR);
      assertThat(events.get(0).getLastThrowable()).isSameAs(failure.getSuppressed()[0]);
      assertThat(events.get(1).getLastThrowable()).isSameAs(failure);
    }
  }

  @ParameterizedTest
  @EnumSource
  void soIsTheRefusalOfACallThatIsNotSent(Mode mode) throws Exception {
    http.then(ok("X-RateLimit-Limit", "1"));
    try (DatagridClient client = builder().callTimeout(Duration.ofSeconds(30)).build()) {
      mode.update(client, time);
      List<RetryEvent> events = events(client);
      DatagridException failure = failure(mode, client);

      assertThat(failure.attempts()).isZero();
      assertThat(events)
          .singleElement()
          .returns(RetryEvent.Type.IGNORED_ERROR, RetryEvent::getEventType)
          .returns(failure, RetryEvent::getLastThrowable);
    }
  }
}
