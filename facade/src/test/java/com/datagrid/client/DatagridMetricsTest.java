package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Micrometer gets to know of calls and limits. */
class DatagridMetricsTest {

  /** Of a registry that throws. */
  static final MeterFilter BROKEN_FILTER =
      new MeterFilter() {
        @Override
        public Meter.Id map(Meter.Id id) {
          throw new IllegalStateException("broken filter");
        }
      };

  private static final String OPERATION = "PATCH /connections/{connection_id}";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  private DatagridClient bound() {
    DatagridClient client = http.client().maxRetries(0).build();
    new DatagridMetrics(client).bindTo(registry);
    return client;
  }

  private Timer timer(String name, String... tags) {
    return registry.get(name).tag("operation", OPERATION).tags(tags).timer();
  }

  private static double seconds(Timer timer) {
    return timer.totalTime(TimeUnit.SECONDS);
  }

  private double gauge(String name) {
    return registry
        .get("datagrid.ratelimit." + name)
        .tags("operation", OPERATION, "teamspace", "default")
        .gauge()
        .value();
  }

  @ParameterizedTest
  @EnumSource
  void countsACallItsAttemptsAndItsWaiting(Mode mode) throws Exception {
    http.then(
        rejected("Retry-After", "7").after(Duration.ofSeconds(2)),
        ok().after(Duration.ofSeconds(3)));
    try (DatagridClient client = bound()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
    }

    Timer calls = timer("datagrid.calls", "outcome", "success");
    assertThat(calls.count()).isEqualTo(1);
    assertThat(seconds(calls)).isEqualTo(12);
    assertThat(seconds(timer("datagrid.calls.waited"))).isEqualTo(7);
    assertThat(seconds(timer("datagrid.attempts", "status", "429"))).isEqualTo(2);
    assertThat(seconds(timer("datagrid.attempts", "status", "200"))).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void theOutcomeOfAFailedCallIsItsException(Mode mode) {
    http.then(
        Reply.of(404, "{}"),
        Reply.broken(new IOException("reset")),
        Reply.of(200, "[]"),
        rejected("Retry-After", "7"));
    try (DatagridClient client = bound()) {
      for (int i = 0; i < 3; i++) {
        assertThat(catchThrowable(() -> mode.update(client, time)))
            .isInstanceOf(DatagridException.class);
      }
      RequestOptions hurried = RequestOptions.builder().callTimeout(Duration.ofSeconds(5)).build();
      assertThat(catchThrowable(() -> mode.update(client, time, hurried)))
          .isInstanceOf(RateLimitException.class);
      assertThat(catchThrowable(() -> mode.update(client, time, hurried)))
          .isInstanceOf(CallTimeoutException.class);
    }

    for (String outcome :
        new String[] {
          "NotFoundException",
          "TransportException",
          "InvalidResponseException",
          "RateLimitException",
          "CallTimeoutException"
        }) {
      assertThat(timer("datagrid.calls", "outcome", outcome).count()).as(outcome).isEqualTo(1);
    }
    for (String status : new String[] {"404", "none", "200", "429"}) {
      assertThat(timer("datagrid.attempts", "status", status).count()).as(status).isEqualTo(1);
    }
    assertThat(timer("datagrid.calls.waited").count()).isEqualTo(5);
  }

  @Test
  void tellsWhatWasCanceledFromWhatWasClosed() {
    http.then(rejected("Retry-After", "7"));
    DatagridClient client = bound();
    CompletableFuture<?> canceled = client.connections().updateAsync("conn_1", "a");
    CompletableFuture<?> closed = client.connections().updateAsync("conn_2", "b");
    time.advance(Duration.ofSeconds(1));

    assertThat(canceled.cancel(false)).isTrue();
    time.advance(Duration.ofSeconds(1));
    client.close();
    time.runUntilIdle();

    assertThat(closed).isCompletedExceptionally();
    assertThat(timer("datagrid.calls", "outcome", "canceled").count()).isEqualTo(1);
    assertThat(timer("datagrid.calls", "outcome", "ClientClosedException").count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void retrofitsOwnWayIsCountedToo(Mode mode) throws Exception {
    try (DatagridClient client = bound()) {
      var call =
          client
              .api(ConnectionsApi.class)
              .updateConnection("conn_1", new UpdateConnectionRequest().name("Sales"));
      if (mode == Mode.BLOCKING) {
        assertThat(call.execute().code()).isEqualTo(200);
      } else {
        CompletableFuture<?> end = client.executeAsync(call);
        time.await(end::isDone);
      }
    }
    assertThat(timer("datagrid.calls", "outcome", "success").count()).isEqualTo(1);
  }

  @Test
  void gaugesShowALimitFromItsFirstCallOn() {
    http.then(ok("X-RateLimit-Limit", "2").after(Duration.ofMillis(500)));
    try (DatagridClient client = bound()) {
      assertThat(registry.find("datagrid.ratelimit.limit").gauge()).isNull();
      for (int i = 0; i < 3; i++) {
        CompletableFuture<?> unused = client.connections().updateAsync("conn_" + i, "a");
      }
      assertThat(gauge("limit")).isNaN();
      assertThat(gauge("waiting")).isEqualTo(2);

      time.advance(Duration.ofSeconds(10));
      assertThat(gauge("limit")).isEqualTo(2);
      assertThat(gauge("used")).isEqualTo(2);
      assertThat(gauge("waiting")).isEqualTo(1);
    }
  }

  @Test
  void aTeamspaceHasGaugesOfItsOwn() throws Exception {
    try (DatagridClient client = bound()) {
      Mode.BLOCKING.update(client, time, RequestOptions.builder().teamspace("team_1").build());
    }
    DatagridClient other = http.client().teamspace("team_2").initialRateLimit(9).build();
    Mode.BLOCKING.update(other, time);
    new DatagridMetrics(other).bindTo(registry); // after its first call

    assertThat(registry.get("datagrid.ratelimit.limit").tag("teamspace", "team_2").gauge().value())
        .isEqualTo(9);
    other.close();
  }

  @Test
  void bindingTwiceCountsOnce() throws Exception {
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    Tags tags = Tags.of("client", "one");
    try (DatagridClient client = http.client().build()) {
      new DatagridMetrics(client, tags).bindTo(registry);
      new DatagridMetrics(client, tags).bindTo(registry);
      new DatagridMetrics(client, tags).bindTo(second);
      Mode.BLOCKING.update(client, time);
    }
    assertThat(timer("datagrid.calls", "client", "one").count()).isEqualTo(1);
    assertThat(second.get("datagrid.calls").timer().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRegistryThatThrowsFailsNoCall(Mode mode) throws Exception {
    registry.config().meterFilter(BROKEN_FILTER);
    try (DatagridClient client = bound()) {
      assertThat(mode.update(client, time).attempts()).isEqualTo(1);
    }
  }

  @Test
  void aClosedClientLeavesTimersButNoGauge() throws Exception {
    DatagridClient client = bound();
    Mode.BLOCKING.update(client, time);
    assertThat(registry.getMeters()).anyMatch(Gauge.class::isInstance);
    assertThat(client.close(Duration.ofSeconds(1))).isTrue();
    client.close();

    new DatagridMetrics(client, Tags.of("bound", "late")).bindTo(registry);

    assertThat(registry.getMeters()).isNotEmpty().noneMatch(Gauge.class::isInstance);
  }

  @Test
  void theRegistryKeepsNoClientAlive() throws Exception {
    WeakReference<DatagridClient> closed = new WeakReference<>(usedOnce(/* close= */ true));
    WeakReference<DatagridClient> dropped = new WeakReference<>(usedOnce(/* close= */ false));
    for (int i = 0; i < 50 && (closed.get() != null || dropped.get() != null); i++) {
      System.gc();
    }
    assertThat(closed.get()).isNull();
    assertThat(dropped.get()).isNull();
    assertThat(registry.getMeters()).isNotEmpty();
  }

  private @Nullable DatagridClient usedOnce(boolean close) throws Exception {
    VirtualTime own = new VirtualTime(); // else this test's would keep it
    DatagridClient client = new FakeHttp(own).client().build();
    new DatagridMetrics(client, Tags.of("closed", String.valueOf(close))).bindTo(registry);
    Mode.BLOCKING.update(client, own);
    if (close) {
      client.close();
    }
    return client;
  }

  @ParameterizedTest
  @EnumSource
  void thoseOfResilience4jStandBesideIt(Mode mode) throws Exception {
    try (DatagridClient client = bound()) {
      TaggedRateLimiterMetrics.ofRateLimiterRegistry(client.rateLimiterRegistry()).bindTo(registry);
      TaggedRetryMetrics.ofRetryRegistry(client.retryRegistry()).bindTo(registry);
      mode.update(client, time);

      assertThat(registry.find("resilience4j.ratelimiter.available.permissions").gauge())
          .isNotNull();
      assertThat(registry.find("resilience4j.retry.calls").functionCounter()).isNotNull();
      assertThat(timer("datagrid.calls", "outcome", "success").count()).isEqualTo(1);
    }
  }

  @Test
  void nothingIsNull() {
    try (DatagridClient client = http.client().build()) {
      assertThatThrownBy(() -> new DatagridMetrics(client).bindTo(nothing()))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("registry");
      assertThatThrownBy(() -> new DatagridMetrics(nothing()))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("client");
      assertThatThrownBy(() -> new DatagridMetrics(client, nothing()))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("tags");
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
