package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** An exact log of all requests, rejected ones included. */
final class StrictLog implements ModelServer {

  private final Time time;
  private final int limit;
  private final Deque<Instant> log = new ArrayDeque<>();

  StrictLog(Time time, int limit) {
    this.time = time;
    this.limit = limit;
  }

  @Override
  public Verdict count() {
    Instant now = time.instant();
    while (!log.isEmpty() && !log.getFirst().plus(Moments.WINDOW).isAfter(now)) {
      log.removeFirst();
    }
    boolean accepted = log.size() < limit;
    log.addLast(now);
    int excess = Math.max(0, log.size() - limit);
    Instant reset = log.stream().skip(excess).findFirst().orElse(now).plus(Moments.WINDOW);
    return Moments.verdict(accepted, limit, Math.max(0, limit - log.size()), now, reset);
  }
}
