package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * When messages go, and which. Guarded by the limiter's lock.
 *
 * <p>At most one is on its way; whatever comes meanwhile goes with the next one. One goes at once
 * if requests wait and there is no lease in hand, or if others should know at once; else with the
 * next beat.
 */
final class Messages {

  private final MessageContents contents;
  private final Timing timing;
  private final Time time;
  private final Transport transport;
  private final FleetLog log;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private SharedWindow.@Nullable Owner owner;
  private Exchange.Kind next = Exchange.Kind.HELLO;
  private boolean onItsWay;
  private long lastSentAt;
  private boolean closed;
  private long timerAt = Time.NEVER;
  private Time.@Nullable Scheduled timer;

  Messages(MessageContents contents, Timing timing, Time time, Transport transport, FleetLog log) {
    this.contents = contents;
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

  /** Whether this process is alone; it finds out here. */
  boolean isAway(long now) {
    Outage outage = contents.outage;
    if (!outage.isAway() && now >= outage.awayAt()) {
      outage.goAway(contents.leases.used(now));
      contents.leases.giveUpHand();
      if (!closed) {
        log.alone(outage.processes());
      }
    }
    return outage.isAway();
  }

  /** Sends the next message, or sets the timer for it. */
  void proceed(long now) {
    boolean unused = isAway(now);
    if (onItsWay) {
      return;
    }
    long due = due(now);
    if (due > now) {
      arm(due, now);
      return;
    }
    if (next == Exchange.Kind.EXCHANGE && contents.isIdle(now)) {
      next = Exchange.Kind.LEAVE;
    }
    onItsWay = true;
    lastSentAt = now;
    transport.send(contents.message(next, now), this::ended);
  }

  private long due(long now) {
    if (closed && next != Exchange.Kind.LEAVE) {
      return Time.NEVER;
    }
    boolean idle = contents.isIdle(now);
    if (next == Exchange.Kind.HELLO && idle) {
      return Time.NEVER;
    }
    long due = 0;
    boolean atOnce = contents.news.isUrgent() || contents.outage.isFailing() || idle;
    if (next == Exchange.Kind.EXCHANGE && !atOnce) {
      due = lastSentAt + timing.beat();
      if (contents.demand.isUnmet(contents.leases.inHand(now))) {
        due = Math.min(due, contents.demand.askAt());
      }
    }
    return Math.max(due, contents.outage.retryAt());
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

  // Answers.

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
              onItsWay = false;
              if (reply == null) {
                failed(sent, now);
              } else {
                answered(sent, reply, received, now);
              }
            });
    log.drain();
  }

  private void failed(Exchange sent, long now) {
    contents.lost(sent, true);
    contents.outage.failed(now);
    if (sent.kind == Exchange.Kind.LEAVE) {
      leftNow();
    }
  }

  private void answered(Exchange sent, Reply reply, long received, long now) {
    contents.answered(sent, reply, received);
    if (reply.status() == Reply.Status.OK || reply.status() == Reply.Status.SETTLING) {
      contents.told(sent, reply);
      if (sent.kind == Exchange.Kind.LEAVE) {
        leftNow();
      } else {
        boolean wasAway = contents.outage.isAway();
        accepted(sent, reply, now);
        contents.apply(sent, reply, wasAway, owner(), received, now);
      }
      return;
    }
    contents.lost(sent, false);
    if (closed && reply.status() == Reply.Status.UPLOAD) {
      leftNow(); // there is nothing to leave
    } else if (reply.status() == Reply.Status.UPLOAD) {
      next = Exchange.Kind.UPLOAD;
    }
  }

  private void accepted(Exchange sent, Reply reply, long now) {
    Outage outage = contents.outage;
    if (reply.status() == Reply.Status.SETTLING) {
      outage.settling(now, reply.members());
      log.settling();
    } else {
      outage.shared(sent.sentAt(), reply.members());
      log.shared(reply.members());
    }
    next = closed ? Exchange.Kind.LEAVE : Exchange.Kind.EXCHANGE;
  }

  // The end.

  /** The limiter is not used any more, or the fleet is closed. */
  void close(long now) {
    if (closed) {
      return;
    }
    closed = true;
    contents.outage.leave();
    contents.leases.giveUpHand();
    if (next == Exchange.Kind.HELLO && !onItsWay) {
      leftNow();
    } else {
      next = Exchange.Kind.LEAVE;
      proceed(now);
    }
  }

  /** The same, without the lock. */
  void leave() {
    owner().update(this::close);
  }

  private void leftNow() {
    next = Exchange.Kind.HELLO; // with the next request, if it is not for ever
    if (closed) {
      left.complete(null);
    }
  }

  /** Completes when the last message has ended. */
  CompletableFuture<Void> left() {
    return left;
  }
}
