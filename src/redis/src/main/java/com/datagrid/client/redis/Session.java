package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.List;

/**
 * This process's session with the engine: builds messages and applies their replies. Guarded by the
 * limiter's lock.
 */
final class Session {

  private final Identity identity;
  private final Timing timing;
  private final Time time;
  final Leases leases;
  final Outage outage;
  final PendingReports reports;
  final Demand demand;
  private final FleetState state;
  private final FleetClock clock = new FleetClock();

  private String generation = "";
  private long heardAt;

  /** Whether the engine may be another server, or may have lost data. */
  private boolean reconnected = true;

  Session(
      Identity identity,
      Timing timing,
      Time time,
      Leases leases,
      Outage outage,
      PendingReports reports,
      Demand demand,
      FleetState state) {
    this.identity = identity;
    this.timing = timing;
    this.time = time;
    this.leases = leases;
    this.outage = outage;
    this.reports = reports;
    this.demand = demand;
    this.state = state;
  }

  /** Whether the limit has not been used for long, and no slot is in use. */
  boolean isIdle(long now) {
    return demand.isIdle(now, timing.idleTimeout()) && leases.used(now) == 0;
  }

  /** Builds the next message. */
  Exchange exchange(Exchange.Kind kind, long now) {
    if (kind == Exchange.Kind.UPLOAD) {
      leases.resend();
      reports.resend();
    }
    if (demand.isEmpty()) {
      leases.releaseAvailable();
    }
    Exchange.Builder message = new Exchange.Builder(timing, time);
    message.kind = kind;
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
    message.reconnected = reconnected;
    // While offline, requests are sent that the engine does not know of yet: report first, then
    // ask.
    if (kind == Exchange.Kind.EXCHANGE && !outage.isOffline()) {
      message.wanted = demand.shortfall(leases.available(now));
      message.batch = message.wanted == 0 ? 1 : demand.batch();
      message.firstLease = leases.reserve(message.wanted);
    }
    message.waiting = demand.isWaiting();
    message.used = leases.used(now);
    message.stamps = leases.stamps();
    message.added = leases.added();
    message.held = leases.held(now - timing.counted() / 2);
    message.released = leases.released();
    reports.addTo(message, now);
    return message.build();
  }

  /** Reads what every reply has, whatever its status. */
  void read(Exchange sent, Reply reply, long received) {
    clock.read(reply.now(), reply.offset(), sent.sentAt(), received);
    generation = reply.generation();
  }

  /** The engine did not apply the message. */
  void failed(Exchange sent, boolean withoutReply) {
    reconnected |= withoutReply;
    leases.abandon(sent.firstLease, sent.wanted);
  }

  /** The engine applied the message. */
  void acknowledged(Exchange sent, Reply reply) {
    leases.acknowledged(sent.stamps, sent.added, sent.released);
    reports.acknowledged();
    reconnected = false;
    heardAt = reply.now();
  }

  /**
   * Applies the reply to an acknowledged message.
   *
   * @param wasOffline whether this process was offline when it arrived
   */
  void apply(
      Exchange sent,
      Reply reply,
      boolean wasOffline,
      SharedWindow.Owner owner,
      long received,
      long now) {
    List<Long> delays = reply.delays();
    if (wasOffline) {
      leases.abandon(sent.firstLease, sent.wanted);
    }
    state.update(reply, leases.used(now) + delays.size(), received);
    demand.granted(
        sent.wanted, delays.size(), reply.retryIn() == 0 ? 0 : received + reply.retryIn());
    for (int i = 0; i < delays.size() && !wasOffline; i++) {
      long delay = delays.get(i);
      leases.grant(
          sent.firstLease + i, received + delay, sent.sentAt() + delay + timing.leaseLifetime());
    }
    reports.known(reply.limit());
    if (reply.limit() > 0 && !reply.isEstimated()) {
      reports.learning(true);
      owner.learn(reply.limit(), now);
      reports.learning(false);
    }
  }
}
