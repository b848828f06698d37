package com.datagrid.client.ratelimit.internal;

/**
 * Others on the limit, of which only responses tell: {@link ExternalUsage} reads what they use out
 * of {@code X-RateLimit-Remaining}, and {@link FairShare} says which free slots are ours. Where no
 * header tells, a rejection that our own requests do not explain is taken for others who use the
 * rest of the window: the assumed external use. Guarded by the lock of the {@link PermitScheduler}.
 */
final class EstimatedSharing implements SharedLimit {

  private final long windowNanos;
  private final Limit limit;
  private final WindowSlots own;
  private final ExternalUsage external;
  private final FairShare share;
  private final EvenlySpacedTimes assumed = new EvenlySpacedTimes();

  EstimatedSharing(RateLimitSettings settings, Limit limit, WindowSlots own) {
    this.windowNanos = settings.windowNanos();
    this.limit = limit;
    this.own = own;
    this.external = new ExternalUsage(settings);
    this.share = new FairShare(settings);
  }

  @Override
  public int used() {
    return known() + assumed.size();
  }

  @Override
  public boolean isIdle() {
    return used() == 0;
  }

  @Override
  public boolean isFresh(long now) {
    return false; // others' responses are not ours
  }

  /** The slots of our allowance that others use, as the header tells. */
  private int known() {
    return Math.max(0, external.count() - limit.leftToOthers());
  }

  private int free() {
    return limit.isBounded() ? Math.max(0, limit.allowance() - taken()) : Integer.MAX_VALUE;
  }

  private int taken() {
    return own.taken() + used();
  }

  private int missing(int permits) {
    return limit.isBounded() ? taken() + permits - limit.allowance() : 0;
  }

  @Override
  public long delay(long now, int permits, boolean tracked) {
    if (known() > 0) {
      return delayAmongOthers(now, permits, tracked);
    }
    int missing = assumed.size() == 0 ? 0 : missing(permits);
    return missing <= 0 ? 0 : Time.until(own.freeAt(missing - 1, assumed), now);
  }

  /** Until we may take a slot, or something changes. */
  private long delayAmongOthers(long now, int permits, boolean tracked) {
    long wait =
        tracked
            ? share.delay(now, free(), external.held(), own.inFlight())
            : missing(permits) <= 0 ? 0 : Time.NEVER;
    return Math.min(wait, Time.until(Math.min(external.nextChange(), own.freeAt(0)), now));
  }

  @Override
  public long probeDelay(long now, int permits) {
    return 0;
  }

  @Override
  public long leastDelay(long now, int i, long oldestSent) {
    if (used() == 0) {
      return 0;
    }
    if (known() > 0) {
      int reusable = share.reusable();
      return i < reusable
          ? 0
          : Math.min(share.growthDelay(now), Time.until(own.freeAt(i - reusable), now));
    }
    int missing = own.taken() + assumed.size() + i + 1 - limit.allowance();
    return missing <= 0 ? 0 : own.leastFreeAt(missing - 1, assumed, now, oldestSent) - now;
  }

  @Override
  public void send(long now, int requests, boolean tracked) {
    if (tracked && known() > 0) {
      share.send(now, free());
    }
  }

  @Override
  public void release(long now) {
    // nobody else was told of it
  }

  @Override
  public void mayCount(long now, long stamp) {
    external.mayHaveCountedOwn(stamp);
  }

  @Override
  public void moved(long now, long from, long to) {
    external.mayHaveCountedOwn(to); // and at the other time, too, as far as is known
  }

  @Override
  public void named(long now, int namedLimit) {
    // the limit itself is all that it says
  }

  @Override
  public void accepted(long now, long sentAt, int namedLimit, int remaining) {
    int inFlight = own.inFlight();
    external.accepted(now, sentAt, inFlight + 1, namedLimit, remaining, share.isTesting());
    external.countedOwn(sentAt, own.stampedBy(sentAt, now));
    if (known() > 0) {
      int free = Math.min(free(), remaining - external.held());
      share.accepted(free, own.taken(), external.count(), inFlight);
    } else {
      share.alone();
    }
  }

  @Override
  public boolean throttled(long now, long sentAt, int namedLimit, long retryAfter) {
    external.throttled(now, sentAt, own.inFlight(), namedLimit);
    if (known() == 0) {
      return false;
    }
    share.throttled(now, retryAfter, limit.allowance());
    return !share.isStuck();
  }

  @Override
  public void paused(long now, int namedLimit, long pause, int rounds, boolean rejected) {
    if (!rejected || !limit.isKnown() || known() > 0) {
      return;
    }
    int unexplained = limit.allowance() - own.taken();
    // So few may be ours, counted a moment longer than we thought; not so if it happens again.
    int edge = Math.max(1, limit.allowance() / RateLimitSettings.EDGE_DIVISOR);
    if (unexplained > (rounds == 0 ? edge : 0)) {
      int doublings = Math.min(rounds, RateLimitSettings.ASSUMED_USE_DOUBLINGS);
      assumed.set(now, windowNanos << doublings, unexplained);
    }
  }

  @Override
  public void ownExpired(long time) {
    if (known() > 0) {
      share.ownExpired(time, own.taken(), external.count());
    }
  }

  @Override
  public void dropExpired(long now) {
    assumed.dropUntil(now);
    external.dropExpired(now);
    share.dropExpired(now);
  }

  @Override
  public void flush(long now, long wanted, int batch) {
    // there is no engine
  }

  @Override
  public void close(long now) {
    // nobody is told
  }
}
