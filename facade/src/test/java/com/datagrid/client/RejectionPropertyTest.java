package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.Rejections.Rejection;
import com.datagrid.client.model.Connection;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Calls whose server responds with any 429s: when they are sent again, and how they end. */
class RejectionPropertyTest {

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(60);
  private static final int MOST_IN_A_ROW = 20;

  /** An odd moment, which no pause ends at. */
  private static final Duration ODD = Duration.ofNanos(500);

  @Provide
  Arbitrary<List<Rejection>> clear() {
    return Rejections.clear().list().ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Rejection>> odd() {
    return Rejections.odd().list().ofMinSize(1).ofMaxSize(22);
  }

  @Provide
  Arbitrary<Duration> deadlines() {
    return Arbitraries.of(0, 3, 30, 180, 3600)
        .map(seconds -> seconds == 0 ? Duration.ZERO : Duration.ofSeconds(seconds).plus(ODD));
  }

  /** What must come of a call, by the documentation alone. */
  private record Expected(List<Duration> sentAt, String failure) {

    static Expected of(List<Rejection> rejections, Duration deadline) {
      List<Duration> sentAt = new ArrayList<>(List.of(Duration.ZERO));
      Duration now = Duration.ZERO;
      Duration backoff = FIRST_BACKOFF;
      for (Rejection rejection : rejections) {
        if (rejection.isFinal()) {
          return new Expected(sentAt, "");
        } else if (sentAt.size() == MOST_IN_A_ROW) {
          return new Expected(sentAt, "rejected 20 times in a row");
        }
        Duration wait = rejection.pause().orElse(backoff);
        if (wait.compareTo(Defaults.MAX_RETRY_AFTER) > 0) {
          return new Expected(sentAt, "maxRetryAfter");
        }
        now = now.plus(wait);
        if (!deadline.isZero() && now.compareTo(deadline) > 0) {
          return new Expected(sentAt, "callTimeout");
        }
        sentAt.add(now);
        backoff = backoff.multipliedBy(2);
        backoff = backoff.compareTo(LAST_BACKOFF) < 0 ? backoff : LAST_BACKOFF;
      }
      return new Expected(sentAt, "none");
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aCallIsSentAgainExactlyWhenTheServerWantsIt(
      @ForAll Mode mode,
      @ForAll("clear") List<Rejection> rejections,
      @ForAll("deadlines") Duration deadline) {
    Trial trial = new Trial(rejections, deadline);
    Expected expected = Expected.of(rejections, deadline);

    Throwable failure = trial.run(mode);

    assertThat(trial.sentAt).isEqualTo(expected.sentAt);
    if (expected.failure.equals("none")) {
      assertThat(failure).isNull();
    } else {
      Rejection last = rejections.get(expected.sentAt.size() - 1);
      assertThat(failure)
          .isInstanceOfSatisfying(
              RateLimitException.class,
              e -> {
                assertThat(e.rawBody()).isEqualTo(last.body());
                assertThat(e.attempts()).isEqualTo(expected.sentAt.size());
                assertThat(e.getSuppressed()).hasSize(expected.sentAt.size() - 1);
              })
          .hasMessageContaining(expected.failure);
    }
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void noStallNoHotLoopAndNothingUndocumentedWhateverTheServerSays(
      @ForAll Mode mode,
      @ForAll("odd") List<Rejection> rejections,
      @ForAll("deadlines") Duration deadline) {
    Trial trial = new Trial(rejections, deadline);

    Throwable failure = trial.run(mode);

    assertThat(trial.sentAt).hasSizeBetween(1, MOST_IN_A_ROW);
    Duration most =
        deadline.isZero()
            ? Defaults.MAX_RETRY_AFTER.multipliedBy(trial.sentAt.size() - 1L)
            : deadline;
    assertThat(trial.elapsed()).isLessThanOrEqualTo(most);
    if (failure == null) {
      assertThat(trial.sentAt).hasSize(rejections.size() + 1);
    } else {
      assertThat(failure)
          .isInstanceOfSatisfying(
              RateLimitException.class,
              e -> {
                assertThat(e.rawBody().length()).isLessThanOrEqualTo(64 << 10);
                assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(2_000);
                assertThat(e.error()).isNotNull();
                assertThat(e.limit()).isNotNull();
                assertThat(e.retryAfter()).isNotNull();
              });
    }
  }

  /** Some at once, and the server admits one of three. */
  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void aCrowdEndsToo(
      @ForAll("odd") List<Rejection> rejections, @ForAll("deadlines") Duration deadline) {
    int calls = 30;
    VirtualTime time = new VirtualTime();
    List<Rejection> rest = new ArrayList<>(rejections);
    FakeHttp http = new FakeHttp(time);
    http.otherwise(
        request ->
            rest.isEmpty() || http.requests().size() % 3 == 0
                ? FakeHttp.ok()
                : rest.remove(0).reply());
    DatagridClient client = http.client().callTimeout(deadline).build();
    List<CompletableFuture<Connection>> futures = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      futures.add(client.connections().updateAsync("conn_" + i, "name"));
    }
    time.runUntilIdle();

    for (CompletableFuture<Connection> future : futures) {
      assertThat(future).isDone();
      if (future.isCompletedExceptionally()) {
        assertThat(Futures.failure(future))
            .isInstanceOfAny(RateLimitException.class, CallTimeoutException.class);
      }
    }
    assertThat(http.requests().size()).isLessThanOrEqualTo(calls + rejections.size());
    assertNothingIsLeft(client);
    client.close();
  }

  private static void assertNothingIsLeft(DatagridClient client) {
    assertThat(client.rateLimits().values())
        .allSatisfy(
            status -> {
              assertThat(status.inFlight()).isZero();
              assertThat(status.waiting()).isZero();
            });
  }

  /** One call at a server that responds like that, and then with a success. */
  private static final class Trial {
    private final VirtualTime time = new VirtualTime();
    private final Deque<Rejection> rest;
    private final DatagridClient client;

    /** When each request came to the server. */
    private final List<Duration> sentAt = new ArrayList<>();

    Trial(List<Rejection> rejections, Duration deadline) {
      rest = new ArrayDeque<>(rejections);
      client =
          new FakeHttp(time).otherwise(request -> respond()).client().callTimeout(deadline).build();
    }

    private Reply respond() {
      sentAt.add(elapsed());
      Rejection next = rest.poll();
      return next == null ? FakeHttp.ok() : next.reply();
    }

    Duration elapsed() {
      return Duration.ofNanos(time.nanos());
    }

    @Nullable Throwable run(Mode mode) {
      try (client) {
        Throwable failure = catchThrowable(() -> mode.update(client, time));
        assertNothingIsLeft(client);
        return failure;
      }
    }
  }
}
