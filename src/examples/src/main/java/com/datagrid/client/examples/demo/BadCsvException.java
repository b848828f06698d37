package com.datagrid.client.examples.demo;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The CSV file is not what the demo reads; the message says where. */
final class BadCsvException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  BadCsvException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
