package com.datagrid.client.ratelimit.internal;

import java.util.OptionalInt;

/**
 * What the server may be counting of ours, and when it will let the next request in. Pure
 * arithmetic on moments that the caller passes in; guarded by the lock of the {@link
 * PermitScheduler}.
 *
 * <p><b>Why no request is rejected.</b> Let the server admit at most L requests in any span W. It
 * stamps a request somewhere between our sending it and our receiving its answer. Take a request
 * that the server stamps at s. Every earlier one of ours that it stamped in (s-W, s] is, at the
 * moment we send, either unanswered and so in {@code inFlight}, or was answered after s-W and so is
 * in {@code slots}, where it stays until W after its answer. We send only if both together are at
 * most L-1. So the server has at most L-1 of ours in its window, and admits it.
 *
 * <p>This needs an exact window, a constant L, nobody else on the same limit, and clocks that drift
 * by less than the guard in one W. It also needs a stamp within {@code stampLagNanos} of our
 * sending: a later answer is taken as stamped by then, since otherwise slow calls would hold their
 * slots for nothing. What breaks these shows as a 429, and {@link #throttled} deals with it.
 */
final class Window {

  private final long countedNanos;
  private final long stampLagNanos;

  private final Limit limit;
  private final CongestionControl gate;
  private final ExternalUsage others;
  private final FairShare sharing;
  private final WindowSlots slots;
  private final UntrackedPermits unreported = new UntrackedPermits();
  private int inFlight;

  Window(RateLimitSettings settings, long now) {
    limit = new Limit(settings);
    gate = new CongestionControl(settings);
    others = new ExternalUsage(settings);
    sharing = new FairShare(settings);
    slots = new WindowSlots(settings);
    countedNanos = settings.countedNanos();
    stampLagNanos = settings.stampLagNanos();
    if (limit.isNamed()) {
      gate.refresh(now);
    }
  }

  // What may go out, and when.

  /**
   * How long until so many requests may go out at once, as far as is known now: 0 is at once,
   * {@link Time#NEVER} means that an answer must come first.
   *
   * @param reported whether somebody will report the answers: only then can one be waited for
   * @param oldestSent when the first of those in flight was sent
   */
  long delay(long now, int permits, boolean reported, long oldestSent) {
    dropExpired(now);
    long closed =
        reported ? gate.delay(now, inFlight, limit.isUnknown(), oldestSent) : gate.closedFor(now);
    if (closed > 0) {
      return closed;
    }
    if (reported && inFlight == 0 && gate.isProbing()) {
      return probeDelay(now, permits);
    }
    if (takenByOthers() > 0) {
      return delayAmongOthers(now, permits, reported);
    }
    int missing = missing(permits);
    return missing <= 0 ? 0 : Time.until(slots.freeAt(missing - 1), now);
  }

  /** While others use the limit, too: until we may take a slot, or something changes. */
  private long delayAmongOthers(long now, int permits, boolean reported) {
    long wait = missing(permits) <= 0 ? 0 : Time.NEVER;
    if (reported) {
      wait = sharing.delay(now, available(), others.held(), inFlight);
    }
    return Math.min(wait, Time.until(Math.min(others.nextMoment(), slots.ownFreeAt(0)), now));
  }

  private int missing(int permits) {
    return limit.isBounded() ? used() + permits - limit.allowance() : 0;
  }

  /**
   * How long until a call may probe whose time has come: what others seem to use is but a guess,
   * and does not hold it up; and neither does a limit that is only estimated, if the server itself
   * named the moment.
   */
  private long probeDelay(long now, int permits) {
    boolean holds = limit.isNamed() || (limit.isBounded() && !gate.isMomentNamed());
    int missing = holds ? slots.own() + permits - limit.allowance() : 0;
    return missing <= 0 ? 0 : Time.until(slots.ownFreeAt(missing - 1), now);
  }

  /**
   * The least time until so many requests can go out behind {@code ahead} others, as far as is
   * known now: if none of the others gives up, if what is in flight is admitted, and if every
   * answer comes at once. {@link Time#NEVER} if there are more than the limit.
   */
  long leastDelay(long now, long ahead, int permits, long oldestSent) {
    dropExpired(now);
    long closed = gate.closedFor(now);
    if (!limit.isBounded()) {
      return closed;
    }
    int allowance = limit.allowance();
    if (permits > allowance) {
      return Time.NEVER;
    }
    long last = ahead + permits - 1;
    long windows = last / allowance;
    if (windows > Time.NEVER / countedNanos) {
      return Time.NEVER;
    }
    // Whoever takes a slot holds it for a window, and then it is the next one's. Nobody waits for a
    // slot (a phantom's, say) that is not free before the first one is for the second time.
    int slot = (int) (last % allowance);
    boolean probing = gate.isProbing(); // one of them does not wait for a phantom
    long free = probing ? probeDelay(now, 1) : slotDelay(0, now, oldestSent);
    long first = Math.max(closed, free);
    long own =
        slot == 0 ? first : Math.max(closed, slotDelay(probing ? slot - 1 : slot, now, oldestSent));
    return Time.plus(Math.min(own, first + countedNanos), windows * countedNanos);
  }

  /** How long until the i-th slot can be free, from 0; those in flight among them. */
  private long slotDelay(int i, long now, long oldestSent) {
    int missing = inFlight + slots.all() + i + 1 - limit.allowance();
    return missing <= 0 ? 0 : slotFreeAt(missing - 1, now, oldestSent) - now;
  }

  /** When the i-th of the taken slots can be free, those in flight among them. */
  private long slotFreeAt(int i, long now, long oldestSent) {
    long inFlightFreeAt = stampedBy(oldestSent, now) + countedNanos;
    long ifTheyComeLast = slots.freeAt(i);
    long ifTheyComeFirst = i < inFlight ? now : slots.freeAt(i - inFlight);
    return Math.max(ifTheyComeFirst, Math.min(inFlightFreeAt, ifTheyComeLast));
  }

  // What went out, and what came of it.

  /** Somebody will report what came of it. */
  void send(long now) {
    if (takenByOthers() > 0) {
      sharing.send(now, available());
    }
    if (inFlight++ == 0) {
      gate.leads(now);
    }
  }

  /** Maybe nobody will report the answers: counted as if they came at that moment. */
  void sendUntracked(long moment, int count) {
    unreported.add(new UntrackedPermits.Taken(moment, count), countedNanos);
    for (int i = 0; i < count; i++) {
      mayCount(moment);
    }
  }

  /** The oldest of {@link #sendUntracked} was answered after all, if it still counts. */
  void reportOldest(long now) {
    unreported.takeOldest().ifPresent(taken -> move(taken, now));
  }

  private void move(UntrackedPermits.Taken taken, long now) {
    long moment = Math.max(taken.moment(), stampedBy(taken.moment(), now));
    for (int i = 0; i < taken.count() && slots.uncount(taken.moment()); i++) {
      mayCount(moment);
    }
  }

  /** The slot of one that was in flight is free: the server never saw it, or rejected it. */
  void release() {
    inFlight--;
  }

  /** Sent, and no answer will come: the server may yet count it. */
  void lost(long now, long sentAt) {
    inFlight--;
    mayCount(Math.max(now, sentAt + stampLagNanos));
  }

  /** Sent and answered, but the server may not have counted it. */
  void answered(long now, long sentAt) {
    inFlight--;
    mayCount(stampedBy(sentAt, now));
  }

  private void mayCount(long stamp) {
    slots.count(stamp);
    others.mayHaveCountedOwn(stamp);
  }

  /**
   * Admitted.
   *
   * @param named the limit that the answer names; 0 or less if it names none
   * @param remaining how many may follow, as the answer says; less than 0 if it does not
   * @return whether the limit was learned or fell or the probe is over, so that some waits have
   *     become longer
   */
  boolean accepted(long now, long sentAt, int named, int remaining) {
    others.accepted(now, sentAt, inFlight, named, remaining, sharing.isTesting());
    inFlight--;
    slots.count(stampedBy(sentAt, now));
    others.countedOwn(sentAt, stampedBy(sentAt, now));
    final boolean probed = gate.accepted(now, sentAt);
    final boolean tightened = limit.learn(named);
    limit.accepted(now);
    if (takenByOthers() > 0) {
      int free = Math.min(available(), remaining - others.held());
      sharing.accepted(free, own(), others.count(), inFlight);
    } else {
      sharing.alone();
    }
    return tightened || probed;
  }

  /**
   * An answer was a 429: closes the gate, and then lets one call probe; while others use the limit,
   * too, it only stops growth, unless it is one of several in a row.
   *
   * @param named the limit that the answer names; 0 or less if it names none
   * @param retryAfter the pause that the answer asks for in nanoseconds; 0 or less if none
   */
  void throttled(long now, long sentAt, int named, long retryAfter) {
    dropExpired(now);
    others.throttled(now, sentAt, inFlight, named);
    limit.learn(named);
    limit.throttled(now, own());
    if (takenByOthers() > 0) {
      sharing.throttled(now, retryAfter, limit.allowance());
      if (!sharing.isStuck()) {
        return;
      }
    }
    gate.throttled(now, retryAfter, Time.until(slots.ownFreeAt(0), now));
    if (limit.isNamed() && takenByOthers() == 0) {
      slots.assumeExternalUse(now, limit.allowance(), inFlight, gate.rounds());
    }
  }

  /** The server sends requests away for a while, whatever the limit. */
  void unavailable(long now, int named, long retryAfter) {
    limit.learn(named);
    gate.unavailable(now, retryAfter);
  }

  boolean learn(int named) {
    return limit.learn(named);
  }

  /** Takes all free slots for one window; none if no limit is known. */
  void drain(long now) {
    dropExpired(now);
    for (int free = limit.isBounded() ? available() : 0; free > 0; free--) {
      slots.count(now);
    }
  }

  private long stampedBy(long sentAt, long answeredAt) {
    return Math.min(answeredAt, sentAt + stampLagNanos);
  }

  /** Brings the counts up to that moment. */
  void dropExpired(long now) {
    for (; slots.ownFreeAt(0) <= now; slots.removeFirstOwn()) {
      if (takenByOthers() > 0) {
        sharing.ownExpired(slots.ownFreeAt(0), own(), others.count());
      }
    }
    slots.dropExpiredPhantoms(now);
    others.dropExpired(now);
    sharing.dropExpired(now);
  }

  // What others may see of it, as of the last look.

  OptionalInt allowance() {
    return limit.isBounded() ? OptionalInt.of(limit.allowance()) : OptionalInt.empty();
  }

  /** Free slots; {@link Integer#MAX_VALUE} if no limit is known. */
  int available() {
    return limit.isBounded() ? Math.max(0, limit.allowance() - used()) : Integer.MAX_VALUE;
  }

  int used() {
    return inFlight + slots.all() + takenByOthers();
  }

  private int own() {
    return inFlight + slots.own();
  }

  private int takenByOthers() {
    return Math.max(0, others.count() - limit.leftToOthers());
  }

  int inFlight() {
    return inFlight;
  }

  long closedFor(long now) {
    return gate.closedFor(now);
  }
}
