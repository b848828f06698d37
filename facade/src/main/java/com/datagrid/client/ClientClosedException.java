package com.datagrid.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The client was closed while the call waited or ran. If it ran ({@link #attempts()} is more than
 * 0), the server may have carried out the request.
 */
public final class ClientClosedException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * A failure for tests.
   *
   * @param cause what closing cut short, or null
   */
  public ClientClosedException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  ClientClosedException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause, attempts);
  }
}
