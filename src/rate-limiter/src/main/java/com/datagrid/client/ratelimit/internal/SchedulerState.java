package com.datagrid.client.ratelimit.internal;

/**
 * Whose turn it is: the permits that wait for the {@link Window}, first come first served, those
 * that are granted, and those whose requests are on their way. Pure bookkeeping on moments that the
 * caller passes in; guarded by the lock of the {@link PermitScheduler}.
 */
final class SchedulerState {

  private final Window window;
  private final PermitQueue waiting = new PermitQueue();
  private final InFlightPermits sent = new InFlightPermits();
  private final ListenerDispatcher news;

  SchedulerState(Window window, ListenerDispatcher news) {
    this.window = window;
    this.news = news;
  }

  // A permit's way. What it changes for the others shows at the next pump.

  /** Grants a permit without a line, if nobody waits and there is room: the usual case. */
  boolean grantAtOnce(Permit permit, long now) {
    loseOverdue(now);
    if (!waiting.isEmpty() || permit.deadline < now || delay(permit, now) > 0) {
      return false;
    }
    grant(permit, now);
    return true;
  }

  /** Puts a permit in line at its place, or refuses it. */
  void queue(Permit permit, long now) {
    // A call that tries again stands before nearly all: none ahead is its least.
    long ahead = waiting.isLast(permit.number) ? waiting.slots() : 0;
    long least = leastDelay(permit, ahead, now);
    if (isTooLate(permit, least, now)) {
      news.addRefused(permit, least);
    } else {
      waiting.add(permit);
    }
  }

  /** Grants a permit whether or not there is room. */
  void force(Permit permit, long now) {
    grant(permit, now);
  }

  /** Says whether it was granted and not written yet. */
  boolean sent(Permit permit, long lease, long now) {
    if (permit.state != Permit.State.GRANTED) {
      return false;
    }
    sent.add(permit, now, lease);
    return true;
  }

  void unsent(Permit permit) {
    if (permit.state == Permit.State.SENT) {
      sent.remove(permit);
      permit.state = Permit.State.GRANTED;
    }
  }

  void accepted(Permit permit, int limit, int remaining, long now) {
    if (permit.state == Permit.State.SENT) {
      sent.remove(permit);
      if (window.accepted(now, permit.sentAt, limit, remaining)) {
        refuseHopeless(now);
      }
    } else {
      release(permit, now); // not the server's answer to this request, or later than its lease
      learn(limit, now);
    }
  }

  void throttled(Permit permit, int limit, long retryAfter, long now) {
    if (permit.state == Permit.State.SENT) {
      sent.remove(permit);
      window.release();
    } else {
      release(permit, now);
    }
    window.throttled(now, permit.sentAt, limit, retryAfter);
    refuseHopeless(now);
  }

  void unavailable(Permit permit, int limit, long retryAfter, long now) {
    if (permit.state == Permit.State.SENT) {
      sent.remove(permit);
      window.answered(now, permit.sentAt);
    } else {
      release(permit, now);
    }
    window.unavailable(now, limit, retryAfter);
    refuseHopeless(now);
  }

  void release(Permit permit, long now) {
    switch (permit.state) {
      case WAITING -> waiting.remove(permit);
      case GRANTED -> window.release();
      case SENT -> lose(permit, now);
      case OVER -> {
        // nothing is held
      }
    }
    permit.state = Permit.State.OVER;
  }

  // The line.

  /** Lets go all that may go now, and refuses those whose deadline has come. */
  void pump(long now) {
    loseOverdue(now);
    boolean again = true;
    while (again) {
      grantInOrder(now);
      again = refuseLate(now); // which may have let somebody else come first
    }
  }

  private void grantInOrder(long now) {
    while (!waiting.isEmpty()) {
      Permit first = waiting.first();
      if (first.deadline < now) {
        refuse(first, leastDelay(first, 0, now));
      } else if (delay(first, now) == 0) {
        waiting.remove(first);
        grant(first, now);
        news.addGranted(first);
      } else {
        return;
      }
    }
  }

  private boolean refuseLate(long now) {
    boolean any = false;
    while (waiting.nearestDeadline() <= now) {
      Permit late = waiting.withNearestDeadline();
      refuse(late, leastDelay(late, 0, now));
      any = true;
    }
    return any;
  }

  /** Refuses those that can no longer go before their deadline, or at all. */
  private void refuseHopeless(long now) {
    if (!waiting.hasDemanding()) {
      return;
    }
    long ahead = 0;
    for (Permit permit : waiting.inOrder()) {
      long least = leastDelay(permit, ahead, now);
      if (isTooLate(permit, least, now)) {
        refuse(permit, least);
      } else {
        ahead += permit.count();
      }
    }
  }

  /** When the next pump would do something if nothing else happens; {@link Time#NEVER}: never. */
  long nextMoment(long now) {
    if (waiting.isEmpty()) {
      return Time.NEVER;
    }
    long turn = Time.plus(now, delay(waiting.first(), now));
    return Math.min(turn, Math.min(waiting.nearestDeadline(), sent.nextOverdue()));
  }

  private static boolean isTooLate(Permit permit, long least, long now) {
    return least == Time.NEVER || (permit.deadline != Time.NEVER && least > permit.deadline - now);
  }

  private long leastDelay(Permit permit, long ahead, long now) {
    return window.leastDelay(now, ahead, permit.count(), sent.oldest(now));
  }

  private long delay(Permit permit, long now) {
    return window.delay(now, permit.count(), permit.isTracked(), sent.oldest(now));
  }

  private void grant(Permit permit, long now) {
    if (permit instanceof UntrackedPermit unreported) {
      window.sendUntracked(Math.max(now, unreported.usableAt), unreported.count());
    } else {
      permit.state = Permit.State.GRANTED;
      window.send(now);
    }
  }

  private void refuse(Permit permit, long requiredWait) {
    waiting.remove(permit);
    news.addRefused(permit, requiredWait);
  }

  private void loseOverdue(long now) {
    for (Permit lost = sent.overdue(now); lost != null; lost = sent.overdue(now)) {
      lose(lost, now);
    }
  }

  private void lose(Permit permit, long now) {
    sent.remove(permit);
    window.lost(now, permit.sentAt);
  }

  // What the Resilience4j face does, and what it shows.

  /**
   * Puts a permit in line that may be used in {@link #leastDelay} from now. Its turn comes about
   * then.
   *
   * @return that delay; -1 if it is more than {@code mostNanos}, and nothing has happened then
   */
  long reserve(UntrackedPermit permit, long mostNanos, long now) {
    long least = leastDelay(permit, waiting.slots(), now);
    if (least > mostNanos || least == Time.NEVER) {
      return -1;
    }
    permit.usableAt = now + least;
    waiting.add(permit);
    return least;
  }

  /** See {@link Limit#learn}. */
  void learn(int limit, long now) {
    if (window.learn(limit)) {
      refuseHopeless(now);
    }
  }

  void drain(long now) {
    window.drain(now);
    refuseHopeless(now);
  }

  void reportOldest(long now) {
    window.reportOldest(now);
  }

  int waiting() {
    return waiting.size();
  }

  /** The window as it stands at that moment. */
  Window windowAt(long now) {
    loseOverdue(now);
    window.dropExpired(now);
    return window;
  }
}
