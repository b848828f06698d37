package com.datagrid.client.ratelimit.internal;

import java.util.Arrays;

/**
 * {@link Window#leastDelay} of tracked permits, for the whole queue at one time. There is one value
 * per slot: whoever takes a slot holds it for a window, and then it is the next one's. Guarded by
 * the lock of the {@link PermitScheduler}.
 */
final class LeastDelays {

  private static final long UNKNOWN = -1;

  private final Window window;
  private final long now;
  private final long oldestSent;
  private final long[] bySlot;

  /**
   * Creates it for a queue.
   *
   * @param slots how many slots the queue needs
   */
  LeastDelays(Window window, long now, long oldestSent, long slots) {
    this.window = window;
    this.now = now;
    this.oldestSent = oldestSent;
    this.bySlot = new long[(int) Math.min(slots, window.allowance().orElse(0))];
    Arrays.fill(bySlot, UNKNOWN);
  }

  /** See {@link Window#leastDelay}. */
  long of(long ahead, int permits) {
    long last = ahead + permits - 1;
    int length = bySlot.length;
    if (length == 0 || permits > length) {
      return window.leastDelay(now, ahead, permits, true, oldestSent);
    }
    int slot = (int) (last % length);
    if (bySlot[slot] == UNKNOWN) {
      bySlot[slot] = window.leastDelay(now, slot, 1, true, oldestSent);
    }
    return window.later(bySlot[slot], last / length);
  }
}
