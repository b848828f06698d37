package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A limiter whose window others share, by a window that a test plays. */
class FleetSharingTest {

  private static final LimiterKey KEY = new LimiterKey("PATCH /x", Optional.of("team"));
  private static final RateLimitSettings SETTINGS =
      new RateLimitSettings(
          Duration.ofSeconds(60), 1, OptionalInt.empty(), Duration.ofMinutes(5), true);

  private final VirtualTime time = new VirtualTime();
  private final List<LimiterKey> opened = new ArrayList<>();
  private final Played window = new Played();
  private final SlidingWindowRateLimiterRegistry registry =
      new SlidingWindowRateLimiterRegistry(
          SETTINGS,
          Optional.of(
              (key, settings, clock) -> {
                opened.add(key);
                return opened.size() == 1 ? window : new Played();
              }),
          time);
  private final SchedulingRateLimiter limiter = registry.limiter(KEY);

  @Test
  void theWindowIsOpenedOnce() {
    assertThat(registry.limiter(KEY)).isSameAs(limiter);
    assertThat(opened).containsExactly(KEY);
    assertThat(window.told).containsExactly("wants 0 by 0");
  }

  @Test
  void aRequestWaitsForALeaseAndReportsWhatBecomesOfIt() {
    Call call = new Call();
    assertThat(call.granted).isNull();
    assertThat(window.told).containsExactly("wants 0 by 0", "wants 1 by 1");

    window.grant(1);
    window.told.clear();
    call.granted().sent(1_000_000_000L);
    time.advance(Duration.ofSeconds(1));
    call.granted().accepted(40, 3);

    assertThat(window.told)
        .contains("accepted at 1.0 of 40", "wants 0 by 0")
        .doesNotContain("sends 1");
    assertThat(limiter.state().limit()).hasValue(40);
  }

  @Test
  void remainingIsIgnoredWhileOthersTellThemselves() {
    accept(40, 0);
    window.others = 7;

    assertThat(limiter.state().used()).isEqualTo(1 + 7);
    assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(40 - 8);
  }

  @Test
  void whatIsNotSentIsReleased() {
    Call call = new Call();
    window.grant(1);
    call.granted().release();

    assertThat(window.told).contains("sends 1", "releases");
  }

  @Test
  void aRejectionIsOfTheWholeFleet() {
    accept(40, 0);
    Call call = sentWithALease();
    window.told.clear();
    call.granted().throttled(40, 5_000_000_000L);

    assertThat(window.told).containsSubsequence("releases", "pauses 5.0 of 40, rejected");
  }

  @Test
  void aPauseWithoutARejectionIsToo() {
    Call call = sentWithALease();
    window.told.clear();
    call.granted().unavailable(0, 5_000_000_000L);

    assertThat(window.told).containsSubsequence("counted at 0.0", "pauses 5.0 of 0");
  }

  @Test
  void aProbeNeedsALease() {
    accept(40, 0);
    Call call = sentWithALease();
    call.granted().throttled(40, 5_000_000_000L);
    Call next = new Call();
    time.advance(Duration.ofSeconds(10));
    assertThat(next.granted).isNull();

    window.grant(1);
    assertThat(next.granted).isNotNull();
  }

  @Test
  void aLimitThatOthersLearnIsOurs() {
    window.owner().update(now -> window.owner().learn(25, now));

    assertThat(limiter.state().limit()).hasValue(25);
    assertThat(window.told).contains("named 25");
    assertThat(CompletableFuture.supplyAsync(limiter::state))
        .succeedsWithin(Duration.ofSeconds(60));
    for (int i = 0; i < 3; i++) {
      window.grant(1);
      assertThat(new Call().granted).as("no leader goes ahead").isNotNull();
    }
  }

  @Test
  void untilTheLimitIsKnownALeaderGoesAhead() {
    window.grant(2);
    Call leader = new Call();
    Call second = new Call();
    assertThat(leader.granted).isNotNull();
    assertThat(second.granted).isNull();
  }

  @Test
  void anEstimateCountsWhatOthersUse() {
    window.others = 20;
    Call call = sentWithALease();
    call.granted().throttled(0, 5_000_000_000L);

    assertThat(limiter.state().limit()).hasValue(20);
  }

  @Test
  void aCallThatCannotBeInTimeIsRefusedByWhatTheFleetKnows() {
    accept(40, 0);
    window.least = 30_000_000_000L;
    Call late = new Call(Duration.ofSeconds(20));
    Call early = new Call(Duration.ofSeconds(40));

    assertThat(late.refused).isEqualTo(30_000_000_000L);
    assertThat(early.refused).isNull();
  }

  @Test
  void severalPermitsNeedLeasesTogether() {
    accept(40, 0);
    limiter.changeTimeoutDuration(Duration.ofSeconds(50));
    assertThat(limiter.reservePermission(3)).isZero();
    assertThat(window.told).contains("wants 3 by 3");

    window.told.clear();
    window.grant(2);
    assertThat(window.told).doesNotContain("sends 3");
    window.grant(1);
    assertThat(window.told).contains("sends 3");
    assertThat(window.told).filteredOn(line -> line.startsWith("counted at")).hasSize(3);
  }

  @Test
  void aReportMovesThePermitThere() {
    accept(40, 0);
    window.grant(1);
    assertThat(limiter.acquirePermission()).isTrue();
    time.advance(Duration.ofSeconds(2));
    limiter.onSuccess();

    assertThat(window.told).contains("moved from 0.0 to 2.0");
  }

  @Test
  void whileTheWindowIsOfflineACapHoldsAndNoLeaseIsNeeded() {
    accept(40, 0);
    window.offline = true;
    window.cap = 3;
    Call second = new Call();
    Call third = new Call();
    Call fourth = new Call();
    assertThat(second.granted).isNotNull();
    assertThat(third.granted).isNotNull();
    assertThat(fourth.granted).isNull();

    second.granted().sent(1_000_000_000L);
    second.granted().accepted(40, 0);
    third.granted().sent(1_000_000_000L);
    third.granted().accepted(40, 0);
    time.advance(Duration.ofSeconds(61));
    assertThat(fourth.granted).isNotNull();
  }

  @Test
  void whileItIsOfflineTheFirstOfOurSlotsThatFallsFreeIsUsed() {
    accept(40, 0);
    window.offline = true;
    window.cap = 3;
    for (int i = 0; i < 2; i++) {
      time.advance(Duration.ofSeconds(10));
      Call call = new Call();
      call.granted().sent(1_000_000_000L);
      call.granted().accepted(40, 0);
    }
    Call next = new Call();
    time.advance(Duration.ofSeconds(39));
    assertThat(next.granted).isNull();
    time.advance(Duration.ofSeconds(2));
    assertThat(next.granted).isNotNull();
  }

  @Test
  void whileItIsOfflineALeaderGoesAheadAfterAPause() {
    accept(40, 0);
    time.advance(Duration.ofMinutes(10));
    window.offline = true;
    window.cap = 40;
    Call leader = new Call();
    Call second = new Call();
    assertThat(leader.granted).isNotNull();
    assertThat(second.granted).isNull();
  }

  @Test
  void whatTheCapAllowsLaterIsWaitedFor() {
    accept(40, 0);
    window.offline = true;
    window.cap = 1;
    window.change = 2_000_000_000L;
    Call call = new Call();
    time.advance(Duration.ofSeconds(1));
    assertThat(call.granted).isNull();
    window.cap = 2;
    time.advance(Duration.ofSeconds(2));
    assertThat(call.granted).isNotNull();
  }

  @Test
  void whileItIsOfflineOthersAreAssumedAfterARejection() {
    accept(40, 0);
    window.offline = true;
    window.cap = 40;
    Call call = new Call();
    call.granted().sent(1_000_000_000L);
    call.granted().throttled(40, 1_000_000_000L);
    Call probe = new Call();
    time.advance(Duration.ofSeconds(2));
    probe.granted().sent(1_000_000_000L);
    probe.granted().accepted(40, 0);
    Call next = new Call();
    assertThat(next.granted).as("the rest of the window is others'").isNull();
    time.advance(Duration.ofSeconds(5));
    assertThat(next.granted).isNotNull();
  }

  @Test
  void anIdleLimiterLeavesThoughOthersUseTheLimit() {
    accept(40, 0);
    window.others = 7;
    time.advance(Duration.ofHours(2));
    SchedulingRateLimiter other = registry.limiter(new LimiterKey("GET /y", Optional.of("team")));

    assertThat(other).isNotSameAs(limiter);
    assertThat(window.told).contains("closed");
  }

  /** The fleet's first one. */
  private void accept(int limit, int remaining) {
    Call call = sentWithALease();
    call.granted().accepted(limit, remaining);
    window.told.clear();
  }

  private Call sentWithALease() {
    Call call = new Call();
    window.grant(1);
    call.granted().sent(1_000_000_000L);
    return call;
  }

  private final class Call implements PermitListener {
    @Nullable Permit granted;
    @Nullable Long refused;

    Call() {
      limiter.acquire(Time.NEVER, this);
    }

    Call(Duration timeout) {
      limiter.acquire(time.nanos() + timeout.toNanos(), this);
    }

    Permit granted() {
      return Objects.requireNonNull(granted);
    }

    @Override
    public void granted(Permit permit) {
      granted = permit;
    }

    @Override
    public void refused(long requiredWaitNanos) {
      refused = requiredWaitNanos;
    }
  }

  /** Leases that a test grants. */
  private static final class Played implements SharedWindow {
    final List<String> told = new ArrayList<>();
    private @Nullable Owner owner;
    private int inHand;
    int others;
    long least;
    boolean offline;
    int cap;
    long change = Time.NEVER;

    Owner owner() {
      return Objects.requireNonNull(owner);
    }

    void grant(int leases) {
      LongConsumer change = now -> inHand += leases;
      owner().update(change);
    }

    private static double seconds(long nanos) {
      return nanos / 1e9;
    }

    @Override
    public void attach(Owner owner) {
      this.owner = owner;
    }

    @Override
    public long delay(long now, int permits) {
      return inHand >= permits ? 0 : Time.NEVER;
    }

    @Override
    public long leastDelay(long now) {
      return least;
    }

    @Override
    public void send(long now, int requests) {
      inHand = Math.max(0, inHand - requests);
      told.add("sends " + requests);
    }

    @Override
    public void release(long now) {
      told.add("releases");
    }

    @Override
    public void counted(long now, long stamp) {
      told.add("counted at " + seconds(stamp));
    }

    @Override
    public void accepted(long now, long stamp, int limit) {
      told.add("accepted at " + seconds(stamp) + " of " + limit);
    }

    @Override
    public void moved(long now, long from, long to) {
      told.add("moved from " + seconds(from) + " to " + seconds(to));
    }

    @Override
    public void named(long now, int limit) {
      told.add("named " + limit);
    }

    @Override
    public void paused(long now, int limit, long pause, boolean rejected) {
      told.add("pauses " + seconds(pause) + " of " + limit + (rejected ? ", rejected" : ""));
    }

    @Override
    public boolean isOffline(long now) {
      return offline;
    }

    @Override
    public int cap(long now, int allowance) {
      return cap;
    }

    @Override
    public long nextChange(long now) {
      return change;
    }

    @Override
    public int usedByOthers() {
      return others;
    }

    @Override
    public void flush(long now, long wanted, int together) {
      told.add("wants " + wanted + " by " + together);
    }

    @Override
    public void close(long now) {
      told.add("closed");
    }
  }
}
