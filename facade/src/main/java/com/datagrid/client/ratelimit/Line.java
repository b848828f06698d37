package com.datagrid.client.ratelimit;

import com.datagrid.client.internal.Time;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread-safe side of {@link Turns}: one short lock, one timer for whoever is next, and
 * listeners that are told with the lock released, one after the other in the order of the line.
 */
final class Line {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** Of a reservation: its owner was told the wait already. */
  private static final PermitListener NOBODY =
      new PermitListener() {
        @Override
        public void granted(Permit permit) {}

        @Override
        public void refused(long requiredWaitNanos) {}
      };

  private final Time time;
  private final BiConsumer<Permit, Boolean> audience;
  private final AtomicLong numbers = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Turns turns;

  @GuardedBy("lock")
  private Time.@Nullable Scheduled wakeUp;

  @GuardedBy("lock")
  private long wakeUpAt = Time.NEVER;

  @GuardedBy("lock")
  private boolean someoneTells;

  /**
   * Makes an empty line.
   *
   * @param audience is told of each permit and whether it was granted, before its listener is
   */
  Line(Window window, Time time, BiConsumer<Permit, Boolean> audience) {
    this.turns = new Turns(window);
    this.time = time;
    this.audience = audience;
  }

  // A permit's way: joins, is written, ends.

  Permit acquire(long deadline, PermitListener listener) {
    Permit permit = new Permit(this, listener, numbers.incrementAndGet(), deadline);
    join(permit);
    return permit;
  }

  /** For somebody who reports no answer, and may want several slots at once. */
  Permit acquireUnreported(int count, long deadline, PermitListener listener) {
    Permit permit =
        new UnreportedPermit(this, listener, numbers.incrementAndGet(), deadline, count);
    join(permit);
    return permit;
  }

  /** Joins the line at the permit's place, or is granted or refused at once. */
  void join(Permit permit) {
    boolean granted;
    boolean toTell = false;
    lock.lock();
    try {
      if (permit.state != Permit.State.OVER) {
        return;
      }
      long now = time.nanos();
      granted = turns.grantAtOnce(permit, now);
      if (!granted) {
        turns.queue(permit, now);
        toTell = settle(now);
      }
    } finally {
      lock.unlock();
    }
    if (granted) {
      tell(permit, Turns.News.GRANTED);
    } else if (toTell) {
      tellAll();
    }
  }

  /** A granted permit beside the line. */
  Permit force(PermitListener listener) {
    Permit permit = new Permit(this, listener, numbers.incrementAndGet(), Time.NEVER);
    lock.lock();
    try {
      turns.force(permit, time.nanos());
    } finally {
      lock.unlock();
    }
    return permit;
  }

  boolean written(Permit permit, long lease) {
    lock.lock();
    try {
      long now = time.nanos();
      boolean first = turns.written(permit, lease, now);
      arm(now); // the end of the lease may be what the line waits for
      return first;
    } finally {
      lock.unlock();
    }
  }

  void admitted(Permit permit, int limit) {
    boolean toTell;
    lock.lock();
    try {
      long now = time.nanos();
      turns.admitted(permit, limit, now);
      toTell = settle(now);
    } finally {
      lock.unlock();
    }
    if (toTell) {
      tellAll();
    }
  }

  void rejected(Permit permit, int limit, long retryAfter) {
    boolean toTell;
    lock.lock();
    try {
      long now = time.nanos();
      turns.rejected(permit, limit, retryAfter, now);
      toTell = settle(now);
    } finally {
      lock.unlock();
    }
    if (toTell) {
      tellAll();
    }
  }

  void abandon(Permit permit) {
    boolean toTell;
    lock.lock();
    try {
      long now = time.nanos();
      turns.abandon(permit, now);
      toTell = settle(now);
    } finally {
      lock.unlock();
    }
    if (toTell) {
      tellAll();
    }
  }

  // What the Resilience4j face does.

  /** Does something with the window, after which waits may be longer or shorter. */
  void adjust(BiConsumer<Window, Long> change) {
    boolean toTell;
    lock.lock();
    try {
      long now = time.nanos();
      change.accept(turns.window(), now);
      turns.refuseHopeless(now);
      toTell = settle(now);
    } finally {
      lock.unlock();
    }
    if (toTell) {
      tellAll();
    }
  }

  /**
   * Takes slots that may be used later, behind all that wait now.
   *
   * @return in how many nanoseconds they may be used; -1 if that is more than {@code mostNanos},
   *     and nothing is taken then
   */
  long reserve(int count, long mostNanos) {
    UnreportedPermit permit =
        new UnreportedPermit(this, NOBODY, numbers.incrementAndGet(), Time.NEVER, count);
    long wait;
    boolean toTell;
    lock.lock();
    try {
      long now = time.nanos();
      wait = turns.reserve(permit, mostNanos, now);
      toTell = settle(now);
    } finally {
      lock.unlock();
    }
    if (toTell) {
      tellAll();
    }
    return wait;
  }

  /** Free slots; {@link Integer#MAX_VALUE} while no limit is known. */
  int available() {
    lock.lock();
    try {
      turns.window().dropExpired(time.nanos());
      return turns.window().available();
    } finally {
      lock.unlock();
    }
  }

  RateLimitStatus status() {
    lock.lock();
    try {
      long now = time.nanos();
      Window window = turns.window();
      window.dropExpired(now);
      long closed = window.closedFor(now);
      return new RateLimitStatus(
          window.allowance(),
          window.used(),
          window.inFlight(),
          turns.waiting(),
          closed > 0 ? Optional.of(Duration.ofNanos(closed)) : Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  // Under the lock.

  /**
   * After a change: lets go whose turn it is now. Says whether this thread must {@link #tellAll}.
   */
  @GuardedBy("lock")
  private boolean settle(long now) {
    turns.pump(now);
    arm(now);
    boolean toTell = turns.hasNews() && !someoneTells;
    someoneTells |= toTell;
    return toTell;
  }

  /** Arranges to be woken when the line may move by itself. */
  @GuardedBy("lock")
  private void arm(long now) {
    long at = turns.nextMoment(now);
    if (at != Time.NEVER && at >= wakeUpAt) {
      return; // the earlier wake-up arranges the next
    }
    if (wakeUp != null) {
      wakeUp.cancel();
      wakeUp = null;
    }
    wakeUpAt = at;
    if (at != Time.NEVER) {
      wakeUp = time.schedule(at - now, this::wake);
    }
  }

  private void wake() {
    boolean toTell;
    lock.lock();
    try {
      wakeUp = null;
      wakeUpAt = Time.NEVER;
      toTell = settle(time.nanos());
    } finally {
      lock.unlock();
    }
    if (toTell) {
      tellAll();
    }
  }

  // With the lock released.

  /**
   * Tells all news. Only one thread does at a time, and a listener that causes more of them returns
   * before they are told: a long line cannot become a deep stack.
   */
  private void tellAll() {
    for (Turns.News next = nextNews(); next != null; next = nextNews()) {
      try {
        tell(next.permit(), next.requiredWait());
      } catch (RuntimeException | Error e) {
        LOG.error("a listener of a permit failed", e); // the others must hear theirs
      }
    }
  }

  private Turns.@Nullable News nextNews() {
    lock.lock();
    try {
      Turns.News next = turns.nextNews();
      someoneTells = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void tell(Permit permit, long requiredWait) {
    boolean granted = requiredWait == Turns.News.GRANTED;
    audience.accept(permit, granted);
    if (granted) {
      permit.listener.granted(permit);
    } else {
      permit.listener.refused(requiredWait);
    }
  }
}
