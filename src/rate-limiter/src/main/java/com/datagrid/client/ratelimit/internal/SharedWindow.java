package com.datagrid.client.ratelimit.internal;

import java.util.function.LongConsumer;

/**
 * One process's side of a window that a fleet shares: the interface to an engine such as Redis.
 *
 * <p>A request needs a <em>lease</em> of a slot. The engine grants leases, for all processes
 * together at most as many as the limit has slots. The limiter says how many it wants ({@link
 * #flush}), takes one for each request ({@link #send}), and reports the outcome ({@link #release},
 * {@link #counted}, {@link #accepted}). Leases are interchangeable, so it never says which. While
 * the engine is {@linkplain #isOffline offline}, requests need no lease, and {@link #cap} bounds
 * what this process uses of its own window. That window always applies: whatever an implementation
 * returns, this process alone never exceeds the limit.
 *
 * <p>All methods except {@link #attach} are called with the limiter's lock held. None may block, or
 * call the {@link Owner} before it returns. Times are those of the limiter's {@link Time}.
 */
public interface SharedWindow {

  /** The limiter of a shared window. */
  interface Owner {

    /**
     * Applies a change from the engine: takes the lock, passes the current time to the change, and
     * then sends the requests that may go. The caller must not hold the lock.
     */
    void update(LongConsumer change);

    /**
     * Learns the limit from other processes. Call it only within {@link #update}; it calls {@link
     * #named} as for any limit.
     */
    void learn(int limit, long now);
  }

  /** Sets the limiter to notify. Called once, before all other methods, without the lock. */
  void attach(Owner owner);

  /**
   * The time until that many available leases can be used together; {@link Time#NEVER} if there are
   * fewer. May be too short: the limiter then asks again.
   */
  long delay(long now, int permits);

  /** The least time until a further lease can be used; 0 if unknown. */
  long leastDelay(long now);

  /**
   * Each request takes a lease. There may be none available, as for requests that ignore the limit;
   * these count, too.
   */
  void send(long now, int requests);

  /** A request with a lease was not sent, or was rejected: the server does not count it. */
  void release(long now);

  /**
   * The server may count a request with a lease, but no response says so.
   *
   * @param stamp the latest time at which the server stamps it; may be in the future
   */
  void counted(long now, long stamp);

  /**
   * The server accepted a request with a lease.
   *
   * @param stamp the latest time at which the server stamped it
   * @param limit the limit that the response names; 0 or less if none
   */
  void accepted(long now, long stamp, int limit);

  /** The stamp of a counted request is corrected. */
  void moved(long now, long from, long to);

  /** The user, or a response without other information, names the limit; 0 or less if none. */
  void named(long now, int limit);

  /**
   * A response pauses the whole fleet.
   *
   * @param limit the limit that it names; 0 or less if none
   * @param pause how long, in nanoseconds
   * @param rejected whether it is a 429 that this process's own requests do not explain
   */
  void paused(long now, int limit, long pause, boolean rejected);

  /** Whether the engine is unreachable, so that each process keeps to its part of the limit. */
  boolean isOffline(long now);

  /**
   * How many slots this process may use while the engine is offline.
   *
   * @param allowance the slots of all processes together
   */
  int cap(long now, int allowance);

  /** While the engine is offline: the time until that or {@link #cap} changes by itself. */
  long nextChange(long now);

  /** How many slots other processes use, as of the engine's last reply. */
  int usedByOthers();

  /**
   * The limiter has sent all requests that may go now. Sends pending messages to the engine, on
   * another thread.
   *
   * @param wanted how many requests wait for a lease
   * @param batch how many leases the first of them needs at once
   */
  void flush(long now, long wanted, int batch);

  /** The limiter is no longer used. */
  void close(long now);
}
