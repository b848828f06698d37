package com.datagrid.client.ratelimit.internal;

/**
 * Other users of the same limit, as a {@link Window} sees them. The window counts only its own
 * requests; it reports their outcome here, and asks here before it sends one. Others can only make
 * it wait longer, so its proof holds whatever an implementation returns.
 *
 * <p>Guarded by the lock of the {@link PermitScheduler}: no method may block.
 */
interface SharedLimit {

  /** How many slots of our allowance others use. */
  int used();

  /** Whether no state here still matters. */
  boolean isIdle();

  /** Whether what others learned from responses is recent enough that no leader has to go first. */
  boolean isFresh(long now);

  /**
   * How long others delay that many requests, as far as is known: 0 if not at all, {@link
   * Time#NEVER} until a response arrives. May be too short: the window then asks again.
   *
   * @param tracked whether the responses will be reported
   */
  long delay(long now, int permits, boolean tracked);

  /** Like {@link #delay}, for a probe, which ignores estimates. */
  long probeDelay(long now, int permits);

  /**
   * The least time that others delay a request that needs the i-th slot to fall free, from 0; 0 if
   * unknown.
   *
   * @param oldestSent when the oldest request in flight was sent
   */
  long leastDelay(long now, int i, long oldestSent);

  /**
   * Each request takes a slot, as {@link #delay} allowed; they are not in flight yet.
   *
   * @param tracked whether the responses will be reported
   */
  void send(long now, int requests, boolean tracked);

  /** Frees the slot of a request in flight: the server does not count it. */
  void release(long now);

  /**
   * The server may have counted one of our requests by that time, but no response says so. It is no
   * longer in flight.
   */
  void mayCount(long now, long stamp);

  /** Corrects the time of a request reported by {@link #mayCount}. */
  void moved(long now, long from, long to);

  /**
   * The server accepted one of our requests, which now counts and is no longer in flight.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param remaining the remaining requests that the response names; negative if none
   */
  void accepted(long now, long sentAt, int namedLimit, int remaining);

  /** The user, or a response without other information, names the limit; 0 or less if none. */
  void named(long now, int namedLimit);

  /**
   * The server rejected one of our requests, which is no longer in flight.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param retryAfter the pause that the response asks for in nanoseconds; 0 or less if none
   * @return whether others explain it, so that our requests need not pause
   */
  boolean throttled(long now, long sentAt, int namedLimit, long retryAfter);

  /**
   * A response that others do not explain pauses all requests.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param pause how long, in nanoseconds
   * @param rounds the rounds of rejections before, each within a window of the previous one
   * @param rejected whether it is a rejection that our own requests do not explain either
   */
  void paused(long now, int namedLimit, long pause, int rounds, boolean rejected);

  /** A slot of ours falls free at that time; it is still counted. */
  void ownExpired(long time);

  /** Drops what has expired by that time. */
  void dropExpired(long now);

  /**
   * All requests that may go now have been sent.
   *
   * @param wanted how many requests wait
   * @param batch how many slots the first of them needs at once
   */
  void flush(long now, long wanted, int batch);

  /** The window is no longer used. */
  void close(long now);
}
