package com.datagrid.client;

/** What to do after an attempt that failed. */
sealed interface Decision {

  /** The call failed. */
  record Fail(DatagridException failure) implements Decision {}

  /**
   * Another attempt.
   *
   * @param failure of this one
   * @param waitNanos how long to wait at the least
   * @param throttled whether the limiter does the waiting, and the call only has to return to its
   *     place in the queue
   */
  record Retry(DatagridException failure, long waitNanos, boolean throttled) implements Decision {}
}
