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

  /** A request of somebody who may or may not say when it was answered. */
  private record Unreported(long sentAt, int permits) {}

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final long countedNanos;
  private final long windowNanos;
  private final long stampLagNanos;
  private final long staleNanos;
  private final long leadStepNanos;
  private final long maxRetryAfterNanos;

  private final Limit limit;
  private int inFlight;

  /** When each answered request leaves the server's window for sure. */
  private final Expiries log = new Expiries();

  /** When the slots that somebody else seems to use may be free again. */
  private final Expiries phantoms = new Expiries();

  private final ArrayDeque<Unreported> unreported = new ArrayDeque<>();

  private long gateUntil;

  /** How many may be in flight at once: after a 429 one, and one more with every answer. */
  private int allowedInFlight = UNBOUNDED;

  /** Until when the last answer says something about now. */
  private long freshUntil;

  /** When the first request went out into the unknown. */
  private long leadSince;

  private int rejectionsInARow;
  private long lastRejection = -1; // none yet
  private int phantomRound;

  Window(RateLimitSettings settings, long now) {
    limit = new Limit(settings);
    countedNanos = settings.countedNanos();
    windowNanos = settings.windowNanos();
    stampLagNanos = settings.stampLagNanos();
    staleNanos = settings.staleNanos();
    leadStepNanos = settings.leadStepNanos();
    maxRetryAfterNanos = settings.maxRetryAfterNanos();
    if (settings.initialLimit().isPresent()) {
      limit.learn(settings.initialLimit().getAsInt());
      freshUntil = now + staleNanos; // no lead is needed to learn it
    }
  }

  // What may go out, and when.

  /**
   * How long until so many requests may go out at once, as far as is known now: 0 is at once,
   * {@link Time#NEVER} means that an answer must come first.
   *
   * @param answered whether somebody will report the answers: only then can a lead be waited for
   */
  long delay(long now, int permits, boolean answered) {
    if (gateUntil > now) {
      return gateUntil - now;
    }
    dropExpired(now);
    if (answered) {
      long forAnswers = delayForAnswers(now);
      if (forAnswers > 0) {
        return forAnswers;
      }
    }
    int missing = limit.isBounded() ? used() + permits - limit.allowance() : 0;
    if (missing <= 0) {
      return 0;
    }
    return missing <= log.size() + phantoms.size()
        ? Expiries.kth(log, phantoms, missing - 1) - now
        : Time.NEVER;
  }

  /** With no fresh answer one request leads; a slow one is joined by twice as many every step. */
  private long delayForAnswers(long now) {
    if (!limit.isUnknown() && freshUntil > now) {
      return inFlight < allowedInFlight ? 0 : Time.NEVER;
    }
    if (inFlight == 0) {
      return 0;
    }
    long since = Math.max(leadSince, freshUntil);
    long steps = (now - since) / leadStepNanos;
    return steps >= 31 || inFlight < 1 << steps ? 0 : since + (steps + 1) * leadStepNanos - now;
  }

  /**
   * The least time until the last of {@code permits} requests can go out, if {@code ahead} others
   * go first and every answer is as fast as light.
   */
  long leastDelay(long now, long ahead, int permits) {
    dropExpired(now);
    long gate = Math.max(0, gateUntil - now);
    if (!limit.isBounded()) {
      return gate;
    }
    int allowance = limit.allowance();
    if (permits > allowance) {
      return Time.NEVER;
    }
    long last = ahead + permits - 1;
    long missing = last % allowance + 1 + used() - allowance;
    long slot = 0;
    if (missing > 0) {
      int freed = (int) missing - 1;
      slot =
          freed < log.size() + phantoms.size()
              ? Expiries.kth(log, phantoms, freed) - now
              : countedNanos; // a slot that is in flight
    }
    return Math.max(gate, slot + last / allowance * countedNanos);
  }

  // What went out, and what came of it.

  /** Somebody will report what came of it. */
  void send(long now) {
    if (inFlight++ == 0) {
      leadSince = now;
    }
  }

  /** Maybe nobody will report the answers: counted as if they came at that moment. */
  void sendUnreported(long moment, int permits) {
    while (!unreported.isEmpty() && unreported.getFirst().sentAt + countedNanos <= moment) {
      unreported.removeFirst();
    }
    unreported.addLast(new Unreported(moment, permits));
    for (int i = 0; i < permits; i++) {
      logAt(moment);
    }
  }

  /** The oldest of {@link #sendUnreported} was answered after all, if it still counts. */
  void reportOldest(long now) {
    Unreported oldest = unreported.pollFirst();
    if (oldest == null) {
      return;
    }
    for (int i = 0; i < oldest.permits && log.remove(oldest.sentAt + countedNanos); i++) {
      logAt(stampedBy(oldest.sentAt, now));
    }
  }

  private void logAt(long moment) {
    log.add(moment + countedNanos);
  }

  void neverSent() {
    inFlight--;
  }

  /** Sent, and no answer will come: the server may yet count it. */
  void lost(long now, long sentAt) {
    inFlight--;
    logAt(Math.max(now, sentAt + stampLagNanos));
  }

  /**
   * Admitted.
   *
   * @param named the limit that the answer names; 0 or less if it names none
   * @return whether the limit was learned or fell, so that some waits have become longer
   */
  boolean admitted(long now, long sentAt, int named) {
    inFlight--;
    final boolean tightened = limit.learn(named);
    limit.admitted(now);
    freshUntil = now + staleNanos;
    rejectionsInARow = 0;
    logAt(stampedBy(sentAt, now));
    if (allowedInFlight != UNBOUNDED) {
      allowedInFlight++;
    }
    return tightened;
  }

  /**
   * Rejected with a 429: closes the gate, and then lets one call probe.
   *
   * @param named the limit that the answer names; 0 or less if it names none
   * @param retryAfter the pause that the answer asks for in nanoseconds; 0 or less if none
   */
  void rejected(long now, int named, long retryAfter) {
    inFlight--;
    limit.learn(named);
    if (gateUntil <= now) {
      startRound(now);
    }
    long pause = retryAfter > 0 ? retryAfter : backoff(now);
    gateUntil = Math.max(gateUntil, now + Math.min(pause, maxRetryAfterNanos));
    freshUntil = gateUntil + staleNanos; // behind the gate allowedInFlight rules, not staleness
    allowedInFlight = 1;
    lastRejection = now;
    dropExpired(now);
    limit.rejected(now, inFlight + log.size());
    if (limit.isNamed()) {
      blameOthers(now);
    }
  }

  /** 429s that come while the gate is closed were on their way before: they are one round. */
  private void startRound(long now) {
    rejectionsInARow++;
    boolean again = lastRejection >= 0 && now - Math.max(lastRejection, gateUntil) < windowNanos;
    phantomRound = again ? Math.min(phantomRound + 1, RateLimitSettings.MAX_ROUNDS) : 0;
  }

  private long backoff(long now) {
    long first = RateLimitSettings.FIRST_BACKOFF;
    int doublings = Math.max(0, Math.min(rejectionsInARow - 1, 6));
    long doubled = Math.min(first << doublings, RateLimitSettings.LAST_BACKOFF);
    dropExpired(now);
    return log.size() > 0 ? Math.min(log.get(0) - now, doubled) : doubled;
  }

  /** We were under the limit, and yet: somebody else has the rest of the window. */
  private void blameOthers(long now) {
    int foreign = limit.allowance() - inFlight - log.size();
    if (foreign <= Math.max(1, limit.allowance() / RateLimitSettings.EDGE_DIVISOR)) {
      return;
    }
    phantoms.clear();
    long span = windowNanos << phantomRound;
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
    for (int free = available(); free > 0 && limit.isBounded(); free--) {
      logAt(now);
    }
  }

  private long stampedBy(long sentAt, long answeredAt) {
    return Math.min(answeredAt, sentAt + stampLagNanos);
  }

  private void dropExpired(long now) {
    log.dropUntil(now);
    phantoms.dropUntil(now);
  }

  // What others may see of it.

  /** Our share of the limit, if one is known. */
  OptionalInt allowance() {
    return limit.isBounded() ? OptionalInt.of(limit.allowance()) : OptionalInt.empty();
  }

  /** Free slots at the last look; {@link Integer#MAX_VALUE} if no limit is known. */
  int available() {
    return limit.isBounded() ? Math.max(0, limit.allowance() - used()) : Integer.MAX_VALUE;
  }

  int used() {
    return inFlight + log.size() + phantoms.size();
  }

  int inFlight() {
    return inFlight;
  }

  /** How long the gate stays closed; 0 or less: it is open. */
  long gate(long now) {
    return gateUntil - now;
  }

  /** Brings the counts up to that moment. */
  void look(long now) {
    dropExpired(now);
  }
}
