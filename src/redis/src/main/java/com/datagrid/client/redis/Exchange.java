package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One message of a process about one limit: the arguments of the script. Built under the limiter's
 * lock, sent without it. Idempotent: it may be delivered twice.
 */
final class Exchange {

  /** What a message contains. */
  enum Kind {
    /** Nothing; asks for the generation of the data. */
    HELLO,
    /** Changes since the last message. */
    EXCHANGE,
    /** Everything this process knows. */
    UPLOAD,
    /** The last changes; this process leaves the fleet. */
    LEAVE
  }

  private static final int SENT_AT = 3;
  private static final int QUEUED_FOR = 4;

  final Kind kind;
  final List<String> keys;
  final long firstLease;
  final int wanted;
  final int batch;
  final int stamps;
  final int added;
  final int released;
  private final Time time;
  private final long builtAt;
  private final long engineOffset;
  private final List<String> arguments;

  /** When {@link #arguments} was last called. */
  private long sentAt;

  Exchange(Builder builder) {
    kind = builder.kind;
    keys = builder.keys;
    firstLease = builder.firstLease;
    wanted = builder.wanted;
    batch = builder.batch;
    stamps = builder.stamps.size();
    added = builder.added;
    released = builder.released.size();
    time = builder.time;
    builtAt = builder.now;
    engineOffset = builder.engineNow - builder.now;
    arguments = builder.arguments();
  }

  /** The arguments of the script, for sending the message now. */
  List<String> arguments() {
    long now = time.nanos();
    sentAt = now;
    arguments.set(SENT_AT, micros(now + engineOffset));
    arguments.set(QUEUED_FOR, micros(now - builtAt));
    return arguments;
  }

  long sentAt() {
    return sentAt;
  }

  static String micros(long nanos) {
    return Long.toString(Math.floorDiv(nanos, 1000));
  }

  /** The contents of a message; {@code exchange.lua} documents the fields. */
  static final class Builder {
    Kind kind = Kind.HELLO;
    List<String> keys = List.of();
    String process = "";
    String generation = "";
    final Timing timing;
    final Time time;
    long now;
    long engineNow;
    long heardAt;
    long leap;
    long offset;
    int expected = 1;
    int limit;
    long limitAge = -1;
    double share = 1;
    boolean unlimited;
    long pause;
    boolean rejected;
    int accepted;
    int resolved;
    int wanted;
    int batch = 1;
    long firstLease;
    int used;
    boolean waiting;
    boolean reconnected;
    List<Leases.Slot> stamps = List.of();
    int added;
    List<Long> held = List.of();
    List<Long> released = List.of();

    Builder(Timing timing, Time time) {
      this.timing = timing;
      this.time = time;
    }

    private List<String> arguments() {
      List<String> all = new ArrayList<>(36 + 2 * stamps.size() + held.size() + released.size());
      all.addAll(
          List.of(
              process,
              kind.name().toLowerCase(Locale.ROOT),
              generation,
              "", // sentAt
              "", // queuedFor
              micros(heardAt),
              micros(leap),
              micros(offset)));
      for (long nanos :
          new long[] {
            timing.counted(),
            timing.hold(),
            timing.horizon(),
            timing.heartbeatTimeout(),
            Timing.TOLERANCE
          }) {
        all.add(micros(nanos));
      }
      all.addAll(
          List.of(
              Integer.toString(expected),
              Integer.toString(limit),
              limitAge < 0 ? "-1" : micros(limitAge),
              Double.toString(share),
              unlimited ? "1" : "0",
              micros(pause),
              rejected ? "1" : "0"));
      for (long number :
          new long[] {
            accepted,
            resolved,
            wanted,
            batch,
            firstLease,
            used,
            waiting ? 1 : 0,
            reconnected ? 1 : 0,
            held.size()
          }) {
        all.add(Long.toString(number));
      }
      held.forEach(number -> all.add(Long.toString(number)));
      all.add(Integer.toString(stamps.size()));
      for (Leases.Slot each : stamps) {
        all.add(Long.toString(each.number()));
        all.add(micros(now - each.time()));
      }
      all.add(Integer.toString(released.size()));
      released.forEach(number -> all.add(Long.toString(number)));
      return all;
    }

    Exchange build() {
      return new Exchange(this);
    }
  }
}
