package com.datagrid.client.examples.demo;

import java.io.Serial;

/** The journal cannot be used; the message says why and what helps. */
final class JournalException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(message);
  }
}
