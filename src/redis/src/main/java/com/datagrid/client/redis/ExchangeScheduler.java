package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to send a message, and of which kind. Guarded by the limiter's lock.
 *
 * <p>At most one message is in flight; whatever happens meanwhile goes with the next. It is sent at
 * once if requests wait and no lease is available, or if other processes should know at once; else
 * with the next heartbeat.
 */
final class ExchangeScheduler {

  private final Session session;
  private final Timing timing;
  private final Time time;
  private final Transport transport;
  private final FleetLog log;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private SharedWindow.@Nullable Owner owner;
  private Exchange.Kind next = Exchange.Kind.HELLO;
  private boolean inFlight;
  private long lastSentAt;
  private boolean closed;
  private long timerAt = Time.NEVER;
  private Time.@Nullable Scheduled timer;

  ExchangeScheduler(Session session, Timing timing, Time time, Transport transport, FleetLog log) {
    this.session = session;
    this.timing = timing;
    this.time = time;
    this.transport = transport;
    this.log = log;
  }

  void attach(SharedWindow.Owner limiter) {
    owner = limiter;
  }

  private SharedWindow.Owner owner() {
    return Objects.requireNonNull(owner, "not attached");
  }

  /** Whether this process is offline; goes offline if it is time to. */
  boolean isOffline(long now) {
    Outage outage = session.outage;
    if (!outage.isOffline() && now >= outage.offlineAt()) {
      outage.goOffline(session.leases.used(now));
      session.leases.releaseAvailable();
      if (!closed) {
        log.alone(outage.processes());
      }
    }
    return outage.isOffline();
  }

  /** Sends the next message, or sets the timer for it. */
  void proceed(long now) {
    boolean unused = isOffline(now);
    if (inFlight) {
      return;
    }
    long due = due(now);
    if (due > now) {
      arm(due, now);
      return;
    }
    if (next == Exchange.Kind.EXCHANGE && session.isIdle(now)) {
      next = Exchange.Kind.LEAVE;
    }
    inFlight = true;
    lastSentAt = now;
    transport.send(session.exchange(next, now), this::ended);
  }

  private long due(long now) {
    if (closed && next != Exchange.Kind.LEAVE) {
      return Time.NEVER;
    }
    boolean idle = session.isIdle(now);
    if (next == Exchange.Kind.HELLO && idle) {
      return Time.NEVER;
    }
    long due = 0;
    boolean atOnce = session.reports.isUrgent() || session.outage.isFailing() || idle;
    if (next == Exchange.Kind.EXCHANGE && !atOnce) {
      due = lastSentAt + timing.heartbeat();
      if (session.demand.isUnmet(session.leases.available(now))) {
        due = Math.min(due, session.demand.retryAt());
      }
    }
    return Math.max(due, session.outage.retryAt());
  }

  private void arm(long at, long now) {
    if (at >= timerAt) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerAt = at;
    timer = time.schedule(at - now, this::wake);
  }

  private void wake() {
    owner()
        .update(
            now -> {
              timerAt = Time.NEVER;
              timer = null;
            });
    log.drain();
  }

  // Replies.

  private void ended(Exchange sent, @Nullable Reply reply, @Nullable RuntimeException failure) {
    long received = time.nanos();
    if (failure != null) {
      log.failed(failure);
    } else {
      log.exchanged(received - sent.sentAt());
    }
    owner()
        .update(
            now -> {
              inFlight = false;
              if (reply == null) {
                failed(sent, now);
              } else {
                replied(sent, reply, received, now);
              }
            });
    log.drain();
  }

  private void failed(Exchange sent, long now) {
    session.failed(sent, true);
    session.outage.failed(now);
    if (sent.kind == Exchange.Kind.LEAVE) {
      completeLeave();
    }
  }

  private void replied(Exchange sent, Reply reply, long received, long now) {
    session.read(sent, reply, received);
    if (reply.status() == Reply.Status.OK || reply.status() == Reply.Status.SETTLING) {
      session.acknowledged(sent, reply);
      if (sent.kind == Exchange.Kind.LEAVE) {
        completeLeave();
      } else {
        boolean wasOffline = session.outage.isOffline();
        applied(sent, reply, now);
        session.apply(sent, reply, wasOffline, owner(), received, now);
      }
      return;
    }
    session.failed(sent, false);
    if (closed && reply.status() == Reply.Status.UPLOAD) {
      completeLeave(); // the engine does not know this process
    } else if (reply.status() == Reply.Status.UPLOAD) {
      next = Exchange.Kind.UPLOAD;
    }
  }

  private void applied(Exchange sent, Reply reply, long now) {
    Outage outage = session.outage;
    if (reply.status() == Reply.Status.SETTLING) {
      outage.settling(now, reply.members());
      log.settling();
    } else {
      outage.shared(sent.sentAt(), reply.members());
      log.shared(reply.members());
    }
    next = closed ? Exchange.Kind.LEAVE : Exchange.Kind.EXCHANGE;
  }

  // Leaving.

  /** Leaves, since the limiter is no longer used or the fleet is closed. Idempotent. */
  void close(long now) {
    if (closed) {
      return;
    }
    closed = true;
    session.outage.leave();
    session.leases.releaseAvailable();
    if (next == Exchange.Kind.HELLO && !inFlight) {
      completeLeave();
    } else {
      next = Exchange.Kind.LEAVE;
      proceed(now);
    }
  }

  /** Like {@link #close}, but called without the lock. */
  void leave() {
    owner().update(this::close);
  }

  private void completeLeave() {
    next = Exchange.Kind.HELLO; // rejoin with the next request, unless closed
    if (closed) {
      left.complete(null);
    }
  }

  /** Completes when the last message has ended, successfully or not. */
  CompletableFuture<Void> left() {
    return left;
  }
}
