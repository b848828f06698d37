package com.datagrid.client.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import com.datagrid.client.simulation.ModelServer.Verdict;
import com.datagrid.client.simulation.SlidingLog.RetryAfter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How the servers of the simulation count, at a limit of 4 in 60 s. */
class ModelServersTest {

  private static final int LIMIT = 4;

  private final VirtualTime time = new VirtualTime();

  @Test
  void aSlidingLogFreesEachSlotAWindowAfterItsRequest() {
    ModelServer server = log(RetryAfter.OLDEST_LEAVES);
    spread(server, 10);

    assertThat(server.count().retryAfterSeconds()).isEqualTo(20);
    time.advance(Duration.ofSeconds(20));
    assertThat(server.count().accepted()).isTrue();
    assertThat(server.count().accepted()).isFalse();
  }

  @Test
  void retryAfterMayMeanThatTheNewestLeavesOrAWindowFromNow() {
    ModelServer newest = log(RetryAfter.NEWEST_LEAVES);
    spread(newest, 10);
    assertThat(newest.count().retryAfterSeconds()).isEqualTo(50);

    ModelServer window = log(RetryAfter.WINDOW);
    spread(window, 10);
    assertThat(window.count().retryAfterSeconds()).isEqualTo(60);
  }

  @Test
  void aStrictLogCountsWhatItRejects() {
    ModelServer server = new StrictLog(time, LIMIT);
    spread(server, 10);
    assertThat(server.count().accepted()).isFalse();

    time.advance(Duration.ofSeconds(20));
    Verdict verdict = server.count();
    assertThat(verdict.accepted()).isFalse(); // 3 of the first, and the one that was rejected
  }

  @Test
  void twoBucketsCountAPartOfThePreviousMinute() {
    ModelServer server = new TwoBuckets(time, LIMIT);
    assertAdmitted(server, 4);

    time.advance(Duration.ofSeconds(60 + 30));
    assertAdmitted(server, 2);
    Verdict verdict = server.count();
    assertThat(verdict.accepted()).isFalse();
  }

  @Test
  void aFixedWindowForgetsAllWhenItTurns() {
    ModelServer server = new FixedWindow(time, LIMIT);
    assertAdmitted(server, 4);
    assertThat(server.count().retryAfterSeconds()).isEqualTo(30);

    time.advance(Duration.ofSeconds(30));
    assertAdmitted(server, 4);
    assertThat(server.count().accepted()).isFalse();
  }

  @Test
  void aTokenBucketFillsAtAnEvenPace() {
    ModelServer server = new TokenBucket(time, LIMIT);
    assertAdmitted(server, 4);
    assertThat(server.count().retryAfterSeconds()).isEqualTo(15);

    time.advance(Duration.ofSeconds(15));
    assertAdmitted(server, 1);
    assertThat(server.count().accepted()).isFalse();
  }

  private ModelServer log(RetryAfter meaning) {
    return new SlidingLog(time, second -> LIMIT, meaning);
  }

  /** As many as the limit, at such distances. */
  private void spread(ModelServer server, int seconds) {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(server.count().accepted()).isTrue();
      time.advance(Duration.ofSeconds(seconds));
    }
  }

  private static void assertAdmitted(ModelServer server, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(server.count().accepted()).isTrue();
    }
  }
}
