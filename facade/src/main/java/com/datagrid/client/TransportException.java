package com.datagrid.client;

import java.io.IOException;
import java.io.Serial;

/**
 * No complete response arrived: connecting failed, the connection broke, or the exchange took
 * longer than {@code attemptTimeout}. The server may have carried out the request; the message says
 * whether it was sent. The cause is the {@link IOException}.
 */
public final class TransportException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  /** Whether the exchange took too long. */
  private final boolean timeout;

  /**
   * An exception for tests.
   *
   * @param message what {@link #getMessage()} returns
   * @param cause what broke the exchange
   * @param timeout whether it took too long, rather than broke
   */
  public TransportException(String message, IOException cause, boolean timeout) {
    this(message, cause, timeout, 1);
  }

  TransportException(String message, IOException cause, boolean timeout, int attempts) {
    super(message, cause, attempts);
    this.timeout = timeout;
  }

  /** {@return whether the exchange took too long, rather than broke} */
  public boolean isTimeout() {
    return timeout;
  }
}
