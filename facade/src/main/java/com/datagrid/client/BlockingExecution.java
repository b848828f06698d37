package com.datagrid.client;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A call whose calling thread does the waiting and the work.
 *
 * @param <T> the type of the response's body
 */
final class BlockingExecution<T> extends Execution<T> {

  private final Thread caller = Thread.currentThread();
  private @Nullable Success<T> success;
  private @Nullable DatagridException failure;

  BlockingExecution(
      Pipeline pipeline, Operation<T> operation, Request request, CallSettings settings) {
    super(pipeline, operation, request, settings);
  }

  /** Carries the begun call out, and throws how it failed. */
  Success<T> await() {
    while (true) {
      if (failure != null) {
        throw failure;
      }
      if (success != null) {
        return success;
      }
      try {
        pipeline.time().await(() -> stage != Stage.WAITING);
      } catch (InterruptedException e) {
        interrupted();
        continue;
      }
      if (Thread.currentThread().isInterrupted()) {
        interrupted();
      } else {
        advanceManaged();
      }
    }
  }

  /** Tells a pool of the fork/join kind, where the thread is of one, that an exchange blocks it. */
  private void advanceManaged() {
    try {
      ForkJoinPool.managedBlock(
          new ForkJoinPool.ManagedBlocker() {
            @Override
            public boolean block() {
              advance();
              return true;
            }

            @Override
            public boolean isReleasable() {
              return false;
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      if (stage == Stage.RUNNING) {
        throw e; // it has begun, so this is its own
      }
      advance(); // the pool can have no other thread meanwhile
    } catch (InterruptedException e) {
      throw new AssertionError("advance() throws none", e);
    }
  }

  @Override
  void wake() {
    LockSupport.unpark(caller);
  }

  @Override
  void succeeded(Success<T> success) {
    this.success = success;
  }

  @Override
  void failed(DatagridException failure) {
    this.failure = failure;
  }

  @Override
  boolean heedsInterrupts() {
    return true;
  }
}
