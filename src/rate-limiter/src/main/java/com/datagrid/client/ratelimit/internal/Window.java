package com.datagrid.client.ratelimit.internal;

import java.util.OptionalInt;

/**
 * What the server may be counting of ours, and when it will accept the next request. Pure
 * arithmetic on times that the caller passes in; guarded by the lock of the {@link
 * PermitScheduler}.
 *
 * <p><b>Why no request is rejected.</b> Let the server accept at most L requests in any span W. It
 * stamps a request somewhere between our sending it and our receiving its response. Take a request
 * that the server stamps at s. Every earlier one of ours that it stamped in (s-W, s] is, at the
 * moment we send, either without a response and so <em>in flight</em>, or got its response after
 * s-W and so is <em>counted</em>, which it stays until W after its response. We send only if {@code
 * slots}, which are both together, are at most L-1. So the server has at most L-1 of ours in its
 * window, and accepts it.
 *
 * <p>This needs an exact window, a constant L, nobody else on the same limit, and clocks that drift
 * by less than the guard in one W. It also needs a stamp within the stamp lag of our sending: a
 * later response is taken as stamped by then, since otherwise slow calls would hold their slots for
 * nothing. What breaks these shows as a 429, and {@link #throttled} deals with it. For others on
 * the limit there is {@link SharedLimit}, which can only make us wait longer.
 */
final class Window {

  private final long countedNanos;

  private final Limit limit;
  private final CongestionControl congestion;
  private final WindowSlots slots;
  private SharedLimit shared;
  private final UntrackedPermits untracked = new UntrackedPermits();

  Window(RateLimitSettings settings, long now) {
    limit = new Limit(settings);
    congestion = new CongestionControl(settings);
    slots = new WindowSlots(settings);
    shared = new EstimatedSharing(settings, limit, slots);
    countedNanos = settings.countedNanos();
    if (limit.isKnown()) {
      congestion.refresh(now);
    }
  }

  /** A fleet shares the limit from now on; the settings are without the remaining-header. */
  void share(SharedWindow fleet, RateLimitSettings settings) {
    shared = new FleetSharing(limit, slots, fleet, new EstimatedSharing(settings, limit, slots));
  }

  // What may be sent, and when.

  /**
   * How long until so many requests may be sent at once, as far as is known now: 0 is at once,
   * {@link Time#NEVER} means that a response must come first.
   *
   * @param tracked whether somebody will report the responses: only then can one be waited for
   * @param oldestSent when the first of those in flight was sent
   */
  long delay(long now, int permits, boolean tracked, long oldestSent) {
    dropExpired(now);
    if (tracked && shared.isFresh(now)) {
      congestion.refresh(now);
    }
    long pause =
        tracked
            ? congestion.delay(now, slots.inFlight(), limit.isUnknown(), oldestSent)
            : congestion.pause(now);
    if (pause > 0) {
      return pause;
    }
    if (tracked && slots.inFlight() == 0 && congestion.isProbing()) {
      return Math.max(probeDelay(now, permits), shared.probeDelay(now, permits));
    }
    int bound = limit.bound(tracked);
    int missing = bound == Integer.MAX_VALUE ? 0 : slots.taken() + permits - bound;
    long own = missing <= 0 ? 0 : Time.until(slots.freeAt(missing - 1), now);
    return Math.max(own, shared.delay(now, permits, tracked));
  }

  /**
   * How long until a probe may be sent whose pause is over: neither what others seem to use nor a
   * limit that is only estimated holds it up, since its response tells more.
   */
  private long probeDelay(long now, int permits) {
    int missing = limit.isKnown() ? slots.counted() + permits - limit.allowance() : 0;
    return missing <= 0 ? 0 : Time.until(slots.freeAt(missing - 1), now);
  }

  /**
   * The least time until so many requests can be sent behind {@code ahead} others, as far as is
   * known now: if none of the others gives up, if what is in flight is accepted, and if every
   * response comes at once. {@link Time#NEVER} if there are more than the limit.
   *
   * @param tracked as for {@link #delay}
   * @param oldestSent as for {@link #delay}
   */
  long leastDelay(long now, long ahead, int permits, boolean tracked, long oldestSent) {
    dropExpired(now);
    long pause = congestion.pause(now);
    int bound = limit.bound(tracked);
    if (bound == Integer.MAX_VALUE) {
      return pause;
    }
    if (permits > bound) {
      return Time.NEVER;
    }
    long last = ahead + permits - 1;
    // Whoever takes a slot holds it for a window, and then it is the next one's. Nobody waits for a
    // slot (which others hold, say) that is not free before the first one is for the second time.
    int slot = (int) (last % bound);
    boolean probing = congestion.isProbing(); // one of them does not wait for others
    long free = probing ? probeDelay(now, 1) : slotDelay(0, bound, now, oldestSent);
    long first = Math.max(pause, free);
    long own =
        slot == 0
            ? first
            : Math.max(pause, slotDelay(probing ? slot - 1 : slot, bound, now, oldestSent));
    return later(Math.min(own, first + countedNanos), last / bound);
  }

  /** The same delay so many windows later. */
  long later(long delay, long windows) {
    return windows > Time.NEVER / countedNanos
        ? Time.NEVER
        : Time.plus(delay, windows * countedNanos);
  }

  /** The least time until the i-th slot is free, from 0; those in flight among them. */
  private long slotDelay(int i, int bound, long now, long oldestSent) {
    int missing = slots.taken() + i + 1 - bound;
    long own =
        missing <= 0 ? 0 : slots.leastFreeAt(missing - 1, SortedTimes.NONE, now, oldestSent) - now;
    return Math.max(own, shared.leastDelay(now, i, oldestSent));
  }

  // What was sent, and what came of it.

  /** A request is about to be sent, of which somebody will report what came of it. */
  void send(long now) {
    shared.send(now, 1, true);
    if (slots.inFlight() == 0) {
      congestion.leaderSent(now);
    }
    slots.send();
  }

  /** Maybe nobody will report the responses: counted as if they came then. */
  void sendUntracked(long now, long time, int count) {
    untracked.add(new UntrackedPermits.Grant(time, count), countedNanos);
    shared.send(now, count, false);
    for (int i = 0; i < count; i++) {
      mayCount(now, time);
    }
  }

  /** The oldest of {@link #sendUntracked} got its response after all, if it still counts. */
  void reportOldest(long now) {
    untracked.takeOldest().ifPresent(grant -> move(grant, now));
  }

  private void move(UntrackedPermits.Grant grant, long now) {
    long stamp = Math.max(grant.time(), slots.stampedBy(grant.time(), now));
    for (int i = 0; i < grant.count() && slots.uncount(grant.time()); i++) {
      slots.count(stamp);
      shared.moved(now, grant.time(), stamp);
    }
  }

  /** The slot of one that was in flight is free: the server never saw it, or rejected it. */
  void release(long now) {
    slots.release();
    shared.release(now);
  }

  /** Sent, and no response will come: the server may yet count it. */
  void lost(long now, long sentAt) {
    slots.release();
    mayCount(now, Math.max(now, slots.stampedBy(sentAt)));
  }

  /** Sent, and the response does not tell whether the server counts it. */
  void responded(long now, long sentAt) {
    slots.release();
    mayCount(now, slots.stampedBy(sentAt, now));
  }

  private void mayCount(long now, long stamp) {
    slots.count(stamp);
    shared.mayCount(now, stamp);
  }

  /**
   * The server accepted a request.
   *
   * @param namedLimit the limit that the response names; 0 or less if it names none
   * @param remaining how many may follow, as the response says; less than 0 if it does not
   * @return whether the limit was learned or fell or the probe is over, so that some waits have
   *     become longer
   */
  boolean accepted(long now, long sentAt, int namedLimit, int remaining) {
    slots.release();
    slots.responded(sentAt, now);
    slots.count(slots.stampedBy(sentAt, now));
    final boolean probed = congestion.accepted(now, sentAt);
    final boolean tightened = limit.learn(namedLimit);
    limit.accepted(now);
    shared.accepted(now, sentAt, namedLimit, remaining);
    return tightened || probed;
  }

  /**
   * The server rejected a request with a 429: all pause, and then one probes, unless others explain
   * the rejection.
   *
   * @param namedLimit the limit that the response names; 0 or less if it names none
   * @param retryAfter the pause that the response asks for in nanoseconds; 0 or less if none
   */
  void throttled(long now, long sentAt, int namedLimit, long retryAfter) {
    dropExpired(now);
    final boolean tightened = limit.learn(namedLimit);
    final boolean probe = congestion.isProbe(sentAt);
    if (shared.throttled(now, sentAt, namedLimit, retryAfter)) {
      return;
    }
    boolean starts = congestion.throttled(now, retryAfter, Time.until(slots.freeAt(0), now));
    if (!probe) { // it goes whatever the estimate, and says nothing about it
      limit.throttled(now, slots.taken() + shared.used(), starts, congestion.rounds() > 0);
    }
    boolean unexplained = !limit.isKnown() || tightened || !slots.learnLag();
    shared.paused(now, namedLimit, congestion.pause(now), congestion.rounds(), unexplained);
  }

  /** The server is unavailable for a while, whatever the limit: all pause. */
  void unavailable(long now, int namedLimit, long retryAfter) {
    limit.learn(namedLimit);
    congestion.unavailable(now, retryAfter);
    shared.paused(now, namedLimit, congestion.pause(now), congestion.rounds(), false);
  }

  /** See {@link Limit#learn}. */
  boolean learn(int namedLimit, long now) {
    shared.named(now, namedLimit);
    return limit.learn(namedLimit);
  }

  /** Takes all free slots for one window; none if no limit is known. */
  void drain(long now) {
    dropExpired(now);
    for (int free = limit.isBounded() ? available() : 0; free > 0; free--) {
      slots.count(now);
    }
  }

  /** Brings the counts up to that time. */
  void dropExpired(long now) {
    for (; slots.freeAt(0) <= now; slots.removeFirst()) {
      shared.ownExpired(slots.freeAt(0));
    }
    shared.dropExpired(now);
  }

  /** Others on the limit. */
  SharedLimit shared() {
    return shared;
  }

  // What it shows, as of the last look.

  /** Whether it holds nothing that still matters. */
  boolean isIdle(long now) {
    return slots.taken() == 0 && shared.isIdle() && pause(now) == 0;
  }

  /** Whether the limit is no estimate. */
  boolean isLimitKnown() {
    return limit.isKnown();
  }

  OptionalInt allowance() {
    return limit.isBounded() ? OptionalInt.of(limit.allowance()) : OptionalInt.empty();
  }

  /** Free slots; {@link Integer#MAX_VALUE} if no limit is known. */
  int available() {
    return limit.isBounded() ? Math.max(0, limit.allowance() - used()) : Integer.MAX_VALUE;
  }

  int used() {
    return slots.taken() + shared.used();
  }

  int inFlight() {
    return slots.inFlight();
  }

  /** How long all pause; 0 if they do not. */
  long pause(long now) {
    return congestion.pause(now);
  }
}
