package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One process's side of the window of one limit. Guarded by the limiter's lock.
 *
 * <p>At most one message is on its way; whatever comes meanwhile goes with the next one. A message
 * goes at once if requests wait and there is no lease in hand, or if others should know at once;
 * else with the next beat.
 */
final class FleetWindow implements SharedWindow {

  private static final int MAX_WANTED = 200;

  private final Identity identity;
  private final Timing timing;
  private final Time time;
  private final Transport transport;
  private final FleetLog log;
  private final FleetClock clock = new FleetClock();
  private final Leases leases;
  private final Outage outage;
  private final News news = new News();

  private @Nullable Owner owner;
  private @Nullable Exchange onItsWay;
  private Exchange.Kind next = Exchange.Kind.HELLO;
  private String generation = "";
  private long heardAt;
  private long lastSentAt;
  private boolean closed;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private long wanted;
  private int together = 1;
  private long askAt;
  private boolean waiting; // the engine knows that we do
  private long activeAt;

  private long pausedUntil;
  private boolean probing;
  private int others;
  private long free;

  private long timerAt = Time.NEVER;
  private Time.@Nullable Scheduled timer;

  FleetWindow(
      Identity identity,
      Timing timing,
      int processes,
      Time time,
      Transport transport,
      FleetLog log) {
    this.identity = identity;
    this.timing = timing;
    this.time = time;
    this.transport = transport;
    this.log = log;
    this.leases = new Leases(timing.counted());
    this.outage = new Outage(timing, processes);
  }

  // What the limiter asks.

  @Override
  public void attach(Owner owner) {
    this.owner = owner;
  }

  @Override
  public long delay(long now, int permits) {
    long wait = Math.max(leases.delay(now, permits), pausedUntil - now);
    long untilAway = Time.until(outage.awayAt(), now);
    return wait == 0 ? 0 : Math.min(wait, Math.max(1, untilAway));
  }

  @Override
  public long leastDelay(long now) {
    return Math.max(0, Math.max(free, pausedUntil) - now);
  }

  @Override
  public boolean isAway(long now) {
    if (outage.check(now, leases.used(now))) {
      leases.giveUpHand();
      if (!closed) {
        log.alone(outage.processes());
      }
    }
    return outage.isAway();
  }

  @Override
  public int cap(long now, int allowance) {
    return outage.cap(now, allowance);
  }

  @Override
  public long nextChange(long now) {
    return outage.nextChange(now);
  }

  @Override
  public int others() {
    return outage.isAway() ? 0 : others;
  }

  // What the limiter tells.

  @Override
  public void send(long now, int requests) {
    activeAt = now;
    for (int i = 0; i < requests; i++) {
      leases.take(now);
    }
  }

  @Override
  public void release(long now) {
    leases.release();
    news.resolved(false, probing);
  }

  @Override
  public void counted(long now, long stamp) {
    leases.count(now, stamp);
    news.resolved(false, probing);
  }

  @Override
  public void accepted(long now, long stamp, int limit) {
    leases.count(now, stamp);
    news.resolved(true, probing);
    news.named(now, limit, true);
  }

  @Override
  public void moved(long now, long from, long to) {
    leases.move(from, to);
  }

  @Override
  public void named(long now, int limit) {
    news.named(now, limit, false);
  }

  @Override
  public void paused(long now, int limit, long pause, boolean rejected) {
    news.named(now, limit, true);
    news.paused(now, pause, rejected);
    pausedUntil = Math.max(pausedUntil, now + pause);
  }

  @Override
  public void close(long now) {
    closed = true;
    outage.leave();
    leases.giveUpHand();
    boolean known = next != Exchange.Kind.HELLO || onItsWay != null;
    next = known ? Exchange.Kind.LEAVE : Exchange.Kind.HELLO;
    if (known) {
      exchange(now);
    } else {
      left.complete(null);
    }
  }

  /** Leaves the fleet; without the lock. */
  void leave() {
    Objects.requireNonNull(owner).update(this::close);
  }

  /** Completes when it has left, or could not. */
  CompletableFuture<Void> left() {
    return left;
  }

  FleetStatus status() {
    return log.status();
  }

  // Messages.

  @Override
  public void flush(long now, long wanted, int together) {
    this.wanted = wanted;
    this.together = Math.max(1, together);
    if (wanted > 0) {
      activeAt = now;
    }
    exchange(now);
  }

  private void exchange(long now) {
    isAway(now);
    if (onItsWay != null) {
      return;
    }
    long due = due(now);
    if (due <= now) {
      send(now);
    } else {
      arm(due, now);
    }
  }

  /** When the next message has to go. */
  private long due(long now) {
    if (closed && next != Exchange.Kind.LEAVE) {
      return Time.NEVER;
    }
    long due;
    if (next != Exchange.Kind.EXCHANGE) {
      due = next == Exchange.Kind.HELLO && isIdle(now) ? Time.NEVER : 0;
    } else if (news.isUrgent() || isIdle(now)) {
      due = 0;
    } else {
      due = lastSentAt + timing.beat();
      int inHand = leases.inHand(now);
      if (inHand < (together > 1 ? together : Math.min(1, wanted))) {
        due = Math.min(due, askAt);
      }
    }
    return Math.max(due, outage.retryAt());
  }

  private boolean isIdle(long now) {
    return wanted == 0 && now - activeAt >= timing.idle() && leases.used(now) == 0;
  }

  private void send(long now) {
    if (next == Exchange.Kind.EXCHANGE && isIdle(now)) {
      next = Exchange.Kind.LEAVE;
    }
    if (next == Exchange.Kind.UPLOAD) {
      leases.resend();
      news.resend();
    }
    if (wanted == 0) {
      leases.giveUpHand();
    }
    Exchange.Builder message = new Exchange.Builder(timing, time);
    message.kind = next;
    message.keys = identity.keys();
    message.process = identity.process();
    message.share = identity.share();
    message.generation = generation;
    message.now = now;
    message.engineNow = clock.latest(now);
    message.heardAt = heardAt;
    message.leap = clock.leap();
    message.offset = clock.offset();
    message.expected = outage.processes();
    int inHand = leases.inHand(now);
    if (next == Exchange.Kind.EXCHANGE && inHand < Math.max(1, together)) {
      message.wanted = (int) Math.min(MAX_WANTED, Math.max(0, wanted - inHand));
      message.together = message.wanted == 0 ? 1 : Math.min(together, message.wanted);
      message.firstLease = leases.reserve(Math.max(message.wanted, message.together));
    }
    message.waiting = waiting;
    message.used = leases.used(now);
    message.stamps = leases.stamps();
    message.fresh = leases.fresh();
    message.held = leases.held(now - timing.counted() / 2);
    message.gone = leases.gone();
    news.tell(message, now);
    onItsWay = message.build();
    lastSentAt = now;
    transport.send(onItsWay, this::ended);
  }

  private void ended(Exchange exchange, @Nullable Reply reply, @Nullable RuntimeException failure) {
    Owner limiter = Objects.requireNonNull(owner);
    long received = time.nanos();
    limiter.update(
        now -> {
          onItsWay = null;
          if (reply == null) {
            failed(exchange, now);
          } else {
            answered(exchange, reply, limiter, received, now);
          }
        });
    if (failure != null) {
      log.failed(failure);
    }
    log.drain();
  }

  private void failed(Exchange exchange, long now) {
    leases.giveUp(exchange.firstLease, exchange.wanted);
    outage.failed(now);
    if (outage.isAway() && next == Exchange.Kind.EXCHANGE) {
      next = Exchange.Kind.UPLOAD;
    }
    if (closed && exchange.kind == Exchange.Kind.LEAVE) {
      ended();
    }
  }

  /** Left, for ever or until the next request. */
  private void ended() {
    next = Exchange.Kind.HELLO;
    if (closed) {
      left.complete(null);
    }
  }

  private void answered(Exchange sent, Reply reply, Owner limiter, long received, long now) {
    clock.read(reply.now(), reply.offset(), sent.sentAt(), received);
    log.exchanged(received - sent.sentAt());
    generation = reply.generation();
    switch (reply.status()) {
      case UPLOAD -> {
        if (closed) {
          ended(); // there is nothing to leave
        } else {
          next = Exchange.Kind.UPLOAD;
        }
      }
      case LATE -> {
        if (outage.isAway() && !closed) {
          next = Exchange.Kind.UPLOAD;
        }
      }
      case OK, SETTLING -> accepted(sent, reply, limiter, received, now);
    }
    if (reply.status() == Reply.Status.LATE || reply.status() == Reply.Status.UPLOAD) {
      leases.giveUp(sent.firstLease, sent.wanted);
    }
  }

  private void accepted(Exchange sent, Reply reply, Owner limiter, long received, long now) {
    leases.told(sent.stamps, sent.fresh, sent.gone);
    news.told();
    heardAt = reply.now();
    if (sent.kind == Exchange.Kind.LEAVE) {
      ended();
      return;
    }
    boolean wasAway = outage.isAway();
    boolean settling = reply.status() == Reply.Status.SETTLING;
    if (settling) {
      outage.settling(reply.members());
    } else if (!wasAway || sent.kind == Exchange.Kind.UPLOAD) {
      outage.shared(sent.sentAt(), reply.members());
      log.shared(reply.members());
    }
    next = outage.isAway() ? Exchange.Kind.UPLOAD : Exchange.Kind.EXCHANGE;
    if (closed) {
      next = Exchange.Kind.LEAVE;
    }
    others = Math.max(0, reply.total() - leases.used(now) - reply.delays().size());
    free = received + reply.free();
    probing = reply.isProbing();
    pausedUntil = Math.max(pausedUntil, received + reply.pause());
    waiting = reply.delays().size() < sent.wanted;
    askAt = reply.again() == 0 ? 0 : received + reply.again();
    List<Long> delays = reply.delays();
    for (int i = 0; i < delays.size(); i++) {
      long delay = delays.get(i);
      leases.grant(sent.firstLease + i, received + delay, sent.sentAt() + delay + timing.usable());
    }
    news.limit(reply.limit());
    if (reply.limit() > 0 && !reply.isEstimated()) {
      limiter.learn(reply.limit(), now);
    }
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
    Owner limiter = Objects.requireNonNull(owner);
    limiter.update(
        now -> {
          timerAt = Time.NEVER;
          timer = null;
        });
    log.drain();
  }
}
