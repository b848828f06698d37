package com.datagrid.client.ratelimit.internal;

import java.io.Serial;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for sections of some hundred nanoseconds: it spins for about as long before it parks the
 * thread, which takes many times longer.
 */
final class SpinningLock extends ReentrantLock {

  @Serial private static final long serialVersionUID = 1;

  private static final int SPINS = 200;

  @Override
  public void lock() {
    for (int i = 0; i < SPINS; i++) {
      if (tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    super.lock();
  }
}
