package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.concurrent.CompletableFuture;

/**
 * One process's side of the shared window of one limit: it takes leases from the engine, or keeps
 * to its part of the limit while the engine is offline. Guarded by the limiter's lock.
 */
final class FleetWindow implements SharedWindow {

  private final Leases leases;
  private final Outage outage;
  private final PendingReports reports = new PendingReports();
  private final Demand demand = new Demand();
  private final FleetState state = new FleetState();
  private final FleetLog log;
  private final ExchangeScheduler exchanges;

  FleetWindow(
      Identity identity,
      Timing timing,
      int processes,
      Time time,
      Transport transport,
      FleetLog log) {
    this.log = log;
    leases = new Leases(timing.counted());
    outage = new Outage(timing, processes);
    exchanges =
        new ExchangeScheduler(
            new Session(identity, timing, time, leases, outage, reports, demand, state),
            timing,
            time,
            transport,
            log);
  }

  // Queries of the limiter.

  @Override
  public void attach(Owner owner) {
    exchanges.attach(owner);
  }

  @Override
  public long delay(long now, int permits) {
    long wait = Math.max(leases.delay(now, permits), state.pausedUntil() - now);
    if (wait <= 0) {
      return 0;
    }
    return Math.min(wait, Math.max(1, Time.until(outage.offlineAt(), now)));
  }

  @Override
  public long leastDelay(long now) {
    return Math.max(0, state.freeAt() - now);
  }

  @Override
  public boolean isOffline(long now) {
    return exchanges.isOffline(now);
  }

  @Override
  public int cap(long now, int allowance) {
    return outage.cap(now, allowance);
  }

  @Override
  public long nextChange(long now) {
    return outage.nextChange(now);
  }

  @Override
  public int usedByOthers() {
    return outage.isOffline() ? 0 : state.usedByOthers();
  }

  // Events of the limiter.

  @Override
  public void send(long now, int requests) {
    demand.sent(now);
    for (int i = 0; i < requests; i++) {
      leases.take(now);
    }
  }

  @Override
  public void release(long now) {
    leases.release();
    reports.resolved(false, state.isProbing());
  }

  @Override
  public void counted(long now, long stamp) {
    leases.count(now, stamp);
    reports.resolved(false, state.isProbing());
  }

  @Override
  public void accepted(long now, long stamp, int limit) {
    leases.count(now, stamp);
    reports.resolved(true, state.isProbing());
    reports.named(now, limit, true);
  }

  @Override
  public void moved(long now, long from, long to) {
    leases.move(from, to);
  }

  @Override
  public void named(long now, int limit) {
    reports.named(now, limit, false);
  }

  @Override
  public void paused(long now, int limit, long pause, boolean rejected) {
    reports.named(now, limit, true);
    reports.paused(now, pause, rejected);
    state.pause(now + pause);
  }

  @Override
  public void flush(long now, long wanted, int batch) {
    demand.update(now, wanted, batch);
    exchanges.proceed(now);
  }

  @Override
  public void close(long now) {
    exchanges.close(now);
  }

  // Called by the fleet, without the lock.

  /** Leaves the fleet. */
  void leave() {
    exchanges.leave();
  }

  /** Completes when this process has left the fleet, or failed to. */
  CompletableFuture<Void> left() {
    return exchanges.left();
  }

  FleetStatus status() {
    return log.status();
  }
}
