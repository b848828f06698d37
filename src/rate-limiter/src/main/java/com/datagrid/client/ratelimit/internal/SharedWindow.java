package com.datagrid.client.ratelimit.internal;

import java.util.function.LongConsumer;

/**
 * One process's side of a window that a fleet shares: the seam for an engine such as Redis.
 *
 * <p>A request needs a <em>lease</em> of a slot, which the engine grants to at most as many as the
 * limit has, for all processes together. The limiter says how many it wants ({@link #flush}), takes
 * one for each request ({@link #send}), and says what became of it ({@link #release}, {@link
 * #counted}, {@link #accepted}): leases are interchangeable, so it never says which. While the
 * engine is {@linkplain #isAway away}, requests need no lease, and {@link #cap} bounds what this
 * process has in its own window. That window counts in any case: whatever an implementation
 * answers, this process alone never exceeds the limit.
 *
 * <p>All methods but {@link #attach} are called with the limiter's lock held, and none may block,
 * or call the {@link Owner} back before it returns. Times are those of the limiter's {@link Time}.
 */
public interface SharedWindow {

  /** The limiter of a shared window. */
  interface Owner {

    /**
     * Applies what has come from the engine, with the lock held and at the time that the change is
     * given, and lets go what can go then. The lock must not be held already.
     */
    void update(LongConsumer change);

    /**
     * Others got to know the limit. Only within {@link #update}; the window is told of it, as of
     * any.
     */
    void learn(int limit, long now);
  }

  /** The limiter to tell of changes; called once, before all other methods, without its lock. */
  void attach(Owner owner);

  /**
   * How long until so many leases in hand can be used together; {@link Time#NEVER} if there are not
   * so many. May be too short: the limiter asks again then.
   */
  long delay(long now, int permits);

  /** The least time until a lease beyond those in hand can be used; 0 if nothing is known. */
  long leastDelay(long now);

  /**
   * Requests take a lease each. There may be none in hand, as for requests that go whatever the
   * limit: these count, too.
   */
  void send(long now, int requests);

  /** One of those that took a lease was not sent, or rejected: the server does not count it. */
  void release(long now);

  /**
   * The server may count one of those that took a lease, and no response tells.
   *
   * @param stamp by when it has stamped it; may lie ahead
   */
  void counted(long now, long stamp);

  /**
   * The server accepted one of those that took a lease.
   *
   * @param stamp by when it has stamped it
   * @param limit the limit that its response names; 0 or less if none
   */
  void accepted(long now, long stamp, int limit);

  /** One that was counted at a time was stamped at another. */
  void moved(long now, long from, long to);

  /** The user, or a response that says nothing else, names the limit; 0 or less if none. */
  void named(long now, int limit);

  /**
   * A response makes everybody pause.
   *
   * @param limit the limit that it names; 0 or less if none
   * @param pause for how long
   * @param rejected whether it is a 429 that this process's own requests do not explain
   */
  void paused(long now, int limit, long pause, boolean rejected);

  /** Whether the engine cannot be reached, so that each process keeps to its part of the limit. */
  boolean isAway(long now);

  /**
   * How many slots this process may take while the engine is away.
   *
   * @param allowance of all processes together
   */
  int cap(long now, int allowance);

  /** While the engine is away: how long until that, or {@link #cap}, changes by itself. */
  long nextChange(long now);

  /** How many slots others take, as of the last that was heard. */
  int others();

  /**
   * The limiter has done what it could for now: what is to be sent to the engine goes on its way,
   * on another thread.
   *
   * @param wanted how many requests wait for a lease
   * @param together how many leases the first of them needs at once
   */
  void flush(long now, long wanted, int together);

  /** The limiter is not used any more. */
  void close(long now);
}
