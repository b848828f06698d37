package com.datagrid.client;

import java.io.IOException;
import java.io.Serial;

/**
 * No complete response arrived: the connection could not be made, broke, or took longer than {@code
 * attemptTimeout}. The server may or may not have carried out the request. The cause is the {@link
 * IOException}.
 */
public final class TransportException extends DatagridException {

  @Serial private static final long serialVersionUID = 1;

  private final boolean timeout;

  /** A failure for tests. */
  public TransportException(String message, IOException cause, boolean timeout) {
    this(message, cause, timeout, 1);
  }

  TransportException(String message, IOException cause, boolean timeout, int attempts) {
    super(message, cause, attempts);
    this.timeout = timeout;
  }

  /** Whether it was given up for taking too long, rather than broken. */
  public boolean isTimeout() {
    return timeout;
  }
}
