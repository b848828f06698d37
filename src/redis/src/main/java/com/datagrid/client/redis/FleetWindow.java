package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.concurrent.CompletableFuture;

/**
 * One process's side of the window of one limit: leases that are granted for all processes
 * together, or its part of the limit while there is nobody to grant them. Guarded by the limiter's
 * lock.
 */
final class FleetWindow implements SharedWindow {

  private final Leases leases;
  private final Outage outage;
  private final News news = new News();
  private final Demand demand = new Demand();
  private final View view = new View();
  private final FleetLog log;
  private final Messages messages;

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
    messages =
        new Messages(
            new MessageContents(identity, timing, time, leases, outage, news, demand, view),
            timing,
            time,
            transport,
            log);
  }

  // What the limiter asks.

  @Override
  public void attach(Owner owner) {
    messages.attach(owner);
  }

  @Override
  public long delay(long now, int permits) {
    long wait = Math.max(leases.delay(now, permits), view.pausedUntil() - now);
    if (wait <= 0) {
      return 0;
    }
    return Math.min(wait, Math.max(1, Time.until(outage.awayAt(), now)));
  }

  @Override
  public long leastDelay(long now) {
    return Math.max(0, view.freeAt() - now);
  }

  @Override
  public boolean isAway(long now) {
    return messages.isAway(now);
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
  public int others() {
    return outage.isAway() ? 0 : view.others();
  }

  // What the limiter tells.

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
    news.resolved(false, view.isProbing());
  }

  @Override
  public void counted(long now, long stamp) {
    leases.count(now, stamp);
    news.resolved(false, view.isProbing());
  }

  @Override
  public void accepted(long now, long stamp, int limit) {
    leases.count(now, stamp);
    news.resolved(true, view.isProbing());
    news.named(now, limit, true);
  }

  @Override
  public void moved(long now, long from, long to) {
    leases.move(from, to);
  }

  @Override
  public void named(long now, int limit) {
    news.named(now, limit, false);
  }

  @Override
  public void paused(long now, int limit, long pause, boolean rejected) {
    news.named(now, limit, true);
    news.paused(now, pause, rejected);
    view.pause(now + pause);
  }

  @Override
  public void flush(long now, long wanted, int together) {
    demand.set(now, wanted, together);
    messages.proceed(now);
  }

  @Override
  public void close(long now) {
    messages.close(now);
  }

  // For the fleet; without the lock.

  /** Leaves the fleet. */
  void leave() {
    messages.leave();
  }

  /** Completes when it has left, or could not. */
  CompletableFuture<Void> left() {
    return messages.left();
  }

  FleetStatus status() {
    return log.status();
  }
}
