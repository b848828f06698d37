package com.datagrid.client.ratelimit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread-safe side of {@link SchedulerState}: one short lock, one timer for whoever is next,
 * and listeners that are told with the lock released, one after the other in the order of the line.
 */
final class PermitScheduler {

  private final Time time;
  private final ListenerDispatcher news;
  private final AtomicLong numbers = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final SchedulerState turns;

  @GuardedBy("lock")
  private Time.@Nullable Scheduled wakeUp;

  @GuardedBy("lock")
  private long wakeUpAt = Time.NEVER;

  @GuardedBy("lock")
  private long lastJoined;

  /**
   * Makes an empty line.
   *
   * @param audience see {@link ListenerDispatcher}
   */
  PermitScheduler(Window window, Time time, BiConsumer<Permit, Boolean> audience) {
    this.news = new ListenerDispatcher(audience);
    this.turns = new SchedulerState(window, news);
    this.time = time;
    this.lastJoined = time.nanos();
  }

  // A permit's way: joins, is written, ends.

  Permit acquire(long deadline, PermitListener listener) {
    Permit permit = new Permit(this, listener, numbers.incrementAndGet(), deadline);
    join(permit);
    return permit;
  }

  /** For somebody who reports no answer, and may want several slots at once. */
  Permit acquireUntracked(int count, long deadline, PermitListener listener) {
    Permit permit = new UntrackedPermit(this, listener, numbers.incrementAndGet(), deadline, count);
    join(permit);
    return permit;
  }

  /**
   * Joins the line at the permit's place, or is granted or refused at once.
   *
   * @throws RejectedExecutionException if it would have to wait, but the timer has no thread
   */
  void join(Permit permit) {
    boolean granted;
    RejectedExecutionException nobodyWakes = null;
    lock.lock();
    try {
      if (permit.state != Permit.State.OVER) {
        return;
      }
      long now = time.nanos();
      lastJoined = now;
      granted = turns.grantAtOnce(permit, now);
      if (!granted) {
        turns.queue(permit, now);
        nobodyWakes = settle(now);
        if (nobodyWakes != null && permit.state == Permit.State.WAITING) {
          turns.release(permit, now);
        } else {
          nobodyWakes = null;
        }
      }
    } finally {
      lock.unlock();
    }
    if (granted) {
      news.tellGranted(permit);
    } else {
      news.tellAll();
    }
    if (nobodyWakes != null) {
      throw nobodyWakes;
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

  boolean sent(Permit permit, long lease) {
    lock.lock();
    try {
      long now = time.nanos();
      boolean first = turns.sent(permit, lease, now);
      arm(now); // the end of the lease may be what the line waits for
      return first;
    } finally {
      lock.unlock();
    }
  }

  void unsent(Permit permit) {
    lock.lock();
    try {
      turns.unsent(permit);
    } finally {
      lock.unlock();
    }
  }

  void accepted(Permit permit, int limit, int remaining) {
    lock.lock();
    try {
      long now = time.nanos();
      turns.accepted(permit, limit, remaining, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    news.tellAll();
  }

  void throttled(Permit permit, int limit, long retryAfter) {
    lock.lock();
    try {
      long now = time.nanos();
      turns.throttled(permit, limit, retryAfter, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    news.tellAll();
  }

  void unavailable(Permit permit, int limit, long retryAfter) {
    lock.lock();
    try {
      long now = time.nanos();
      turns.unavailable(permit, limit, retryAfter, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    news.tellAll();
  }

  void release(Permit permit) {
    lock.lock();
    try {
      long now = time.nanos();
      turns.release(permit, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    news.tellAll();
  }

  // What the Resilience4j face does.

  /** Does something that changes whose turn it is, and is told the moment. */
  void change(BiConsumer<SchedulerState, Long> change) {
    lock.lock();
    try {
      long now = time.nanos();
      change.accept(turns, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    news.tellAll();
  }

  /**
   * Takes slots that may be used later, behind all that wait now.
   *
   * @return in how many nanoseconds they may be used; -1 if that is more than {@code mostNanos},
   *     and nothing is taken then
   */
  long reserve(int count, long mostNanos) {
    UntrackedPermit permit =
        new UntrackedPermit(
            this, UntrackedPermit.NOBODY, numbers.incrementAndGet(), Time.NEVER, count);
    long wait;
    lock.lock();
    try {
      long now = time.nanos();
      lastJoined = now;
      wait = turns.reserve(permit, mostNanos, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    news.tellAll();
    return wait;
  }

  /** Free slots; {@link Integer#MAX_VALUE} while no limit is known. */
  int available() {
    lock.lock();
    try {
      return turns.windowAt(time.nanos()).available();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody came for so long, and nothing is left that could make a difference. */
  boolean isIdleFor(long nanos) {
    lock.lock();
    try {
      long now = time.nanos();
      Window window = turns.windowAt(now);
      return now - lastJoined >= nanos
          && turns.waiting() == 0
          && window.used() == 0
          && window.pause(now) == 0;
    } finally {
      lock.unlock();
    }
  }

  LimiterState state() {
    lock.lock();
    try {
      long now = time.nanos();
      Window window = turns.windowAt(now);
      long closed = window.pause(now);
      return new LimiterState(
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
   * After a change: lets go whose turn it is now.
   *
   * @return why nobody will wake the others; the timer has a thread as long as something is
   *     scheduled, so only the first that waits can have this
   */
  @GuardedBy("lock")
  private @Nullable RejectedExecutionException settle(long now) {
    turns.pump(now);
    return arm(now);
  }

  /** Arranges to be woken when the line may move by itself. */
  @GuardedBy("lock")
  private @Nullable RejectedExecutionException arm(long now) {
    long at = turns.nextMoment(now);
    if (at != Time.NEVER && at >= wakeUpAt) {
      return null; // the earlier wake-up arranges the next
    }
    Time.Scheduled earlier = wakeUp;
    try {
      wakeUp = at == Time.NEVER ? null : time.schedule(at - now, this::wake);
      wakeUpAt = at;
    } catch (RejectedExecutionException e) {
      return e;
    }
    if (earlier != null) {
      earlier.cancel();
    }
    return null;
  }

  private void wake() {
    lock.lock();
    try {
      wakeUp = null;
      wakeUpAt = Time.NEVER;
      settle(time.nanos());
    } finally {
      lock.unlock();
    }
    news.tellAll();
  }
}
