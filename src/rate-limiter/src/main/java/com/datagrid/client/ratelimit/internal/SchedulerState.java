package com.datagrid.client.ratelimit.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The permits that wait for the {@link Window}, first come first served, those that are granted,
 * and those in flight. Pure bookkeeping at times that the caller passes in; guarded by the lock of
 * the {@link PermitScheduler}.
 */
final class SchedulerState {

  /** Among so many background permits, each normal one that comes makes it look at all of them. */
  private static final int SWEEP_DIVISOR = 1_000;

  private final Window window;
  private final PermitQueue queue = new PermitQueue();
  private final InFlightPermits inFlight = new InFlightPermits();
  private long normalAdded; // since background permits were last looked at
  private final ListenerDispatcher dispatcher;
  private final LimitLog log;

  SchedulerState(Window window, ListenerDispatcher dispatcher, String name) {
    this.window = window;
    this.dispatcher = dispatcher;
    this.log = new LimitLog(name, window.allowance(), dispatcher);
  }

  /** See {@link LimitLog#oneOfMany}. */
  void oneOfMany() {
    log.oneOfMany();
  }

  // The life of a permit. What it changes for the others shows at the next pump.

  /** Grants a permit if nobody waits and there is room: the usual case. */
  boolean grantAtOnce(Permit permit, long now) {
    expireLeases(now);
    // A timeout of zero, which an untracked permit may have, is over by now, but nothing waits.
    boolean late = permit.isTracked() && permit.deadline < now;
    if (late || queue.hasAhead(permit) || delay(permit, now) > 0) {
      return false;
    }
    grant(permit, now);
    return true;
  }

  /** Puts a permit into the queue, at its place, or refuses it. */
  void enqueue(Permit permit, long now) {
    long least = leastDelay(permit, queue.slotsAhead(permit), now);
    if (isTooLate(permit, least, now)) {
      dispatcher.addRefused(permit, least);
      return;
    }
    queue.add(permit);
    int background = queue.background().size();
    if (background > 0 && !permit.isBackground() && ++normalAdded * SWEEP_DIVISOR > background) {
      refuseHopelessBackground(leastDelays(now), now); // they have more ahead of them
    }
  }

  /** Grants a permit, whether or not there is room. */
  void grant(Permit permit, long now) {
    if (permit instanceof UntrackedPermit untracked) {
      window.sendUntracked(now, Math.max(now, untracked.usableAt), untracked.count());
    } else {
      permit.state = Permit.State.GRANTED;
      window.send(now);
    }
  }

  /** Returns whether the permit was granted and had no request yet. */
  boolean sent(Permit permit, long lease, long now) {
    if (permit.state != Permit.State.GRANTED) {
      return false;
    }
    inFlight.add(permit, now, lease);
    return true;
  }

  void unsent(Permit permit) {
    if (permit.state == Permit.State.SENT) {
      inFlight.remove(permit);
      permit.state = Permit.State.GRANTED;
    }
  }

  void accepted(Permit permit, int limit, int remaining, long now) {
    if (permit.state == Permit.State.SENT) {
      inFlight.remove(permit);
      if (window.accepted(now, permit.sentAt, limit, remaining)) {
        refuseHopeless(now);
      }
    } else {
      release(permit, now); // not the server's response to this request, or later than its lease
      learn(limit, now);
    }
  }

  void throttled(Permit permit, int limit, long retryAfter, long now) {
    if (permit.state == Permit.State.SENT) {
      inFlight.remove(permit);
      window.release(now);
    } else {
      release(permit, now);
    }
    final int used = window.used();
    window.throttled(now, permit.sentAt, limit, retryAfter);
    log.rejected(window, now, used);
    refuseHopeless(now);
  }

  void unavailable(Permit permit, int limit, long retryAfter, long now) {
    if (permit.state == Permit.State.SENT) {
      inFlight.remove(permit);
      window.responded(now, permit.sentAt);
    } else {
      release(permit, now);
    }
    window.unavailable(now, limit, retryAfter);
    log.unavailable(window, now);
    refuseHopeless(now);
  }

  void release(Permit permit, long now) {
    switch (permit.state) {
      case WAITING -> queue.remove(permit);
      case GRANTED -> window.release(now);
      case SENT -> lose(permit, now);
      case RELEASED -> {
        // it holds nothing
      }
    }
    permit.state = Permit.State.RELEASED;
  }

  // The queue.

  /** Grants all that can go now, and refuses those whose deadline has come. */
  void pump(long now) {
    expireLeases(now);
    log.check(window, now);
    boolean again = true;
    while (again) {
      grantInOrder(now);
      again = refuseLate(now); // which may have put another one first
    }
  }

  private void grantInOrder(long now) {
    while (!queue.isEmpty()) {
      Permit first = queue.first();
      if (first.deadline < now) {
        refuse(first, leastDelay(first, 0, now));
      } else if (delay(first, now) == 0) {
        queue.remove(first);
        grant(first, now);
        dispatcher.addGranted(first);
      } else {
        return;
      }
    }
  }

  private boolean refuseLate(long now) {
    boolean any = false;
    while (queue.nearestDeadline() <= now) {
      Permit late = queue.withNearestDeadline();
      refuse(late, leastDelay(late, queue.slotsAhead(late), now));
      any = true;
    }
    return any;
  }

  /** Refuses those that can no longer go before their deadline, or at all. */
  private void refuseHopeless(long now) {
    LeastDelays least = leastDelays(now);
    refuseHopeless(queue.normal(), 0, least, now);
    refuseHopelessBackground(least, now);
  }

  private void refuseHopelessBackground(LeastDelays least, long now) {
    normalAdded = 0;
    refuseHopeless(queue.background(), queue.normalSlots(), least, now);
  }

  private void refuseHopeless(Iterable<Permit> permits, long ahead, LeastDelays least, long now) {
    if (queue.isEmpty()) {
      return;
    }
    // Most deadlines are after the time when even the last one can go: these need no look.
    long safe = Time.plus(now, least.of(queue.slots() - 1, 1));
    int unsafe = queue.hasMultiple() ? queue.size() : queue.countDeadlinesBefore(safe);
    List<Permit> hopeless = new ArrayList<>();
    long taken = ahead;
    for (Iterator<Permit> i = permits.iterator(); unsafe > 0 && i.hasNext(); ) {
      Permit permit = i.next();
      if (permit.deadline < safe || queue.hasMultiple()) {
        unsafe--;
        long delay = least.of(taken, permit.count());
        if (isTooLate(permit, delay, now)) {
          hopeless.add(permit);
          dispatcher.addRefused(permit, delay);
          continue;
        }
      }
      taken += permit.count();
    }
    hopeless.forEach(queue::remove);
  }

  private LeastDelays leastDelays(long now) {
    return new LeastDelays(window, now, inFlight.oldestSent(now), queue.slots());
  }

  /** When the next pump has something to do if nothing else happens; else {@link Time#NEVER}. */
  long nextEvent(long now) {
    if (queue.isEmpty()) {
      return Time.NEVER;
    }
    long grant = Time.plus(now, delay(queue.first(), now));
    return Math.min(grant, Math.min(queue.nearestDeadline(), inFlight.nextLeaseEnd()));
  }

  private static boolean isTooLate(Permit permit, long least, long now) {
    return least == Time.NEVER || (permit.deadline != Time.NEVER && least > permit.deadline - now);
  }

  private long leastDelay(Permit permit, long ahead, long now) {
    return window.leastDelay(
        now, ahead, permit.count(), permit.isTracked(), inFlight.oldestSent(now));
  }

  private long delay(Permit permit, long now) {
    return window.delay(now, permit.count(), permit.isTracked(), inFlight.oldestSent(now));
  }

  private void refuse(Permit permit, long requiredWait) {
    queue.remove(permit);
    dispatcher.addRefused(permit, requiredWait);
  }

  private void expireLeases(long now) {
    for (Permit lost = inFlight.expired(now); lost != null; lost = inFlight.expired(now)) {
      lose(lost, now);
    }
  }

  private void lose(Permit permit, long now) {
    inFlight.remove(permit);
    window.lost(now, permit.sentAt);
  }

  // For the RateLimiter.

  /**
   * Enqueues a permit that may be used in {@link #leastDelay} from now, when it is about to be
   * granted.
   *
   * @return that delay; -1 if it is more than {@code maxNanos}, and nothing has changed then
   */
  long reserve(UntrackedPermit permit, long maxNanos, long now) {
    long least = leastDelay(permit, queue.slots(), now);
    if (least > maxNanos || least == Time.NEVER) {
      return -1;
    }
    permit.usableAt = now + least;
    queue.add(permit);
    return least;
  }

  /** See {@link Limit#learn}. */
  void learn(int limit, long now) {
    if (window.learn(limit, now)) {
      refuseHopeless(now);
    }
  }

  /** See {@link SharedLimit#flush}. */
  void flush(long now) {
    window.shared().flush(now, queue.slots(), queue.isEmpty() ? 0 : queue.first().count());
  }

  void drain(long now) {
    window.drain(now);
    refuseHopeless(now);
  }

  int waiting() {
    return queue.size();
  }

  /** The window, brought up to that time. */
  Window windowAt(long now) {
    expireLeases(now);
    window.dropExpired(now);
    return window;
  }
}
