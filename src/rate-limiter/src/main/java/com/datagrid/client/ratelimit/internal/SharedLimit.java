package com.datagrid.client.ratelimit.internal;

/**
 * Everybody else on the same limit, as a {@link Window} sees them. The window counts its own
 * requests alone; it reports what becomes of them here, and asks here before it lets one go. Others
 * can only make it wait longer, so its proof holds whatever an implementation answers.
 *
 * <p>Guarded by the lock of the {@link PermitScheduler}: no method may block.
 */
interface SharedLimit {

  /** How many slots of our allowance others take. */
  int used();

  /**
   * How long others make so many requests wait, as far as is known now: 0 is not at all, {@link
   * Time#NEVER} means that a response must come first. May be too short: the window asks again.
   *
   * @param tracked whether somebody will report the responses
   */
  long delay(long now, int permits, boolean tracked);

  /**
   * The least time that others make a request wait which needs the i-th of the slots that fall
   * free, from 0; 0 if nothing is known.
   *
   * @param oldestSent when the first of those in flight was sent
   */
  long leastDelay(long now, int i, long oldestSent);

  /** A tracked request takes a slot, as {@link #delay} allowed; it is not in flight yet. */
  void send(long now);

  /** The server may have counted one of our requests by that time, and nothing tells. */
  void mayCount(long stamp);

  /**
   * The server accepted one of our requests, which now counts and is no longer in flight.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param remaining as the response says; negative if it does not
   */
  void accepted(long now, long sentAt, int namedLimit, int remaining);

  /**
   * The server rejected one of our requests, which is no longer in flight.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param retryAfter the pause that the response asks for in nanoseconds; 0 or less if none
   * @return whether others explain it, so that no request of ours has to pause
   */
  boolean throttled(long now, long sentAt, int namedLimit, long retryAfter);

  /**
   * A rejection that others do not explain has made all requests pause.
   *
   * @param rounds of such rejections before, each within one window of the previous one
   */
  void paused(long now, int rounds);

  /** A slot of our own falls free at that time; it still counts. */
  void ownExpired(long time);

  /** Brings the counts up to that time. */
  void dropExpired(long now);
}
