package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Instant;

/** So many requests a minute by the clock, which allows twice as many around the full minute. */
final class FixedWindow implements ModelServer {

  private final Time time;
  private final int limit;
  private Instant end;
  private int count;

  /** Its clock stands in the middle of a minute. */
  FixedWindow(Time time, int limit) {
    this.time = time;
    this.limit = limit;
    this.end = time.instant().plus(Moments.WINDOW.dividedBy(2));
  }

  @Override
  public Verdict count() {
    Instant now = time.instant();
    while (!now.isBefore(end)) {
      end = end.plus(Moments.WINDOW);
      count = 0;
    }
    boolean accepted = count < limit;
    if (accepted) {
      count++;
    }
    return Moments.verdict(accepted, limit, limit - count, now, end);
  }
}
