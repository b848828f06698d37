package com.datagrid.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted. Its interrupt flag is set again. If the request was on its
 * way by then ({@link #attempts()} is more than 0), the server may have carried it out.
 */
public final class CallInterruptedException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * A failure for tests.
   *
   * @param cause what the interrupt cut short, or null
   */
  public CallInterruptedException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  CallInterruptedException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause, attempts);
  }
}
