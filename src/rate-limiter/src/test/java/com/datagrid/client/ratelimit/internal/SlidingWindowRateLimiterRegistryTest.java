package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.core.ConfigurationNotFoundException;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlidingWindowRateLimiterRegistryTest {

  private static final String NAME = "PATCH /connections/{connection_id}";
  private static final RateLimiterConfig OWN_CONFIG =
      RateLimiterConfig.custom()
          .limitForPeriod(7)
          .limitRefreshPeriod(Duration.ofSeconds(10))
          .timeoutDuration(Duration.ofSeconds(1))
          .build();

  private final RateLimitSettings settings = Calls.settings(OptionalInt.empty(), 1);
  private final VirtualTime time = new VirtualTime();
  private final SlidingWindowRateLimiterRegistry registry =
      new SlidingWindowRateLimiterRegistry(settings, time);

  @Test
  void aKeyAlwaysHasTheSameLimiter() {
    SchedulingRateLimiter limiter = registry.limiter(key("a"));

    assertThat(registry.limiter(key("a"))).isSameAs(limiter);
    assertThat(registry.getAllRateLimiters()).containsExactly(limiter);
    assertThat(registry.settings()).isSameAs(settings);
    assertThat(registry.time()).isSameAs(time);
  }

  @Test
  void anIdleLimiterIsRemovedAfterAnHourWhenANewKeyComes() {
    SchedulingRateLimiter idle = registry.limiter(key("idle"));
    SchedulingRateLimiter used = registry.limiter(key("used"));
    time.advance(Duration.ofMinutes(59));
    used.acquirePermission(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(registry.states()).hasSize(2);

    SchedulingRateLimiter other = registry.limiter(key("new"));

    assertThat(registry.states()).containsOnlyKeys(key("used"), key("new"));
    assertThat(registry.getAllRateLimiters()).containsExactlyInAnyOrder(used, other);
    assertThat(registry.limiter(key("idle"))).isNotSameAs(idle);
  }

  @Test
  void timeBeforeItsLastUseCountsForNothing() {
    Calls calls = Calls.withLimit(1);
    calls.time.advance(Duration.ofHours(3));
    calls.use(1);
    calls.time.advance(Duration.ofHours(1).minusNanos(1));

    assertThat(calls.limiter.isIdleFor(Duration.ofHours(1).toNanos())).isFalse();
    calls.time.advance(Duration.ofNanos(1));
    assertThat(calls.limiter.isIdleFor(Duration.ofHours(1).toNanos())).isTrue();
  }

  @Test
  void aLimiterIsNotIdleWhileACallWaitsIsInFlightOrCounts() {
    Calls calls = Calls.withLimit(1);
    Calls.Call first = calls.call();
    calls.call();
    calls.time.stall(Duration.ofHours(2));
    assertThat(calls.limiter.isIdleFor(1)).isFalse();

    first.send().accepted();
    calls.time.runUntilIdle();
    calls.granted.get(1).send().accepted();
    assertThat(calls.limiter.isIdleFor(1)).isFalse();

    calls.time.advance(Calls.SLOT);
    assertThat(calls.limiter.isIdleFor(1)).isTrue();
  }

  /** The bound is for a slow machine; in quadratic time it would take minutes. */
  @Test
  void aHundredThousandKeysTakeConstantTimeEachAndThoseThatHoldNothingNoMemory() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 100_000; i++) {
      SchedulingRateLimiter limiter = registry.limiter(key("path " + i));
      Permit permit = limiter.acquire(Time.NEVER, UntrackedPermit.NO_LISTENER);
      permit.sent(1);
      permit.accepted(40, -1);
      if (i % 10_000 == 0) {
        time.advance(Duration.ofMinutes(1));
      }
    }

    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(30));
    assertThat(registry.states().size()).isLessThan(45_000);
    assertThat(registry.getAllRateLimiters()).hasSize(registry.states().size());
  }

  @Test
  void onlyASecondTeamspaceShowsInTheName() {
    assertThat(registry.limiter(key("a")).getName()).isEqualTo(NAME);
    assertThat(registry.limiter(key("b")).getName()).isEqualTo(NAME + "@b");
    assertThat(registry.limiter(keyOfNoTeamspace()).getName()).isEqualTo(NAME + "@");
    assertThat(registry.limiter(new LimiterKey("GET /x", Optional.of("b"))).getName())
        .isEqualTo("GET /x");
  }

  @Test
  void theStatesAreByKey() {
    SchedulingRateLimiter limiter = registry.limiter(key("a"));
    limiter.acquire(Long.MAX_VALUE, UntrackedPermit.NO_LISTENER);
    registry.limiter(key("b"));
    registry.rateLimiter("of a user");

    assertThat(registry.states()).containsOnlyKeys(key("a"), key("b"));
    assertThat(registry.states()).containsEntry(key("a"), limiter.state());
    assertThat(limiter.state().inFlight()).isEqualTo(1);
  }

  @Test
  void teamspacesAddedConcurrentlyNeverShareALimiter() throws Exception {
    for (int round = 0; round < 200; round++) {
      SlidingWindowRateLimiterRegistry fresh = new SlidingWindowRateLimiterRegistry(settings, time);
      CyclicBarrier start = new CyclicBarrier(2);
      Set<RateLimiter> limiters =
          Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
      List<Thread> threads = new ArrayList<>();
      for (String teamspace : List.of("a", "b")) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    start.await();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                  limiters.add(fresh.limiter(key(teamspace)));
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(limiters).hasSize(2);
    }
  }

  @Test
  void aKeyUsesTheLimiterThatAUserCreatedUnderItsName() {
    RateLimiter own = registry.rateLimiter(NAME, OWN_CONFIG);

    assertThat(registry.limiter(key("a"))).isSameAs(own);
    assertThat(registry.limiter(key("b"))).isNotSameAs(own);
  }

  @Test
  void anotherKindOfLimiterUnderTheNameOfAKeyIsLeftAlone() {
    registry.rateLimiter(NAME);
    RateLimiter stock = RateLimiter.ofDefaults(NAME);
    registry.replace(NAME, stock);

    assertThat(registry.limiter(key("a")).getName()).isEqualTo(NAME + "@a");
    assertThat(registry.rateLimiter(NAME)).isSameAs(stock);
  }

  @Test
  void everyMethodReturnsOurKind() {
    registry.addConfiguration("own", OWN_CONFIG);
    Map<String, String> tags = Map.of("team", "blue");

    assertThat(
            Stream.of(
                registry.rateLimiter("1"),
                registry.rateLimiter("2", tags),
                registry.rateLimiter("3", OWN_CONFIG),
                registry.rateLimiter("4", OWN_CONFIG, tags),
                registry.rateLimiter("5", () -> OWN_CONFIG),
                registry.rateLimiter("6", () -> OWN_CONFIG, tags),
                registry.rateLimiter("7", "own"),
                registry.rateLimiter("8", "own", tags)))
        .allSatisfy(
            limiter -> {
              assertThat(limiter).isInstanceOf(SchedulingRateLimiter.class);
              int number = Integer.parseInt(limiter.getName());
              assertThat(limiter.getTags()).isEqualTo(number % 2 == 0 ? tags : Map.of());
              assertThat(limiter.getRateLimiterConfig().getLimitForPeriod())
                  .isEqualTo(number < 3 ? 200 : 7);
              assertThat(limiter.getMetrics().getAvailablePermissions())
                  .isEqualTo(number < 3 ? Integer.MAX_VALUE : 7);
            });
    assertThat(registry.rateLimiter("1", OWN_CONFIG)).isSameAs(registry.rateLimiter("1"));
    assertThatThrownBy(() -> registry.rateLimiter("9", "unknown"))
        .isInstanceOf(ConfigurationNotFoundException.class);
  }

  @Test
  void aConfigSetsItsOwnWindowAndTimeout() {
    RateLimiter limiter = registry.rateLimiter("own", OWN_CONFIG);
    limiter.acquirePermission(7);

    assertThat(limiter.acquirePermission()).as("in 10.02 s at the earliest").isFalse();
    limiter.changeTimeoutDuration(Duration.ofSeconds(11));
    assertThat(limiter.acquirePermission()).isTrue();
    assertThat(time.seconds()).isEqualTo(10.02);
  }

  @Test
  void theStateOfOneIsThereOnceItIsInUse() {
    assertThat(registry.state(key("a"))).isNull();
    registry.limiter(key("a")).acquire(Long.MAX_VALUE, UntrackedPermit.NO_LISTENER);

    assertThat(registry.state(key("a"))).isEqualTo(registry.states().get(key("a"))).isNotNull();
    assertThat(registry.state(key("b"))).isNull();
  }

  @Test
  void theEventOfANewLimiterCarriesTheOneInUse() {
    List<RateLimiter> added = new ArrayList<>();
    registry.getEventPublisher().onEntryAdded(event -> added.add(event.getAddedEntry()));

    SchedulingRateLimiter limiter = registry.limiter(key("a"));

    assertThat(added).hasSize(1);
    assertThat(added.get(0)).isSameAs(limiter);
  }

  @Test
  void theMetricsOfMicrometerSeeTheOneInUse() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    TaggedRateLimiterMetrics.ofRateLimiterRegistry(registry).bindTo(meters);
    SchedulingRateLimiter limiter = registry.limiter(key("a")); // after the binding

    limiter.changeLimitForPeriod(5);
    for (int i = 0; i < 5; i++) {
      limiter.acquirePermission();
    }
    for (int i = 0; i < 3; i++) {
      limiter.acquire(Long.MAX_VALUE, UntrackedPermit.NO_LISTENER);
    }

    assertThat(gauge(meters, "resilience4j.ratelimiter.waiting_threads")).isEqualTo(3);
    assertThat(gauge(meters, "resilience4j.ratelimiter.available.permissions")).isZero();
    time.advance(Calls.SLOT);
    assertThat(gauge(meters, "resilience4j.ratelimiter.waiting_threads")).isEqualTo(2);
    assertThat(gauge(meters, "resilience4j.ratelimiter.available.permissions")).isEqualTo(4);
  }

  private static double gauge(SimpleMeterRegistry meters, String name) {
    return meters.get(name).tag("name", NAME).gauge().value();
  }

  private static LimiterKey key(String teamspace) {
    return new LimiterKey(NAME, Optional.of(teamspace));
  }

  private static LimiterKey keyOfNoTeamspace() {
    return new LimiterKey(NAME, Optional.empty());
  }
}
