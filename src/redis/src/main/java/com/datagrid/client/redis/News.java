package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;

/**
 * What responses say that the fleet does not know yet, apart from the slots. Guarded by the
 * limiter's lock.
 */
final class News {

  private int known; // the limit that the fleet has; 0 if none
  private int named;
  private long namedAt = Time.NEVER; // as a response says; NEVER if it does not come from one
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

  /** The limit that the fleet has. */
  void known(int limit) {
    known = limit;
  }

  /** Whether what is named is what the fleet has told. */
  void learning(boolean isLearning) {
    learning = isLearning;
  }

  boolean isUrgent() {
    return urgent;
  }

  /** The fleet may have lost what it knew. */
  void resend() {
    known = 0;
  }

  void tell(Exchange.Builder message, long now) {
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

  /** The last message has come through. */
  void told() {
    accepted -= sentAccepted;
    resolved -= sentResolved;
    if (pausedUntil == sentPause) {
      pausedUntil = 0;
      rejected = false;
    }
  }
}
