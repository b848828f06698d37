package com.datagrid.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted; its interrupt flag is set again. If a request was already
 * sent ({@link #attempts()} is greater than 0), the server may have carried it out.
 */
public final class CallInterruptedException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception for tests.
   *
   * @param message what {@link #getMessage()} returns
   * @param cause the failure of the interrupted exchange; null if there was none
   */
  public CallInterruptedException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  CallInterruptedException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause, attempts);
  }
}
