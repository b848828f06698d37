package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.RateLimitKey;
import java.time.Duration;

/** A snapshot of one limit of a fleet, as this process sees it. Immutable. */
public final class FleetStatus {

  private final RateLimitKey key;
  private final boolean shared;
  private final int members;
  private final long exchanges;
  private final long failures;
  private final Duration roundTrip;

  FleetStatus(
      RateLimitKey key,
      boolean shared,
      int members,
      long exchanges,
      long failures,
      Duration roundTrip) {
    this.key = key;
    this.shared = shared;
    this.members = members;
    this.exchanges = exchanges;
    this.failures = failures;
    this.roundTrip = roundTrip;
  }

  /** {@return the limit's key} */
  public RateLimitKey key() {
    return key;
  }

  /**
   * {@return whether this process currently shares the window; if not, it keeps to its part of the
   * limit}
   */
  public boolean isShared() {
    return shared;
  }

  /**
   * {@return the number of processes that share the limit, as of the last reply; never less than
   * configured}
   */
  public int members() {
    return members;
  }

  /** {@return the number of messages that Redis has replied to since the fleet was built} */
  public long exchanges() {
    return exchanges;
  }

  /** {@return the number of messages that got an error or no reply} */
  public long failures() {
    return failures;
  }

  /**
   * {@return the round trip of the last reply, from sending its message; zero before the first one}
   */
  public Duration roundTrip() {
    return roundTrip;
  }

  @Override
  public String toString() {
    return key
        + (shared ? " shared by " : " alone, of ")
        + members
        + ", "
        + exchanges
        + " exchanges, "
        + failures
        + " failures, last "
        + roundTrip;
  }
}
