package com.datagrid.client.ratelimit.internal;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The one timer of a {@link PermitScheduler}, for whatever is next. Guarded by its lock. */
final class WakeUp {

  private final Time time;
  private final Runnable task;
  private Time.@Nullable Scheduled scheduled;
  private long scheduledAt = Time.NEVER;

  /**
   * Not set.
   *
   * @param task is run without the lock
   */
  WakeUp(Time time, Runnable task) {
    this.time = time;
    this.task = task;
  }

  /**
   * Sets the timer to that time, unless it is set to an earlier one, whose task sets it anew.
   *
   * @return why it wakes nobody; the timer has a thread as long as something is scheduled, so this
   *     can only happen to the first call that waits
   */
  @Nullable RejectedExecutionException set(long at, long now) {
    if (at != Time.NEVER && at >= scheduledAt) {
      return null;
    }
    Time.Scheduled earlier = scheduled;
    try {
      scheduled = at == Time.NEVER ? null : time.schedule(at - now, task);
      scheduledAt = at;
    } catch (RejectedExecutionException e) {
      return e;
    }
    if (earlier != null) {
      earlier.cancel();
    }
    return null;
  }

  /** The task runs now. */
  void started() {
    scheduled = null;
    scheduledAt = Time.NEVER;
  }
}
