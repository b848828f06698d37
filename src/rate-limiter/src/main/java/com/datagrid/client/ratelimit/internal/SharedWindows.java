package com.datagrid.client.ratelimit.internal;

/**
 * A fleet's windows, one for each {@link LimiterKey}: the seam that a {@code Fleet} implements.
 * Thread-safe.
 */
public interface SharedWindows {

  /**
   * The window of one limit. It must not connect yet, nor fail because it cannot.
   *
   * @param key of the limit; equal keys of other processes mean the same window
   * @param settings of the limiter
   * @param time its clock
   */
  SharedWindow open(LimiterKey key, RateLimitSettings settings, Time time);
}
