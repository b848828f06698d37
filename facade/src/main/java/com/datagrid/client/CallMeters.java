package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.LimiterState;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one client in one registry of Micrometer, which refers to the client's limiters
 * only weakly, and only until the client is closed.
 */
final class CallMeters implements CallListener {

  private final MeterRegistry registry;
  private final Tags tags;
  private final SlidingWindowRateLimiterRegistry limiters;

  /** Whose gauges are there, or about to be. */
  private final Set<LimiterKey> limits = ConcurrentHashMap.newKeySet();

  private final Set<Gauge> gauges = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Meters that nothing is recorded with yet, and gauges for the limits that there are. */
  CallMeters(MeterRegistry registry, Tags tags, SlidingWindowRateLimiterRegistry limiters) {
    this.registry = registry;
    this.tags = tags;
    this.limiters = limiters;
  }

  // What is told of calls.

  @Override
  public void begun(LimiterKey limit) {
    if (closed || !limits.add(limit)) {
      return;
    }
    gauge(limit, "limit", "requests", "Requests per window; NaN while unknown", CallMeters::limit);
    gauge(limit, "used", "requests", "Requests of the window in use", LimiterState::used);
    gauge(limit, "waiting", "calls", "Calls in the queue", LimiterState::waiting);
    if (closed) { // meanwhile
      removeGauges();
    }
  }

  @Override
  public void attempted(Operation<?> operation, Outcome<?> outcome, long exchangeNanos) {
    Response response = outcome.anyResponse();
    timer("datagrid.attempts", "HTTP exchanges", operation)
        .tag("status", response == null ? "none" : Integer.toString(response.code()))
        .register(registry)
        .record(Duration.ofNanos(exchangeNanos));
  }

  @Override
  public void succeeded(Operation<?> operation, Success<?> success) {
    ended(operation, "success", success.elapsed(), success.waited());
  }

  @Override
  public void failed(Operation<?> operation, DatagridException failure, boolean canceled) {
    String outcome = canceled ? "canceled" : failure.getClass().getSimpleName();
    ended(operation, outcome, failure.elapsed(), failure.waited());
  }

  @Override
  public void closed() {
    closed = true;
    removeGauges();
  }

  private void ended(Operation<?> operation, String outcome, Duration elapsed, Duration waited) {
    timer("datagrid.calls", "Calls, with their waiting and all attempts", operation)
        .tag("outcome", outcome)
        .register(registry)
        .record(elapsed);
    timer("datagrid.calls.waited", "What calls waited: the queue and pauses", operation)
        .register(registry)
        .record(waited);
  }

  private Timer.Builder timer(String name, String description, Operation<?> operation) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .tag("operation", operation.toString());
  }

  // The limits.

  private void gauge(
      LimiterKey limit,
      String name,
      String unit,
      String description,
      ToDoubleFunction<LimiterState> value) {
    gauges.add(
        Gauge.builder("datagrid.ratelimit." + name, limiters, all -> value(all.state(limit), value))
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .tag("operation", limit.name())
            .tag("teamspace", limit.scope().orElse("default"))
            .register(registry));
  }

  private static double limit(LimiterState state) {
    return state.limit().isPresent() ? state.limit().getAsInt() : Double.NaN;
  }

  private static double value(@Nullable LimiterState state, ToDoubleFunction<LimiterState> value) {
    return state == null ? Double.NaN : value.applyAsDouble(state); // idle for an hour: forgotten
  }

  private void removeGauges() {
    gauges.removeIf(
        gauge -> {
          registry.remove(gauge);
          return true;
        });
  }

  /** So that whoever binds the same twice counts nothing twice. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CallMeters that
        && registry.equals(that.registry)
        && tags.equals(that.tags);
  }

  @Override
  public int hashCode() {
    return 31 * registry.hashCode() + tags.hashCode();
  }
}
