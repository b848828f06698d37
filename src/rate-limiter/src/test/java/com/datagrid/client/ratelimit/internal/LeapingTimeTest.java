package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeapingTimeTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final LeapingTime time = new LeapingTime();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void bothClocksLeap() {
    long nanos = time.nanos();
    Instant instant = time.instant();

    time.leap(HOUR);

    assertThat(time.nanos()).isGreaterThanOrEqualTo(nanos + HOUR.toNanos());
    assertThat(time.instant()).isAfterOrEqualTo(instant.plus(HOUR));
  }

  @Test
  void whatIsDueNowNeedsNoLeap() {
    CompletableFuture<Void> done = new CompletableFuture<>();

    time.schedule(0, () -> done.complete(null));

    assertThat(done).succeedsWithin(Duration.ofSeconds(20));
  }

  @Test
  void aTaskRunsOnceAndWhenTheLeapReachesIt() {
    time.schedule(HOUR.toNanos(), runs::incrementAndGet);

    time.leap(HOUR.dividedBy(2));
    assertThat(runs).hasValue(0);
    time.leap(HOUR.dividedBy(2));
    assertThat(runs).hasValue(1);
    time.leap(HOUR);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aCanceledTaskNeverRuns() {
    time.schedule(HOUR.toNanos(), runs::incrementAndGet).cancel();

    time.leap(HOUR);

    assertThat(runs).hasValue(0);
  }
}
