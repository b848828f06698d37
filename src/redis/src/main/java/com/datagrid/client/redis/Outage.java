package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;

/**
 * Tracks whether this process shares the window, and bounds what it may use while it does not.
 * Guarded by the limiter's lock.
 *
 * <p>A process that never joined the fleet uses its part of the limit as soon as the engine fails.
 * One that did waits until the others must have noticed that it is offline; then it reuses its own
 * slots as they fall free, up to its part, and its whole part once all that the others can have
 * been granted has expired.
 */
final class Outage {

  private static final long FIRST_RETRY = 50_000_000;
  private static final long LAST_RETRY = 500_000_000;

  private final Timing timing;
  private final int configured;

  private int processes;
  private boolean joined; // at any time
  private boolean failing;
  private boolean offline;
  private long sharedAt; // when the last message was sent that the engine applied
  private int usedWhenOffline;
  private long retryAt;
  private long retryDelay = FIRST_RETRY;

  /**
   * Starts before the first message.
   *
   * @param configured the least number of processes
   */
  Outage(Timing timing, int configured) {
    this.timing = timing;
    this.configured = configured;
    this.processes = configured;
  }

  /** The engine has applied a message sent at that time: this process is in the fleet. */
  void shared(long sentAt, int members) {
    joined = true;
    failing = false;
    offline = false;
    sharedAt = sentAt;
    processes = Math.max(configured, members);
    retryDelay = FIRST_RETRY;
    retryAt = 0;
  }

  /** The engine replies, but still waits for other processes to upload. */
  void settling(long now, int members) {
    failing = true;
    processes = Math.max(processes, members);
    retry(now);
  }

  /** A message got an error or no reply. */
  void failed(long now) {
    failing = true;
    retry(now);
  }

  private void retry(long now) {
    retryAt = now + retryDelay;
    retryDelay = Math.min(LAST_RETRY, 2 * retryDelay);
  }

  /** Leaves the fleet for good. */
  void leave() {
    joined = false;
    failing = true;
  }

  /** Whether the last message failed, or the engine is settling. */
  boolean isFailing() {
    return failing;
  }

  long retryAt() {
    return retryAt;
  }

  int processes() {
    return processes;
  }

  boolean isOffline() {
    return offline;
  }

  /** When this process goes offline if it hears nothing until then. */
  long offlineAt() {
    return joined ? sharedAt + timing.offlineAfter() : failing ? 0 : Time.NEVER;
  }

  /** Goes offline with that many slots in use. */
  void goOffline(int own) {
    offline = true;
    usedWhenOffline = own;
  }

  private long fullAt() {
    return joined ? sharedAt + timing.fullPartAfter() : 0;
  }

  /** How many slots this process may use while it is offline. */
  int cap(long now, int allowance) {
    int part = Math.max(1, allowance / processes);
    return now >= fullAt() ? part : Math.min(part, usedWhenOffline);
  }

  /** The time until {@link #cap} changes by itself. */
  long nextChange(long now) {
    return now >= fullAt() ? Time.NEVER : fullAt() - now;
  }
}
