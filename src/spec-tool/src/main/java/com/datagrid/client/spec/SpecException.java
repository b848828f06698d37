package com.datagrid.client.spec;

/** What the user has to correct; the message tells what, where and how. */
final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SpecException(String message) {
    super(message);
  }

  SpecException(String message, Throwable cause) {
    super(message, cause);
  }
}
