package com.datagrid.client.ratelimit;

import com.datagrid.client.internal.Time;
import java.util.ArrayDeque;
import java.util.OptionalInt;

/**
 * What the server may be counting of ours, and when it will let the next request in. Pure
 * arithmetic on moments that the caller passes in; guarded by the lock of the {@link Line}.
 *
 * <p><b>Why no request is rejected.</b> Let the server admit at most L requests in any span W. It
 * stamps a request somewhere between our sending it and our receiving its answer. Take a request
 * that the server stamps at s. Every earlier one of ours that it stamped in (s-W, s] is, at the
 * moment we send, either unanswered and so in {@code inFlight}, or was answered after s-W and so is
 * in {@code log}, where it stays until W after its answer. We send only if {@code inFlight + log <=
 * L-1}. So the server has at most L-1 of ours in its window, and admits it.
 *
 * <p>This needs an exact window, a constant L, nobody else on the same limit, and clocks that drift
 * by less than the guard in one W. It also needs a stamp within {@code stampLagNanos} of our
 * sending: a later answer is taken as stamped by then, since otherwise slow calls would hold their
 * slots for nothing. What breaks these shows as a 429, and {@link #rejected} deals with it.
 */
final class Window {

  /** Requests under one permit of somebody who may or may not say when they were answered. */
  private record Unreported(long moment, int count) {}

  private final long countedNanos;
  private final long windowNanos;
  private final long stampLagNanos;

  private final Limit limit;
  private final Gate gate;
  private final Others others;
  private int inFlight;
  private int grants; // ever, which may overflow: only differences count

  /** When each answered request leaves the server's window for sure. */
  private final Expiries log = new Expiries();

  /** When the slots that somebody else seems to use may be free again. */
  private final Expiries phantoms = new Expiries();

  private final ArrayDeque<Unreported> unreported = new ArrayDeque<>();

  Window(RateLimitSettings settings, long now) {
    limit = new Limit(settings);
    gate = new Gate(settings);
    others = new Others(settings);
    countedNanos = settings.countedNanos();
    windowNanos = settings.windowNanos();
    stampLagNanos = settings.stampLagNanos();
    if (settings.initialLimit().isPresent()) {
      limit.learn(settings.initialLimit().getAsInt());
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
    int missing = limit.isBounded() ? used() + permits - limit.allowance() : 0;
    if (missing <= 0) {
      return 0;
    }
    long wait =
        missing <= log.size() + phantoms.size()
            ? Expiries.kth(log, phantoms, missing - 1) - now
            : Time.NEVER;
    if (takenByOthers() > 0) {
      boolean mayTest = inFlight == 0 && reported && counted() + permits <= limit.allowance();
      wait = Math.min(wait, others.delay(now, mayTest));
    }
    return wait;
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
    long first = Math.max(closed, slotDelay(0, now, oldestSent));
    long own = Math.max(closed, slotDelay((int) (last % allowance), now, oldestSent));
    return Time.plus(Math.min(own, first + countedNanos), windows * countedNanos);
  }

  /** How long until the i-th slot can be free, from 0; those in flight among them. */
  private long slotDelay(int i, long now, long oldestSent) {
    int missing = counted() + i + 1 - limit.allowance();
    return missing <= 0 ? 0 : slotFreeAt(missing - 1, now, oldestSent) - now;
  }

  /** When the i-th of the taken slots can be free, those in flight among them. */
  private long slotFreeAt(int i, long now, long oldestSent) {
    long inFlightFreeAt = stampedBy(oldestSent, now) + countedNanos;
    int known = log.size() + phantoms.size();
    long ifTheyComeLast = i < known ? Expiries.kth(log, phantoms, i) : Time.NEVER;
    long ifTheyComeFirst = i < inFlight ? now : Expiries.kth(log, phantoms, i - inFlight);
    return Math.max(ifTheyComeFirst, Math.min(inFlightFreeAt, ifTheyComeLast));
  }

  // What went out, and what came of it.

  /** Somebody will report what came of it. */
  void send(long now) {
    grants++;
    if (inFlight++ == 0) {
      gate.leads(now);
      if (takenByOthers() > 0 && used() > limit.allowance()) {
        others.tests();
      }
    }
  }

  /** Maybe nobody will report the answers: counted as if they came at that moment. */
  void sendUnreported(long moment, int count) {
    while (!unreported.isEmpty() && unreported.getFirst().moment + countedNanos <= moment) {
      unreported.removeFirst();
    }
    unreported.addLast(new Unreported(moment, count));
    grants += count;
    for (int i = 0; i < count; i++) {
      count(moment);
    }
  }

  /** The oldest of {@link #sendUnreported} was answered after all, if it still counts. */
  void reportOldest(long now) {
    Unreported oldest = unreported.pollFirst();
    if (oldest == null) {
      return;
    }
    long moment = Math.max(oldest.moment, stampedBy(oldest.moment, now));
    for (int i = 0; i < oldest.count && log.remove(oldest.moment + countedNanos); i++) {
      count(moment);
    }
  }

  /** The slot of one that was in flight is free: the server never saw it, or rejected it. */
  void release() {
    inFlight--;
  }

  /** Sent, and no answer will come: the server may yet count it. */
  void lost(long now, long sentAt) {
    inFlight--;
    count(Math.max(now, sentAt + stampLagNanos));
  }

  /**
   * Admitted.
   *
   * @param named the limit that the answer names; 0 or less if it names none
   * @return whether the limit was learned or fell, so that some waits have become longer
   */
  boolean admitted(long now, long sentAt, int named) {
    inFlight--;
    count(stampedBy(sentAt, now));
    gate.admitted(now, sentAt);
    final boolean tightened = limit.learn(named);
    limit.admitted(now);
    return tightened;
  }

  /**
   * An answer was a 429: closes the gate, and then lets one call probe.
   *
   * @param named the limit that the answer names; 0 or less if it names none
   * @param retryAfter the pause that the answer asks for in nanoseconds; 0 or less if none
   */
  void rejected(long now, int named, long retryAfter) {
    dropExpired(now);
    others.disbelieve();
    limit.learn(named);
    limit.rejected(now, inFlight + log.size());
    gate.rejected(now, retryAfter, log.size() > 0 ? log.get(0) - now : Time.NEVER);
    if (limit.isNamed()) {
      blameOthers(now);
    }
  }

  /** We were under the limit, and yet: somebody else has the rest of the window. */
  private void blameOthers(long now) {
    int foreign = limit.allowance() - inFlight - log.size();
    // So few may be ours, counted a moment longer than we thought; not so if it happens again.
    int edge = Math.max(1, limit.allowance() / RateLimitSettings.EDGE_DIVISOR);
    if (foreign <= (gate.rounds() == 0 ? edge : 0)) {
      return;
    }
    phantoms.clear();
    long span = windowNanos << Math.min(gate.rounds(), RateLimitSettings.PHANTOM_DOUBLINGS);
    for (int i = 1; i <= foreign; i++) {
      phantoms.add(now + (long) ((double) span * i / foreign));
    }
  }

  /** See {@link Limit#learn}. */
  boolean learn(int named) {
    return limit.learn(named);
  }

  /** Takes all free slots for one window; none if no limit is known. */
  void drain(long now) {
    dropExpired(now);
    for (int free = limit.isBounded() ? available() : 0; free > 0; free--) {
      count(now);
    }
  }

  private void count(long stamp) {
    log.add(stamp + countedNanos);
  }

  private long stampedBy(long sentAt, long answeredAt) {
    return Math.min(answeredAt, sentAt + stampLagNanos);
  }

  /** Brings the counts up to that moment. */
  void dropExpired(long now) {
    log.dropUntil(now);
    phantoms.dropUntil(now);
    others.dropExpired(now);
  }

  // What the others use.

  /** One is being written; says what {@link #told} needs to know of this moment. */
  int written(long now) {
    dropExpired(now);
    return inFlight + log.size() - grants;
  }

  /** An answer other than a 429 names the limit and says how many requests may follow. */
  void told(long now, int mostOwn, int named, int remaining) {
    others.admitted(now, named, remaining, mostOwn + grants);
  }

  // What others may see of it, as of the last look.

  /** Our share of the limit, if one is known. */
  OptionalInt allowance() {
    return limit.isBounded() ? OptionalInt.of(limit.allowance()) : OptionalInt.empty();
  }

  /** Free slots; {@link Integer#MAX_VALUE} if no limit is known. */
  int available() {
    return limit.isBounded() ? Math.max(0, limit.allowance() - used()) : Integer.MAX_VALUE;
  }

  int used() {
    return counted() + takenByOthers();
  }

  private int counted() {
    return inFlight + log.size() + phantoms.size();
  }

  private int takenByOthers() {
    return Math.max(0, others.count() - limit.leftToOthers());
  }

  int inFlight() {
    return inFlight;
  }

  /** How long the gate stays closed; 0: it is open. */
  long closedFor(long now) {
    return gate.closedFor(now);
  }
}
