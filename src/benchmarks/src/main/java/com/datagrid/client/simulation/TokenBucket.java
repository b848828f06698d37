package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Instant;

/** A bucket of as many tokens as the limit has, filled at an even pace. */
final class TokenBucket implements ModelServer {

  private final Time time;
  private final int limit;
  private double tokens;
  private Instant filledAt;

  TokenBucket(Time time, int limit) {
    this.time = time;
    this.limit = limit;
    this.tokens = limit;
    this.filledAt = time.instant();
  }

  @Override
  public Verdict count() {
    Instant now = time.instant();
    double perSecond = (double) limit / Moments.WINDOW.toSeconds();
    tokens = Math.min(limit, tokens + Moments.seconds(filledAt, now) * perSecond);
    filledAt = now;
    boolean accepted = tokens >= 1;
    if (accepted) {
      tokens--;
    }
    double missing = Math.max(0, 1 - tokens);
    Instant reset = now.plusNanos((long) (missing / perSecond * 1e9));
    return Moments.verdict(accepted, limit, (int) tokens, now, reset);
  }
}
