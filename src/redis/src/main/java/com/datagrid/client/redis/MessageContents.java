package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.List;

/** What messages say, and what their answers change. Guarded by the limiter's lock. */
final class MessageContents {

  private final Identity identity;
  private final Timing timing;
  private final Time time;
  final Leases leases;
  final Outage outage;
  final News news;
  final Demand demand;
  private final View view;
  private final FleetClock clock = new FleetClock();

  private String generation = "";
  private long heardAt;

  /** Whether the engine may be another one, or one that has forgotten. */
  private boolean reconnected = true;

  MessageContents(
      Identity identity,
      Timing timing,
      Time time,
      Leases leases,
      Outage outage,
      News news,
      Demand demand,
      View view) {
    this.identity = identity;
    this.timing = timing;
    this.time = time;
    this.leases = leases;
    this.outage = outage;
    this.news = news;
    this.demand = demand;
    this.view = view;
  }

  /** Whether nobody has used the limit for long, and nothing of it counts. */
  boolean isIdle(long now) {
    return demand.isIdle(now, timing.idle()) && leases.used(now) == 0;
  }

  /** The next message, of that kind. */
  Exchange message(Exchange.Kind kind, long now) {
    if (kind == Exchange.Kind.UPLOAD) {
      leases.resend();
      news.resend();
    }
    if (demand.isNothing()) {
      leases.giveUpHand();
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
    // Who is alone sends requests that no message has told of yet: first back, and then leases.
    if (kind == Exchange.Kind.EXCHANGE && !outage.isAway()) {
      message.wanted = demand.missing(leases.inHand(now));
      message.together = message.wanted == 0 ? 1 : demand.together();
      message.firstLease = leases.reserve(message.wanted);
    }
    message.waiting = demand.isWaiting();
    message.used = leases.used(now);
    message.stamps = leases.stamps();
    message.fresh = leases.fresh();
    message.held = leases.held(now - timing.counted() / 2);
    message.gone = leases.gone();
    news.tell(message, now);
    return message.build();
  }

  /** Any answer. */
  void answered(Exchange sent, Reply reply, long received) {
    clock.read(reply.now(), reply.offset(), sent.sentAt(), received);
    generation = reply.generation();
  }

  /** The message has not come through, or had no effect. */
  void lost(Exchange sent, boolean withoutAnswer) {
    reconnected |= withoutAnswer;
    leases.giveUp(sent.firstLease, sent.wanted);
  }

  /** The message has come through. */
  void told(Exchange sent, Reply reply) {
    leases.told(sent.stamps, sent.fresh, sent.gone);
    news.told();
    reconnected = false;
    heardAt = reply.now();
  }

  /**
   * The answer to one that has.
   *
   * @param wasAway whether this process was alone when it came
   */
  void apply(
      Exchange sent,
      Reply reply,
      boolean wasAway,
      SharedWindow.Owner owner,
      long received,
      long now) {
    List<Long> delays = reply.delays();
    if (wasAway) {
      leases.giveUp(sent.firstLease, sent.wanted);
    }
    view.update(reply, leases.used(now) + delays.size(), received);
    demand.met(sent.wanted, delays.size(), reply.again() == 0 ? 0 : received + reply.again());
    for (int i = 0; i < delays.size() && !wasAway; i++) {
      long delay = delays.get(i);
      leases.grant(sent.firstLease + i, received + delay, sent.sentAt() + delay + timing.usable());
    }
    news.known(reply.limit());
    if (reply.limit() > 0 && !reply.isEstimated()) {
      news.learning(true);
      owner.learn(reply.limit(), now);
      news.learning(false);
    }
  }
}
