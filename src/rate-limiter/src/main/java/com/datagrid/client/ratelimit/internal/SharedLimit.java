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

  /** Whether it holds nothing that still matters. */
  boolean isIdle();

  /** Whether responses that others got say enough about now, so that no leader has to go ahead. */
  boolean isFresh(long now);

  /**
   * How long others make so many requests wait, as far as is known now: 0 is not at all, {@link
   * Time#NEVER} means that a response must come first. May be too short: the window asks again.
   *
   * @param tracked whether somebody will report the responses
   */
  long delay(long now, int permits, boolean tracked);

  /** The same for a probe, which goes whatever the estimates. */
  long probeDelay(long now, int permits);

  /**
   * The least time that others make a request wait which needs the i-th of the slots that fall
   * free, from 0; 0 if nothing is known.
   *
   * @param oldestSent when the first of those in flight was sent
   */
  long leastDelay(long now, int i, long oldestSent);

  /**
   * Requests take a slot each, as {@link #delay} allowed; they are not in flight yet.
   *
   * @param tracked whether somebody will report the responses
   */
  void send(long now, int requests, boolean tracked);

  /** The slot of one that was in flight is free: the server does not count it. */
  void release(long now);

  /**
   * The server may have counted one of our requests by that time, and nothing tells. It is no
   * longer in flight.
   */
  void mayCount(long now, long stamp);

  /** One that was reported by {@link #mayCount} was counted by another time. */
  void moved(long now, long from, long to);

  /**
   * The server accepted one of our requests, which now counts and is no longer in flight.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param remaining as the response says; negative if it does not
   */
  void accepted(long now, long sentAt, int namedLimit, int remaining);

  /** A limit is named: by a response that says nothing else, or by the user; 0 or less if none. */
  void named(long now, int namedLimit);

  /**
   * The server rejected one of our requests, which is no longer in flight.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param retryAfter the pause that the response asks for in nanoseconds; 0 or less if none
   * @return whether others explain it, so that no request of ours has to pause
   */
  boolean throttled(long now, long sentAt, int namedLimit, long retryAfter);

  /**
   * A response that others do not explain has made all requests pause.
   *
   * @param namedLimit the limit that the response names; 0 or less if none
   * @param pause for how long
   * @param rounds of rejections before, each within one window of the previous one
   * @param rejected whether it is a rejection that our own requests do not explain, either
   */
  void paused(long now, int namedLimit, long pause, int rounds, boolean rejected);

  /** A slot of our own falls free at that time; it still counts. */
  void ownExpired(long time);

  /** Brings the counts up to that time. */
  void dropExpired(long now);

  /**
   * All that can go for now has gone.
   *
   * @param wanted how many requests wait
   * @param together how many slots the first of them needs at once
   */
  void flush(long now, long wanted, int together);

  /** Nobody uses the window any more. */
  void close(long now);
}
