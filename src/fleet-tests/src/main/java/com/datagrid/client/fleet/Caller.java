package com.datagrid.client.fleet;

import java.util.concurrent.CompletableFuture;

/** Makes calls in one process, and keeps to the limit in its way. */
interface Caller extends AutoCloseable {

  /** Begins one; the future fails if it does. */
  CompletableFuture<?> call(String connection);

  @Override
  void close();
}
