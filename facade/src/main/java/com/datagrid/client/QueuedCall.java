package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.PermitListener;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What others do to a call: the limiter, the timer, whoever cancels it or closes the client. They
 * only move its stage and then {@link #wake} whoever does the work, on one thread at a time.
 */
abstract class QueuedCall implements PermitListener {

  /** Where the call stands. {@link #WAITING} and {@link #GRANTED} may be left by somebody else. */
  enum Stage {
    /** In the queue, or pausing. */
    WAITING,
    /** An attempt may begin, perhaps as soon as there is a thread for it. */
    GRANTED,
    REFUSED,
    ABORTED,
    /** The deadline passed before there was a thread. */
    EXPIRED,
    /** {@link #advance} is at work, or the call has ended. */
    RUNNING
  }

  /** Why a call is to end before its time. */
  enum Reason {
    CANCELED,
    CLOSED,
    NO_THREAD
  }

  /**
   * How a call ends before its time.
   *
   * @param cause what failed, if anything did
   */
  record Abort(Reason reason, @Nullable Throwable cause) {}

  private static final AtomicReferenceFieldUpdater<QueuedCall, Stage> STAGE =
      AtomicReferenceFieldUpdater.newUpdater(QueuedCall.class, Stage.class, "stage");

  final Pipeline pipeline;
  final LimiterKey limitKey;
  private final long deadline;

  /** Compared and set by {@link #STAGE}: many calls wait, and it takes no object of its own. */
  volatile Stage stage = Stage.WAITING;

  volatile @Nullable Abort aborted;
  volatile @Nullable Permit permit;
  volatile long requiredWait; // for a turn that was refused
  private volatile Time.@Nullable Scheduled pause;

  /**
   * A call that is not in the queue yet.
   *
   * @param deadline when it must end, in {@link Time#nanos}
   */
  QueuedCall(Pipeline pipeline, LimiterKey limitKey, long deadline) {
    this.pipeline = pipeline;
    this.limitKey = limitKey;
    this.deadline = deadline;
  }

  // What somebody else calls, on any thread.

  /** Whether it lets all other calls of its limit go first. */
  abstract boolean isBackground();

  /** Joins the queue; {@link #wake} follows, perhaps before this returns. */
  void begin() {
    time().works();
    handOver(
        () -> {
          Permit joined =
              isBackground()
                  ? limiter().acquireBackground(deadline, this)
                  : limiter().acquire(deadline, this);
          permit = joined;
          if (stage == Stage.ABORTED) {
            joined.release(); // aborted before the permit was there to abandon
          }
        });
    time().rests();
  }

  /** Says whether it was waiting; now it works. */
  private boolean stopsWaiting(Stage next) {
    time().works(); // before anybody sees the stage, and with it may end the call
    boolean waited = STAGE.compareAndSet(this, Stage.WAITING, next);
    if (!waited) {
      time().rests();
    }
    return waited;
  }

  /** Ends the call as soon as can be; does nothing if it has ended. */
  final void abort(Reason reason) {
    abort(new Abort(reason, null));
  }

  private void abort(Abort abort) {
    aborted = abort;
    if (stopsWaiting(Stage.ABORTED) || STAGE.compareAndSet(this, Stage.GRANTED, Stage.ABORTED)) {
      leaveQueue();
      wake();
    } else {
      cancelExchange();
    }
  }

  @Override
  public final void granted(Permit permit) {
    this.permit = permit;
    if (pipeline.live().isClosed()) {
      abort(Reason.CLOSED); // else closing would send what it frees the way for
    }
    if (stopsWaiting(Stage.GRANTED)) {
      wake();
    } else {
      permit.release();
    }
  }

  @Override
  public final void refused(long requiredWaitNanos) {
    requiredWait = requiredWaitNanos;
    if (stopsWaiting(Stage.REFUSED)) {
      wake();
    }
  }

  /** Ends the call, whose permit is granted, at its deadline if it has no thread by then. */
  final void expireAtDeadline() {
    if (deadline != Time.NEVER) {
      pause = time().schedule(timeLeft(), this::expire);
    }
  }

  private void expire() {
    if (STAGE.compareAndSet(this, Stage.GRANTED, Stage.EXPIRED)) {
      leaveQueue();
      wake();
    }
  }

  /**
   * Does what is due; whenever the call must wait again, {@link #wake} tells when to return. Does
   * nothing if another {@link #wake} came first, which happens to a call that ends while it waits
   * for a thread.
   */
  final void advance() {
    Stage due = stage;
    if (due != Stage.WAITING
        && due != Stage.RUNNING
        && STAGE.compareAndSet(this, due, Stage.RUNNING)) {
      work(due);
    }
  }

  // What subclasses do.

  /** The stage is not {@link Stage#WAITING} any more: {@link #advance} is due. Must not block. */
  abstract void wake();

  /** Does what is due at a stage that somebody else has brought about. */
  abstract void work(Stage due);

  /** Ends the exchange that is going on, if there is one. */
  abstract void cancelExchange();

  // What they call.

  /** Hands the call over to other threads. It ends if there is none to be had. */
  final void handOver(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) { // mostly an OutOfMemoryError, but not always
      abort(new Abort(Reason.NO_THREAD, e));
    }
  }

  /** Nanoseconds until the deadline. */
  final long timeLeft() {
    return deadline - time().nanos();
  }

  final SchedulingRateLimiter limiter() {
    return pipeline.limiter(limitKey);
  }

  final Time time() {
    return pipeline.time();
  }

  /** It has a thread, which ends it. */
  final void stopPause() {
    Time.Scheduled pausing = pause;
    if (pausing != null) {
      pausing.cancel();
    }
  }

  /** Gives up its place in the queue or its permit. */
  final void leaveQueue() {
    stopPause();
    Permit held = permit;
    if (held != null) {
      held.release();
    }
  }

  /** The thread that waits was interrupted: the call ends. */
  final void stopWaiting() {
    time().works();
    if (STAGE.getAndSet(this, Stage.ABORTED) != Stage.WAITING) {
      time().rests(); // it worked already
    }
    leaveQueue();
  }

  /** Waits for another turn at its old place in the queue, and at least that many nanoseconds. */
  final void waitAgain(long nanos) {
    stage = Stage.WAITING;
    if (nanos == 0) {
      joinAgain();
    } else {
      handOver(() -> pause = time().schedule(nanos, this::joinAgain));
    }
    if (aborted != null && stopsWaiting(Stage.ABORTED)) {
      leaveQueue(); // aborted while it was neither waiting nor exchanging
      wake();
    }
    time().rests();
  }

  private void joinAgain() {
    Permit old = permit;
    if (old != null && stage == Stage.WAITING) {
      handOver(old::acquireAgain);
      if (stage == Stage.ABORTED) {
        old.release();
      }
    }
  }
}
