package com.datagrid.client;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The failures of a call that are no attempt's: somebody or the clock ended it. */
record CallFailures(String operation, Duration callTimeout) {

  /** Its turn, which was to be its first or comes after a fault, would be too late. */
  DatagridException refused(Duration requiredWait, int attempts) {
    String message =
        "%s was not %s: %s".formatted(operation, next(attempts), tooLate(requiredWait));
    return new CallTimeoutException(
        message, requiredWait.isZero() ? null : requiredWait, null, attempts);
  }

  /** The turn after a 429 would be too late. */
  DatagridException refused(Duration requiredWait, Outcome.Unsuccessful<?> error, int attempts) {
    return ApiExceptions.of(error.error(), tooLate(requiredWait), attempts);
  }

  private String tooLate(Duration requiredWait) {
    String turn =
        requiredWait.isZero() // nothing is known of how long it would have had to wait
            ? "its turn did not come within"
            : "its turn would come in " + requiredWait + " at the earliest, after";
    return "%s the callTimeout (%s): raise callTimeout(..), or give Duration.ZERO for none"
        .formatted(turn, callTimeout);
  }

  /** Its turn came, but no thread before the callTimeout. */
  DatagridException expired(int attempts) {
    String message =
        "%s was not %s: its callTimeout (%s) came before there was a thread for it: raise callTimeout(..)"
            .formatted(operation, next(attempts), callTimeout);
    return new CallTimeoutException(message, null, null, attempts);
  }

  private static String next(int attempts) {
    return attempts == 0 ? "sent" : "tried again";
  }

  /**
   * Canceled, closed, or without a thread.
   *
   * @param cause what became of the exchange, if there was one
   */
  DatagridException aborted(QueuedCall.Abort abort, @Nullable IOException cause, int attempts) {
    return switch (abort.reason()) {
      case CANCELED ->
          new TransportException(
              "the call of " + operation + " was canceled",
              cause == null ? new IOException("Canceled") : cause,
              false,
              attempts);
      case CLOSED ->
          new ClientClosedException(
              "the client was closed during a call of " + operation, cause, attempts);
      case NO_THREAD ->
          new DatagridException(
              "%s was not %s: there is no thread to be had for it"
                  .formatted(operation, next(attempts)),
              abort.cause(),
              attempts);
    };
  }

  DatagridException interrupted(@Nullable IOException cause, int attempts) {
    return new CallInterruptedException(
        "the thread was interrupted during a call of " + operation, cause, attempts);
  }
}
