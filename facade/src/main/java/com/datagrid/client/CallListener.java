package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;

/** Follows calls, on their threads and outside of every lock. It must not block. */
interface CallListener {

  /** A call joins the queue of that limit. */
  void begun(LimiterKey limit);

  /**
   * An attempt has ended.
   *
   * @param exchangeNanos how long it took
   */
  void attempted(Operation<?> operation, Outcome<?> outcome, long exchangeNanos);

  /** A call has succeeded. Its future is not complete yet. */
  void succeeded(Operation<?> operation, Success<?> success);

  /**
   * A call has failed. Its future is not complete yet.
   *
   * @param canceled whether the user canceled it
   */
  void failed(Operation<?> operation, DatagridException failure, boolean canceled);

  /** The client is closed; calls that run may still end. */
  void closed();
}
