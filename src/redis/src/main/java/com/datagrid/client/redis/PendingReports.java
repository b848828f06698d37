package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;

/**
 * What responses have said and the fleet has not heard yet, except for slots. Guarded by the
 * limiter's lock.
 */
final class PendingReports {

  private int known; // the fleet's limit; 0 if none
  private int named;
  private long namedAt = Time.NEVER; // NEVER if no response named it
  private boolean unlimited;
  private long pausedUntil;
  private boolean rejected;
  private int accepted;
  private int resolved;
  private boolean urgent;
  private boolean learning;

  private int sentAccepted;
  private int sentResolved;
  private long sentPause;

  void resolved(boolean isAccepted, boolean probing) {
    resolved++;
    if (isAccepted) {
      accepted++;
    }
    urgent |= probing;
  }

  void named(long now, int limit, boolean byResponse) {
    if (learning) {
      return;
    }
    if (limit > 0) {
      named = limit;
      namedAt = byResponse ? now : Time.NEVER;
      urgent |= limit != known;
    } else if (byResponse && known == 0 && !unlimited) {
      unlimited = true;
      urgent = true;
    }
  }

  void paused(long now, long pause, boolean isRejected) {
    pausedUntil = Math.max(pausedUntil, now + pause);
    rejected |= isRejected;
    urgent = true;
  }

  /** The fleet's limit; 0 if none. */
  void known(int limit) {
    known = limit;
  }

  /** While learning, ignores the limit named, since it comes from the fleet. */
  void learning(boolean isLearning) {
    learning = isLearning;
  }

  /** Whether the fleet should hear of it at once. */
  boolean isUrgent() {
    return urgent;
  }

  /** The fleet may have lost its data. */
  void resend() {
    known = 0;
  }

  /** Adds everything pending to a message. */
  void addTo(Exchange.Builder message, long now) {
    if (named != known) {
      message.limit = named;
      message.limitAge = namedAt == Time.NEVER ? -1 : now - namedAt;
    }
    message.unlimited = unlimited;
    sentPause = pausedUntil;
    message.pause = Math.max(0, pausedUntil - now);
    message.rejected = rejected;
    sentAccepted = accepted;
    sentResolved = resolved;
    message.accepted = accepted;
    message.resolved = resolved;
    urgent = false;
  }

  /** The engine has applied the last message. */
  void acknowledged() {
    accepted -= sentAccepted;
    resolved -= sentResolved;
    if (pausedUntil == sentPause) {
      pausedUntil = 0;
      rejected = false;
    }
  }
}
