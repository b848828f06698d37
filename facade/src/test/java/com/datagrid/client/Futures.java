package com.datagrid.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** What tests ask of futures. */
final class Futures {

  private Futures() {}

  /** What a future failed with that is completed. */
  static Throwable failure(CompletableFuture<?> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() != null) {
        return e.getCause();
      }
    }
    throw new AssertionError("has not failed");
  }

  /** Waits until somebody else has come so far. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
