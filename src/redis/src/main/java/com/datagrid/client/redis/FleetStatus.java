package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.RateLimitKey;
import java.time.Duration;

/** How one limit of a fleet is doing: a snapshot, as this process sees it. Immutable. */
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

  /** {@return which limit} */
  public RateLimitKey key() {
    return key;
  }

  /**
   * {@return whether this process shares the window now; if not, it keeps to its part of the limit}
   */
  public boolean isShared() {
    return shared;
  }

  /**
   * {@return how many processes share it, as of the last that was heard; at least as many as
   * configured}
   */
  public int members() {
    return members;
  }

  /** {@return how many messages Redis has answered, since the fleet was built} */
  public long exchanges() {
    return exchanges;
  }

  /** {@return how many had no answer, or an error} */
  public long failures() {
    return failures;
  }

  /**
   * {@return how long the last answer took, from sending the message; zero before the first one}
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
