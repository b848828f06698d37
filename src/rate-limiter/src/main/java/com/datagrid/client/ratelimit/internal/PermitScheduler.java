package com.datagrid.client.ratelimit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread-safe side of {@link SchedulerState}: one short lock, one timer for the next event, and
 * listeners that are called without the lock, one at a time, in the order of the queue.
 */
final class PermitScheduler implements Permit.Owner, SharedWindow.Owner {

  private final Time time;
  private final ListenerDispatcher dispatcher;
  private final AtomicLong lastNumber = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final SchedulerState state;

  private final WakeUp wakeUp;

  @GuardedBy("lock")
  private long lastUsed;

  /**
   * Creates a scheduler with an empty queue.
   *
   * @param name for the log
   * @param observer see {@link ListenerDispatcher}
   */
  PermitScheduler(String name, Window window, Time time, BiConsumer<Permit, Boolean> observer) {
    this.dispatcher = new ListenerDispatcher(observer);
    this.state = new SchedulerState(window, dispatcher, name);
    this.wakeUp = new WakeUp(time, this::wake);
    this.time = time;
    this.lastUsed = time.nanos();
  }

  // The life of a permit.

  Permit acquire(long deadline, boolean background, PermitListener listener) {
    long first = background ? PermitQueue.FIRST_BACKGROUND : 0;
    Permit permit = new Permit(this, listener, first + lastNumber.incrementAndGet(), deadline);
    enqueue(permit);
    return permit;
  }

  /** A permit for several slots, of which nobody has to report a response. */
  Permit acquireUntracked(int count, long deadline, PermitListener listener) {
    Permit permit =
        new UntrackedPermit(this, listener, lastNumber.incrementAndGet(), deadline, count);
    enqueue(permit);
    return permit;
  }

  /**
   * Grants or refuses the permit at once, or puts it into the queue.
   *
   * @throws RejectedExecutionException if it would have to wait, but the timer has no thread
   */
  @Override
  public void enqueue(Permit permit) {
    boolean granted;
    RejectedExecutionException noTimer = null;
    lock.lock();
    try {
      if (permit.state != Permit.State.RELEASED) {
        return;
      }
      long now = time.nanos();
      lastUsed = now;
      granted = state.grantAtOnce(permit, now);
      if (!granted) {
        state.enqueue(permit, now);
        noTimer = settle(now);
        if (noTimer != null && permit.state == Permit.State.WAITING) {
          state.release(permit, now);
        } else {
          noTimer = null;
        }
      }
    } finally {
      lock.unlock();
    }
    if (granted) {
      dispatcher.dispatchGranted(permit);
    } else {
      dispatcher.dispatchAll();
    }
    if (noTimer != null) {
      throw noTimer;
    }
  }

  @Override
  public Permit grantUnconditionally(PermitListener listener) {
    Permit permit = new Permit(this, listener, lastNumber.incrementAndGet(), Time.NEVER);
    lock.lock();
    try {
      state.grant(permit, time.nanos());
    } finally {
      lock.unlock();
    }
    return permit;
  }

  @Override
  public boolean sent(Permit permit, long lease) {
    lock.lock();
    try {
      long now = time.nanos();
      boolean first = state.sent(permit, lease, now);
      wakeUp.set(state.nextEvent(now), now); // the end of the lease may be the next event
      return first;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void unsent(Permit permit) {
    change((state, now) -> state.unsent(permit));
  }

  @Override
  public void accepted(Permit permit, int limit, int remaining) {
    lock.lock(); // as release, without the allocation of a change: every call comes here
    try {
      long now = time.nanos();
      state.accepted(permit, limit, remaining, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    dispatcher.dispatchAll();
  }

  @Override
  public void throttled(Permit permit, int limit, long retryAfter) {
    change((state, now) -> state.throttled(permit, limit, retryAfter, now));
  }

  @Override
  public void unavailable(Permit permit, int limit, long retryAfter) {
    change((state, now) -> state.unavailable(permit, limit, retryAfter, now));
  }

  @Override
  public void release(Permit permit) {
    lock.lock();
    try {
      long now = time.nanos();
      state.release(permit, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    dispatcher.dispatchAll();
  }

  /** Changes the state at a moment. */
  interface Change {
    void apply(SchedulerState state, long now);
  }

  /** Applies a change that may let waiting calls go. */
  void change(Change change) {
    lock.lock();
    try {
      long now = time.nanos();
      change.apply(state, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    dispatcher.dispatchAll();
  }

  /**
   * Takes slots that may be used later, behind all that wait now.
   *
   * @return in how many nanoseconds they may be used; -1 if that is more than {@code maxNanos}, and
   *     nothing is taken then
   */
  long reserve(int count, long maxNanos) {
    UntrackedPermit permit =
        new UntrackedPermit(
            this, UntrackedPermit.NO_LISTENER, lastNumber.incrementAndGet(), Time.NEVER, count);
    long wait;
    lock.lock();
    try {
      long now = time.nanos();
      lastUsed = now;
      wait = state.reserve(permit, maxNanos, now);
      settle(now);
    } finally {
      lock.unlock();
    }
    dispatcher.dispatchAll();
    return wait;
  }

  // The fleet.

  /** Shares the window with others from now on. */
  void share(SharedWindow fleet, RateLimitSettings settings) {
    fleet.attach(this);
    change((state, now) -> state.windowAt(now).share(fleet, settings));
  }

  @Override
  public void update(LongConsumer fleetChange) {
    change((state, now) -> fleetChange.accept(now));
  }

  @Override
  public void learn(int limit, long now) {
    lock.lock(); // once more: the change holds it
    try {
      state.learn(limit, now);
    } finally {
      lock.unlock();
    }
  }

  // What it shows.

  /** Free slots; {@link Integer#MAX_VALUE} while no limit is known. */
  int available() {
    lock.lock();
    try {
      return state.windowAt(time.nanos()).available();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody has used it for so long, and it holds nothing that still matters. */
  boolean isIdleFor(long nanos) {
    lock.lock();
    try {
      long now = time.nanos();
      return now - lastUsed >= nanos && state.waiting() == 0 && state.windowAt(now).isIdle(now);
    } finally {
      lock.unlock();
    }
  }

  LimiterState state() {
    lock.lock();
    try {
      long now = time.nanos();
      Window window = state.windowAt(now);
      long pause = window.pause(now);
      return new LimiterState(
          window.allowance(),
          window.used(),
          window.inFlight(),
          state.waiting(),
          pause > 0 ? Optional.of(Duration.ofNanos(pause)) : Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  // Under the lock.

  /**
   * Grants whatever can be granted after a change.
   *
   * @return why the timer wakes nobody; see {@link WakeUp#set}
   */
  @GuardedBy("lock")
  private @Nullable RejectedExecutionException settle(long now) {
    state.pump(now);
    state.flush(now);
    return wakeUp.set(state.nextEvent(now), now);
  }

  private void wake() {
    change((state, now) -> wakeUp.started());
  }
}
