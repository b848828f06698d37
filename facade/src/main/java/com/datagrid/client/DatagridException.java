package com.datagrid.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A call failed. Its subclasses say how; this class itself is thrown where what the user plugged in
 * failed, such as the supplier of the API key, with that failure as the cause. Failures of earlier
 * attempts of the same call are its {@linkplain #getSuppressed suppressed exceptions}.
 *
 * <p>No message holds the API key or a body.
 */
public class DatagridException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final int attempts;

  /** Nanoseconds until the call is tried again, for the events of Resilience4j; -1: it is not. */
  private long retryIn = -1;

  /** A failure of one attempt. */
  public DatagridException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  DatagridException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause);
    this.attempts = attempts;
  }

  /** How many requests were sent or tried to be sent; 0 if the call never got its turn. */
  public final int attempts() {
    return attempts;
  }

  final long retryIn() {
    return retryIn;
  }

  final void retryIn(long nanos) {
    retryIn = nanos;
  }
}
