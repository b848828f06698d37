package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;

/**
 * Whether this process shares the window, and what it may use while it does not. Guarded by the
 * limiter's lock.
 *
 * <p>One that was never in the fleet uses its part of the limit as soon as the engine fails. One
 * that was waits until the others must have noticed, then uses its own slots again as they fall
 * free, as far as its part goes, and its whole part when all that others can have been granted has
 * expired.
 */
final class Outage {

  private static final long FIRST_RETRY = 50_000_000;
  private static final long LAST_RETRY = 500_000_000;

  private final Timing timing;
  private final int configured;

  private int processes;
  private boolean joined; // ever
  private boolean failing;
  private boolean away;
  private long sharedAt; // when the last message was sent that found us in the fleet
  private int ownWhenAway;
  private long retryAt;
  private long retryDelay = FIRST_RETRY;

  /**
   * Before the first message.
   *
   * @param configured how many processes there are at the least
   */
  Outage(Timing timing, int configured) {
    this.timing = timing;
    this.configured = configured;
    this.processes = configured;
  }

  /** The answer to a message that was sent then: we are in the fleet. */
  void shared(long sentAt, int members) {
    joined = true;
    failing = false;
    away = false;
    sharedAt = sentAt;
    processes = Math.max(configured, members);
    retryDelay = FIRST_RETRY;
    retryAt = 0;
  }

  /** The engine answers, but does not know enough yet. */
  void settling(long now, int members) {
    failing = true;
    processes = Math.max(processes, members);
    retry(now);
  }

  /** No answer, or an error. */
  void failed(long now) {
    failing = true;
    retry(now);
  }

  private void retry(long now) {
    retryAt = now + retryDelay;
    retryDelay = Math.min(LAST_RETRY, 2 * retryDelay);
  }

  /** Never again in the fleet. */
  void leave() {
    joined = false;
    failing = true;
  }

  /** Whether we are not in the fleet, as of the last message. */
  boolean isFailing() {
    return failing;
  }

  long retryAt() {
    return retryAt;
  }

  int processes() {
    return processes;
  }

  boolean isAway() {
    return away;
  }

  /** When this process goes away if nothing is heard until then. */
  long awayAt() {
    return joined ? sharedAt + timing.alone() : failing ? 0 : Time.NEVER;
  }

  /** It is that time, and this process has so many slots. */
  void goAway(int own) {
    away = true;
    ownWhenAway = own;
  }

  private long fullAt() {
    return joined ? sharedAt + timing.full() : 0;
  }

  /** How many slots this process may use while it is away. */
  int cap(long now, int allowance) {
    int part = Math.max(1, allowance / processes);
    return now >= fullAt() ? part : Math.min(part, ownWhenAway);
  }

  /** When {@link #cap} changes by itself. */
  long nextChange(long now) {
    return now >= fullAt() ? Time.NEVER : fullAt() - now;
  }
}
