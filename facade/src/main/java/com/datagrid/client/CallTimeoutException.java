package com.datagrid.client;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call did not end, or could not end, within its {@code callTimeout}. If {@link #attempts()} is
 * 0, it was refused before its first attempt and nothing was sent. Otherwise the failures of its
 * attempts are the suppressed exceptions. If the timeout cut an exchange, the cause is that
 * exchange's {@link java.io.IOException}.
 */
public final class CallTimeoutException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /** How long the call would have to wait for its turn; null if it was not waiting. */
  private final @Nullable Duration requiredWait;

  /**
   * An exception for tests.
   *
   * @param message what {@link #getMessage()} returns
   * @param requiredWait how long the call would have to wait for its turn; null if it was not
   *     waiting
   * @param cause the failure of the exchange that the timeout cut; null if there was none
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

  /**
   * {@return how long the call would have to wait for its turn, at least; empty if its turn had
   * come, or if nothing is known of when it will}
   */
  public Optional<Duration> requiredWait() {
    return Optional.ofNullable(requiredWait);
  }
}
