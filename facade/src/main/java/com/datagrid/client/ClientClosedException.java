package com.datagrid.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The client was closed while the call waited or ran. If a request was already sent ({@link
 * #attempts()} is greater than 0), the server may have carried it out.
 */
public final class ClientClosedException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception for tests.
   *
   * @param message what {@link #getMessage()} returns
   * @param cause the failure of the exchange that closing ended; null if there was none
   */
  public ClientClosedException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  ClientClosedException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause, attempts);
  }
}
