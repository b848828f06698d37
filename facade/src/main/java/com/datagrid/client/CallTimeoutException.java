package com.datagrid.client;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call did not end, or could not have ended, within its {@code callTimeout}. If it was refused
 * while it waited for its first turn, {@link #attempts()} is 0 and nothing was sent; if it waited
 * for another one after a fault, it is at least 1, and the fault is among the suppressed
 * exceptions. If the deadline came during an exchange, the cause is that exchange's {@link
 * java.io.IOException}.
 */
public final class CallTimeoutException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  private final @Nullable Duration requiredWait;

  /**
   * A failure for tests.
   *
   * @param requiredWait how long it would have had to wait, or null if it was not waiting
   * @param cause what the deadline cut short, or null
   */
  public CallTimeoutException(
      String message, @Nullable Duration requiredWait, @Nullable Throwable cause) {
    this(message, requiredWait, cause, 0);
  }

  CallTimeoutException(
      String message, @Nullable Duration requiredWait, @Nullable Throwable cause, int attempts) {
    super(message, cause, attempts);
    this.requiredWait = requiredWait;
  }

  /** How much longer it would have had to wait for its turn at the least; empty if it had it. */
  public Optional<Duration> requiredWait() {
    return Optional.ofNullable(requiredWait);
  }
}
