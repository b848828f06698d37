package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the log what becomes of one limit: once each when it is learned or changes, and when the
 * limiter closes and opens again. Guarded by the lock of the {@link PermitScheduler}, without which
 * what it has to tell is logged.
 */
final class LimitLog {

  private static final Logger LOG = LoggerFactory.getLogger("com.datagrid.client.ratelimit");

  private final String name;
  private final ListenerDispatcher dispatcher;
  private OptionalInt limit;
  private boolean oneOfMany;
  private boolean closed;
  private long closedSince;

  /**
   * A log of a limiter without news.
   *
   * @param name of the limiter
   * @param limit the requests per window that it begins with
   * @param dispatcher logs when the lock is free
   */
  LimitLog(String name, OptionalInt limit, ListenerDispatcher dispatcher) {
    this.name = name;
    this.limit = limit;
    this.dispatcher = dispatcher;
  }

  /** Tells a limit that is learned only at DEBUG: so many others have told theirs. */
  void oneOfMany() {
    oneOfMany = true;
  }

  /**
   * The server rejected a request that this limiter had granted.
   *
   * @param used how many slots were in use, without its own
   */
  void rejected(Window window, long now, int used) {
    if (!closed && window.pause(now) > 0) { // not of those that were on the way by then
      OptionalInt known = window.allowance();
      dispatcher.addNews(
          () ->
              LOG.warn(
                  "{}: the server rejects a request that was within the limit, as far as is known:"
                      + " {} of {} were used",
                  name,
                  used,
                  known.isPresent() ? known.getAsInt() : "an unknown number"));
    }
    closed("the server rejected a request", window, now);
  }

  /** The server asks for a pause. */
  void unavailable(Window window, long now) {
    closed("the server is unavailable", window, now);
  }

  private void closed(String reason, Window window, long now) {
    long pause = window.pause(now);
    if (!closed && pause > 0) {
      closed = true;
      closedSince = now;
      dispatcher.addNews(() -> LOG.info("{}: closed for {}: {}", name, millis(pause), reason));
    }
  }

  /** Something may have changed. */
  void check(Window window, long now) {
    if (closed && window.pause(now) == 0) {
      closed = false;
      long nanos = now - closedSince;
      dispatcher.addNews(() -> LOG.info("{}: open again, after {}", name, millis(nanos)));
    }
    checkLimit(window);
  }

  private void checkLimit(Window window) {
    OptionalInt known = window.allowance();
    if (known.equals(limit)) {
      return;
    }
    OptionalInt before = limit;
    limit = known;
    if (known.isPresent()) {
      String kind = window.isLimitKnown() ? "" : " (estimated)";
      String earlier = before.isPresent() ? ", was " + before.getAsInt() : "";
      Level level = oneOfMany && before.isEmpty() ? Level.DEBUG : Level.INFO;
      dispatcher.addNews(
          () ->
              LOG.atLevel(level)
                  .log(
                      "{}: the limit is {} requests per window{}{}",
                      name,
                      known.getAsInt(),
                      kind,
                      earlier));
    }
  }

  private static Duration millis(long nanos) {
    return Duration.ofNanos(nanos).truncatedTo(ChronoUnit.MILLIS);
  }
}
