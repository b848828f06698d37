package com.datagrid.client.ratelimit.internal;

/**
 * Shares the limit with the rest of a fleet through a {@link SharedWindow}. While that is offline,
 * this process keeps to its part of the limit, and estimates others as without a fleet, but ignores
 * {@code X-RateLimit-Remaining}, which cannot tell the fleet from strangers. Guarded by the lock of
 * the {@link PermitScheduler}.
 */
final class FleetSharing implements SharedLimit {

  private final Limit limit;
  private final WindowSlots own;
  private final SharedWindow window;
  private final SharedLimit offline;

  /**
   * Creates it.
   *
   * @param offline estimates others while the window is offline
   */
  FleetSharing(Limit limit, WindowSlots own, SharedWindow window, SharedLimit offline) {
    this.limit = limit;
    this.own = own;
    this.window = window;
    this.offline = offline;
  }

  @Override
  public int used() {
    return window.usedByOthers();
  }

  @Override
  public boolean isIdle() {
    return true; // the others keep their slots without us
  }

  @Override
  public boolean isFresh(long now) {
    return limit.isKnown() && !window.isOffline(now);
  }

  @Override
  public long delay(long now, int permits, boolean tracked) {
    if (!window.isOffline(now)) {
      return window.delay(now, permits);
    }
    long wait = offline.delay(now, permits, tracked);
    int missing = missing(now, permits);
    if (missing > 0) {
      wait = Math.max(wait, Time.until(own.freeAt(missing - 1), now));
    }
    return wait == 0 ? 0 : Math.min(wait, window.nextChange(now));
  }

  private int missing(long now, int permits) {
    return limit.isBounded() ? own.taken() + permits - window.cap(now, limit.allowance()) : 0;
  }

  @Override
  public long probeDelay(long now, int permits) {
    return window.isOffline(now) ? 0 : window.delay(now, permits);
  }

  @Override
  public long leastDelay(long now, int i, long oldestSent) {
    return window.isOffline(now) ? offline.leastDelay(now, i, oldestSent) : window.leastDelay(now);
  }

  @Override
  public void send(long now, int requests, boolean tracked) {
    window.send(now, requests);
  }

  @Override
  public void release(long now) {
    window.release(now);
  }

  @Override
  public void mayCount(long now, long stamp) {
    window.counted(now, stamp);
    offline.mayCount(now, stamp);
  }

  @Override
  public void moved(long now, long from, long to) {
    window.moved(now, from, to);
  }

  @Override
  public void accepted(long now, long sentAt, int namedLimit, int remaining) {
    window.accepted(now, own.stampedBy(sentAt, now), namedLimit);
  }

  @Override
  public void named(long now, int namedLimit) {
    window.named(now, namedLimit);
  }

  @Override
  public boolean throttled(long now, long sentAt, int namedLimit, long retryAfter) {
    return false;
  }

  @Override
  public void paused(long now, int namedLimit, long pause, int rounds, boolean rejected) {
    window.paused(now, namedLimit, pause, rejected);
    if (window.isOffline(now)) {
      offline.paused(now, namedLimit, pause, rounds, rejected);
    }
  }

  @Override
  public void ownExpired(long time) {
    offline.ownExpired(time);
  }

  @Override
  public void dropExpired(long now) {
    offline.dropExpired(now);
  }

  @Override
  public void flush(long now, long wanted, int batch) {
    window.flush(now, wanted, batch);
  }

  @Override
  public void close(long now) {
    window.close(now);
  }
}
