package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

class RedisFleetTest {

  /** Nothing listens on this port. */
  private static final String NOWHERE = "redis://user:secret@127.0.0.1:1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:secret@host",
        "user:secret@host:6379",
        "redis:///secret",
        "redis://user:sec ret@host",
        "secret",
        ""
      })
  void whatIsNoUriIsRefusedAndNotShown(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisFleet.connect(uri))
        .withMessageStartingWith("uri ")
        .withMessageNotContaining("sec")
        .withNoCause();
  }

  @Test
  void settingsAreChecked() {
    RedisFleet.Builder builder = RedisFleet.builder();
    assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("uri(..)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.processes(0))
        .withMessage("processes must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.prefix("a{b"))
        .withMessage("prefix must not be empty nor have braces, but is \"a{b\"");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.prefix(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout(Duration.ZERO))
        .withMessage("timeout must be a millisecond to a minute, but is PT0S");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofMinutes(2)));
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRefused() {
    RedisFleet.Builder builder = RedisFleet.builder();
    assertThatNullPointerException().isThrownBy(() -> builder.uri(null));
    assertThatNullPointerException().isThrownBy(() -> builder.client(null));
    assertThatNullPointerException().isThrownBy(() -> builder.prefix(null));
    assertThatNullPointerException().isThrownBy(() -> builder.timeout(null));
  }

  @Test
  void aUriAndAClientAreTooMany() {
    try (RedisClient client = RedisClient.create("127.0.0.1", 1)) {
      RedisFleet.Builder both = RedisFleet.builder().uri(NOWHERE).client(client);
      assertThatIllegalStateException().isThrownBy(both::build);
    }
  }

  @Test
  @Timeout(60)
  void withoutRedisCallsGoOnWithTheirPartAndNothingTellsThePassword() {
    SystemTime time = new SystemTime();
    try (RedisFleet fleet = RedisFleet.builder().uri(NOWHERE).processes(4).build()) {
      SchedulingRateLimiter limiter = limiter(fleet, time, 8);
      assertThat(limiter.acquirePermission()).isTrue();
      assertThat(limiter.acquirePermission()).isTrue();

      List<FleetStatus> status = fleet.status();
      assertThat(status).hasSize(1);
      assertThat(status.get(0).isShared()).isFalse();
      assertThat(status.get(0).members()).isEqualTo(4);
      assertThat(status.get(0).failures()).isPositive();
      assertThat(status.get(0).key().path()).isEqualTo("/x");
      assertThat(fleet.toString()).contains("alone, of 4").doesNotContain("secret");
    }
  }

  @Test
  @Timeout(60)
  void aClosedFleetLetsCallsGoOn() {
    SystemTime time = new SystemTime();
    RedisFleet fleet = RedisFleet.connect(NOWHERE);
    SchedulingRateLimiter limiter = limiter(fleet, time, 8);
    fleet.close();
    fleet.close();

    assertThat(limiter.acquirePermission(3)).isTrue();
    assertThat(fleet.status()).isEmpty();
  }

  private static SchedulingRateLimiter limiter(RedisFleet fleet, SystemTime time, int limit) {
    RateLimitSettings settings =
        new RateLimitSettings(
            Duration.ofMinutes(1), 1, OptionalInt.of(limit), Duration.ofMinutes(5), true);
    SchedulingRateLimiter limiter =
        new SlidingWindowRateLimiterRegistry(settings, Optional.of(fleet), time)
            .limiter(new LimiterKey("PATCH /x", Optional.of("team")));
    limiter.changeTimeoutDuration(Duration.ofSeconds(30));
    return limiter;
  }
}
