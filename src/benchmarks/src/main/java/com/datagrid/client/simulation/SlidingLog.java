package com.datagrid.client.simulation;

import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.stubs.SlidingWindow;
import java.time.Instant;
import java.util.function.DoubleToIntFunction;

/** An exact log of accepted requests: the service, as far as its documentation tells. */
final class SlidingLog implements ModelServer {

  /** What {@code Retry-After} says when the window is full. */
  enum RetryAfter {
    /** When the oldest request leaves it, as the stub server does. */
    OLDEST_LEAVES,
    /** When the newest one does. */
    NEWEST_LEAVES,
    /** A window from now. */
    WINDOW
  }

  private final Time time;
  private final SlidingWindow window;
  private final DoubleToIntFunction limit;
  private final RetryAfter meaning;
  private final Instant start;
  private Instant newest;

  /**
   * An empty log.
   *
   * @param limit by the seconds since the start
   */
  SlidingLog(Time time, DoubleToIntFunction limit, RetryAfter meaning) {
    this.time = time;
    this.limit = limit;
    this.meaning = meaning;
    this.start = time.instant();
    this.newest = start;
    this.window = new SlidingWindow(limit.applyAsInt(0), Moments.WINDOW, time::instant);
  }

  /** The same, with requests of others, evenly spaced over the window before. */
  SlidingLog filledWith(int requests) {
    window.fill(requests);
    return this;
  }

  @Override
  public Verdict count() {
    Instant now = time.instant();
    window.setLimit(limit.applyAsInt(Moments.seconds(start, now)));
    SlidingWindow.Decision decision = window.admit();
    if (decision.admitted()) {
      newest = now;
    }
    Instant reset =
        switch (meaning) {
          case OLDEST_LEAVES -> decision.resetAt();
          case NEWEST_LEAVES -> newest.plus(Moments.WINDOW);
          case WINDOW -> now.plus(Moments.WINDOW);
        };
    return Moments.verdict(decision.admitted(), decision.limit(), decision.remaining(), now, reset);
  }
}
