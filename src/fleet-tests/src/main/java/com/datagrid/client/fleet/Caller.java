package com.datagrid.client.fleet;

import java.util.concurrent.CompletableFuture;

/** Makes the calls of one process, and keeps to the limit in one way. */
interface Caller extends AutoCloseable {

  /** Starts a call; the future fails if the call does. */
  CompletableFuture<?> call(String connection);

  @Override
  void close();
}
