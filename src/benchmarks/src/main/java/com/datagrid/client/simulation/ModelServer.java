package com.datagrid.client.simulation;

/** How a server counts requests. Time is virtual, and everything is on one thread. */
interface ModelServer {

  /** Counts a request that arrives now. */
  Verdict count();

  /**
   * What the server says of one request.
   *
   * @param accepted whether it gets a 200, else 429
   * @param limit the requests per window
   * @param remaining how many more may follow
   * @param retryAfterSeconds when there may be room; only meant where {@code remaining} is 0
   * @param resetEpochSecond the same as a date
   */
  record Verdict(
      boolean accepted, int limit, int remaining, long retryAfterSeconds, long resetEpochSecond) {}
}
