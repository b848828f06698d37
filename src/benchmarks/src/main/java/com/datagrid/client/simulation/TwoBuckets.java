package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Instant;

/** The usual approximation: this minute's count, and of the previous one's the part in reach. */
final class TwoBuckets implements ModelServer {

  private final Time time;
  private final int limit;
  private final Instant start;
  private long bucket;
  private int count;
  private int previous;

  TwoBuckets(Time time, int limit) {
    this.time = time;
    this.limit = limit;
    this.start = time.instant();
  }

  @Override
  public Verdict count() {
    Instant now = time.instant();
    double elapsed = Moments.seconds(start, now) / Moments.WINDOW.toSeconds();
    turnTo((long) elapsed);
    double left = 1 - (elapsed - bucket);
    boolean accepted = count + previous * left < limit;
    if (accepted) {
      count++;
    }
    // When as much of the previous minute has left as is needed for one more.
    double enough = previous == 0 ? 0 : (double) Math.max(0, limit - count) / previous;
    double wait = left - Math.min(left, enough);
    Instant reset = now.plusNanos((long) (wait * Moments.WINDOW_NANOS));
    int remaining = (int) Math.max(0, limit - count - previous * left);
    return Moments.verdict(accepted, limit, remaining, now, reset);
  }

  private void turnTo(long current) {
    if (current != bucket) {
      previous = current == bucket + 1 ? count : 0;
      count = 0;
      bucket = current;
    }
  }
}
