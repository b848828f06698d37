package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A wall clock that is set forward or back by hours, as clocks of sleeping machines are. */
class ClockJumpTest {

  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient client =
      http.client().maxRetryAfter(MAX_RETRY_AFTER).callTimeout(Duration.ZERO).build();

  @AfterEach
  void closeClient() {
    client.close();
  }

  private static String date(Instant instant) {
    return RFC_1123_DATE_TIME.format(instant.atOffset(UTC));
  }

  @ParameterizedTest
  @CsvSource({"BLOCKING, 5", "BLOCKING, -5", "ASYNC, 5", "ASYNC, -5"})
  void movesNoWaitInTheQueue(Mode mode, int hours) throws InterruptedException {
    http.then(ok("X-RateLimit-Limit", "1"));
    mode.update(client, time);
    time.schedule(TimeUnit.SECONDS.toNanos(30), () -> time.jump(Duration.ofHours(hours)));

    ApiResponse<?> response = mode.update(client, time);

    assertThat(response.elapsed()).isEqualTo(Duration.ofMillis(60_020)); // with the guard
  }

  @ParameterizedTest
  @CsvSource({"BLOCKING, 5", "BLOCKING, -5", "ASYNC, 5", "ASYNC, -5"})
  void movesNoPauseThatHasBegun(Mode mode, int hours) throws InterruptedException {
    http.then(rejected("Retry-After", date(time.instant().plusSeconds(7))));
    time.schedule(TimeUnit.SECONDS.toNanos(3), () -> time.jump(Duration.ofHours(hours)));

    assertThat(mode.update(client, time).elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"BLOCKING, 5", "BLOCKING, -5", "ASYNC, 5", "ASYNC, -5"})
  void doesNotMatterToADateOfAServerThatSaysWhatTimeItIs(Mode mode, int hours)
      throws InterruptedException {
    String now = date(time.instant());
    String then = date(time.instant().plusSeconds(7));
    time.jump(Duration.ofHours(hours));
    http.then(rejected("Retry-After", then, "Date", now));

    assertThat(mode.update(client, time).elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  /** The pause is over by our clock, so that the client backs off as if there were none. */
  @ParameterizedTest
  @EnumSource
  void forwardMakesADateAPastOne(Mode mode) throws InterruptedException {
    String then = date(time.instant().plusSeconds(7));
    time.jump(Duration.ofHours(5));
    http.then(rejected("Retry-After", then));

    assertThat(mode.update(client, time).elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"BLOCKING, -180, 187", "BLOCKING, -18000, 1", "ASYNC, -180, 187", "ASYNC, -18000, 1"})
  void backAlsoMovesTheResetOfTheLimitUnlessThatIsTooFarToBeTrue(
      Mode mode, int jumpSeconds, int pauseSeconds) throws InterruptedException {
    long reset = time.instant().getEpochSecond() + 7;
    time.jump(Duration.ofSeconds(jumpSeconds));
    http.then(rejected("X-RateLimit-Reset", String.valueOf(reset)));

    assertThat(mode.update(client, time).elapsed()).isEqualTo(Duration.ofSeconds(pauseSeconds));
  }

  /** Nobody waits for hours because of that. */
  @ParameterizedTest
  @EnumSource
  void backIsBoundedByTheLongestPauseAllowed(Mode mode) throws InterruptedException {
    String then = date(time.instant().plusSeconds(7));
    time.jump(Duration.ofHours(-5));
    http.then(rejected("Retry-After", then));

    RateLimitException failure =
        catchThrowableOfType(RateLimitException.class, () -> mode.update(client, time));

    assertThat(failure).hasMessageContaining("maxRetryAfter");
    assertThat(time.seconds()).isZero();
    assertThat(mode.update(client, time).elapsed()).isEqualTo(MAX_RETRY_AFTER);
  }
}
