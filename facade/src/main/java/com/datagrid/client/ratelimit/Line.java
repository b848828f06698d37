package com.datagrid.client.ratelimit;

import com.datagrid.client.internal.Time;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for the {@link Window}, first come first served, each with its deadline.
 * Thread-safe: one short lock, and listeners are told after it is released.
 */
final class Line {

  /** What became of a permit, to be told when the lock is released. */
  private record News(Permit permit, boolean granted, long requiredWait) {}

  private final Time time;
  private final BiConsumer<Permit, Boolean> audience;
  private final AtomicLong numbers = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Window window;

  @GuardedBy("lock")
  private final Queue waiting = new Queue();

  @GuardedBy("lock")
  private final Sent sent = new Sent();

  @GuardedBy("lock")
  private Time.@Nullable Scheduled wakeUp;

  @GuardedBy("lock")
  private long wakeUpAt = Time.NEVER;

  @GuardedBy("lock")
  private List<News> news = List.of();

  /**
   * Makes an empty line.
   *
   * @param audience is told of each permit and whether it was granted, before its listener is
   */
  Line(Window window, Time time, BiConsumer<Permit, Boolean> audience) {
    this.window = window;
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
    boolean granted = false;
    List<News> toTell;
    lock.lock();
    try {
      long now = time.nanos();
      if (permit.state != Permit.State.OVER) {
        return;
      }
      if (waiting.isEmpty() && delay(permit, now) == 0) {
        grant(permit, now);
        granted = true;
      } else {
        queue(permit, now);
        pump(now);
      }
      toTell = takeNews();
    } finally {
      lock.unlock();
    }
    if (granted) {
      tell(new News(permit, true, 0));
    }
    toTell.forEach(this::tell);
  }

  boolean written(Permit permit, long lease) {
    lock.lock();
    try {
      if (permit.state != Permit.State.GRANTED) {
        return false;
      }
      sent.add(permit, time.nanos(), lease);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A granted permit beside the line. */
  Permit force(PermitListener listener) {
    Permit permit = new Permit(this, listener, numbers.incrementAndGet(), Time.NEVER);
    lock.lock();
    try {
      grant(permit, time.nanos());
    } finally {
      lock.unlock();
    }
    return permit;
  }

  void admitted(Permit permit, int limit) {
    List<News> toTell;
    lock.lock();
    try {
      long now = time.nanos();
      boolean tightened;
      if (permit.state == Permit.State.SENT) {
        sent.remove(permit);
        tightened = window.admitted(now, permit.sentAt, limit);
      } else {
        tightened = window.learn(limit); // later than its lease: the slot is given back already
      }
      if (tightened) {
        sweep(now);
      }
      pump(now);
      toTell = takeNews();
    } finally {
      lock.unlock();
    }
    toTell.forEach(this::tell);
  }

  void rejected(Permit permit, int limit, long retryAfter) {
    List<News> toTell;
    lock.lock();
    try {
      long now = time.nanos();
      if (permit.state != Permit.State.SENT) {
        return;
      }
      sent.remove(permit);
      window.rejected(now, limit, retryAfter);
      sweep(now);
      pump(now);
      toTell = takeNews();
    } finally {
      lock.unlock();
    }
    toTell.forEach(this::tell);
  }

  void abandon(Permit permit) {
    List<News> toTell;
    lock.lock();
    try {
      long now = time.nanos();
      switch (permit.state) {
        case WAITING -> waiting.remove(permit);
        case GRANTED -> window.neverSent();
        case SENT -> lose(permit, now);
        case OVER -> {
          return;
        }
      }
      permit.state = Permit.State.OVER;
      pump(now);
      toTell = takeNews();
    } finally {
      lock.unlock();
    }
    toTell.forEach(this::tell);
  }

  // What the Resilience4j face does with the window itself.

  /** Does something with the window, after which waits may be longer or shorter. */
  void adjust(BiConsumer<Window, Long> change) {
    List<News> toTell;
    lock.lock();
    try {
      long now = time.nanos();
      change.accept(window, now);
      sweep(now);
      pump(now);
      toTell = takeNews();
    } finally {
      lock.unlock();
    }
    toTell.forEach(this::tell);
  }

  /**
   * Takes slots that become free later, behind all that wait now.
   *
   * @return in how many nanoseconds they may be used; -1 if that is more than {@code mostNanos},
   *     and nothing is taken then
   */
  long reserve(int count, long mostNanos) {
    lock.lock();
    try {
      long now = time.nanos();
      long wait = window.leastDelay(now, waiting.slots(), count);
      if (wait > mostNanos) {
        return -1;
      }
      window.sendUnreported(now + wait, count);
      return wait;
    } finally {
      lock.unlock();
    }
  }

  /** Free slots; {@link Integer#MAX_VALUE} while no limit is known. */
  int available() {
    lock.lock();
    try {
      window.look(time.nanos());
      return window.available();
    } finally {
      lock.unlock();
    }
  }

  RateLimitStatus status() {
    lock.lock();
    try {
      long now = time.nanos();
      window.look(now);
      long gate = window.gate(now);
      return new RateLimitStatus(
          window.allowance(),
          window.used(),
          window.inFlight(),
          waiting.size(),
          gate > 0 ? Optional.of(Duration.ofNanos(gate)) : Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  // Under the lock.

  @GuardedBy("lock")
  private void queue(Permit permit, long now) {
    // A call that tries again stands before nearly all: none ahead is its least.
    long ahead = waiting.isLast(permit.number) ? waiting.slots() : 0;
    long least = window.leastDelay(now, ahead, permit.count());
    if (least > permit.deadline - now) {
      news(new News(permit, false, least));
    } else {
      waiting.add(permit);
    }
  }

  @GuardedBy("lock")
  private void refuse(Permit permit, long requiredWait) {
    waiting.remove(permit);
    news(new News(permit, false, requiredWait));
  }

  @GuardedBy("lock")
  private void grant(Permit permit, long now) {
    if (permit.isReported()) {
      permit.state = Permit.State.GRANTED;
      window.send(now);
    } else {
      window.sendUnreported(now, permit.count());
    }
  }

  /** The server may yet count it, though nobody will say. */
  @GuardedBy("lock")
  private void lose(Permit permit, long now) {
    sent.remove(permit);
    window.lost(now, permit.sentAt);
  }

  @GuardedBy("lock")
  private long delay(Permit permit, long now) {
    return window.delay(now, permit.count(), permit.isReported());
  }

  /** Refuses those whose deadline has become too near for their place in line. */
  @GuardedBy("lock")
  private void sweep(long now) {
    if (!waiting.hasDeadlines()) {
      return;
    }
    long ahead = 0;
    for (Permit permit : waiting.inOrder()) {
      long least = window.leastDelay(now, ahead, permit.count());
      if (least > permit.deadline - now) {
        refuse(permit, least);
      } else {
        ahead += permit.count();
      }
    }
  }

  /** Lets go all that may go now, and arranges to be woken when the next may. */
  @GuardedBy("lock")
  private void pump(long now) {
    for (Permit lost = sent.overdue(now); lost != null; lost = sent.overdue(now)) {
      lose(lost, now);
    }
    while (waiting.hasDeadlines() && waiting.nearestDeadline().deadline <= now) {
      Permit late = waiting.nearestDeadline();
      refuse(late, window.leastDelay(now, 0, late.count()));
    }
    long delay = Time.NEVER;
    while (!waiting.isEmpty()) {
      Permit first = waiting.first();
      delay = delay(first, now);
      if (delay > 0) {
        break;
      }
      waiting.remove(first);
      grant(first, now);
      news(new News(first, true, 0));
    }
    wakeAt(waiting.isEmpty() ? Time.NEVER : nextMoment(now, delay), now);
  }

  @GuardedBy("lock")
  private long nextMoment(long now, long delayOfFirst) {
    long at = Time.plus(now, delayOfFirst);
    if (waiting.hasDeadlines()) {
      at = Math.min(at, waiting.nearestDeadline().deadline);
    }
    return Math.min(at, sent.nextOverdue());
  }

  @GuardedBy("lock")
  private void wakeAt(long at, long now) {
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
    List<News> toTell;
    lock.lock();
    try {
      wakeUp = null;
      wakeUpAt = Time.NEVER;
      pump(time.nanos());
      toTell = takeNews();
    } finally {
      lock.unlock();
    }
    toTell.forEach(this::tell);
  }

  @GuardedBy("lock")
  private void news(News item) {
    if (news.isEmpty()) {
      news = new ArrayList<>();
    }
    news.add(item);
  }

  @GuardedBy("lock")
  private List<News> takeNews() {
    List<News> taken = news;
    news = List.of();
    return taken;
  }

  private void tell(News item) {
    audience.accept(item.permit, item.granted);
    if (item.granted) {
      item.permit.listener.granted(item.permit);
    } else {
      item.permit.listener.refused(item.requiredWait);
    }
  }
}
