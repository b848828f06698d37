package com.datagrid.client;

/** Which calls go first when a rate limit makes calls wait. */
public enum Priority {

  /** In the order in which they are made. The default. */
  NORMAL,

  /**
   * Only while no normal call of the same limit waits; among themselves in the order in which they
   * are made. A normal call that comes later can make such a call fail with a {@link
   * CallTimeoutException}, as soon as it can no longer meet its callTimeout.
   */
  BACKGROUND
}
