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
   * @param atGate whether the limiter's closed gate does the waiting, and the call only has to go
   *     back to its place in line
   */
  record Retry(DatagridException failure, long waitNanos, boolean atGate) implements Decision {}
}
