package com.datagrid.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A call failed; the subclass says how. This class itself is thrown if code that the user supplied
 * fails, such as the supplier of the API key, with that failure as the cause. The failures of the
 * call's earlier attempts are {@linkplain #getSuppressed suppressed exceptions}.
 *
 * <p>No message contains the API key or a body.
 */
public class DatagridException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final int attempts;

  /** Nanoseconds until the next attempt, for the events of Resilience4j; -1 if there is none. */
  private long retryIn = -1;

  /** An exception of a call with one attempt. */
  public DatagridException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  DatagridException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause);
    this.attempts = attempts;
  }

  /** The number of attempts; 0 if the call never got its turn. */
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
