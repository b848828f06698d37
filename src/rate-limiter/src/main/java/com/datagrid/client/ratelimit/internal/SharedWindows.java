package com.datagrid.client.ratelimit.internal;

/**
 * A fleet's windows, one for each {@link LimiterKey}; every {@code Fleet} implements this.
 * Thread-safe.
 */
public interface SharedWindows {

  /**
   * Opens the window of one limit. Must neither connect nor fail for lack of a connection.
   *
   * @param key the limit; processes with equal keys share a window
   * @param settings the limiter's settings
   * @param time the limiter's clock
   */
  SharedWindow open(LimiterKey key, RateLimitSettings settings, Time time);
}
