package com.datagrid.client.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A snapshot of a rate limit, which may change at any moment. Immutable. */
public final class RateLimitStatus {

  private final OptionalInt limit;
  private final int used;
  private final int inFlight;
  private final int waiting;
  private final Optional<Duration> pause;

  private RateLimitStatus(
      OptionalInt limit, int used, int inFlight, int waiting, Optional<Duration> pause) {
    this.limit = Objects.requireNonNull(limit, "limit");
    this.used = used;
    this.inFlight = inFlight;
    this.waiting = waiting;
    this.pause = Objects.requireNonNull(pause, "pause");
  }

  /**
   * Creates a status, for tests of code that reads rate limits. The arguments are what the methods
   * of the same names return.
   *
   * @param limit requests per window
   * @param used requests of the limit in use
   * @param inFlight requests without a response
   * @param waiting calls in the queue
   * @param pause the rest of the pause, if there is one
   * @return the status
   * @throws NullPointerException if {@code limit} or {@code pause} is null
   */
  public static RateLimitStatus of(
      OptionalInt limit, int used, int inFlight, int waiting, Optional<Duration> pause) {
    return new RateLimitStatus(limit, used, inFlight, waiting, pause);
  }

  /**
   * {@return how many requests per window this client may send: its share of the server's limit}
   * Empty while no limit is known.
   */
  public OptionalInt limit() {
    return limit;
  }

  /**
   * {@return how many requests of the limit are used: in flight, answered within the last window,
   * or sent by others as far as responses tell}
   */
  public int used() {
    return used;
  }

  /** {@return requests that may be on their way and have no response yet} */
  public int inFlight() {
    return inFlight;
  }

  /** {@return calls that wait in the queue} */
  public int waiting() {
    return waiting;
  }

  /**
   * {@return how long calls still wait because the server asked for a pause; empty if it did not}
   */
  public Optional<Duration> pause() {
    return pause;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateLimitStatus that
        && limit.equals(that.limit)
        && used == that.used
        && inFlight == that.inFlight
        && waiting == that.waiting
        && pause.equals(that.pause);
  }

  @Override
  public int hashCode() {
    return Objects.hash(limit, used, inFlight, waiting, pause);
  }

  @Override
  public String toString() {
    return "RateLimitStatus[limit="
        + limit
        + ", used="
        + used
        + ", inFlight="
        + inFlight
        + ", waiting="
        + waiting
        + ", pause="
        + pause
        + "]";
  }
}
