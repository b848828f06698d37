package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One message of a process about one limit, as the script's arguments. Made under the limiter's
 * lock, and sent without it. All of it may be sent twice.
 */
final class Exchange {

  /** What is sent. */
  enum Kind {
    /** Nothing; asks what there is. */
    HELLO,
    /** What is new. */
    EXCHANGE,
    /** Everything. */
    UPLOAD,
    /** What is new, and the last. */
    LEAVE
  }

  private static final int SENT_AT = 3;
  private static final int QUEUED = 4;

  final Kind kind;
  final List<String> keys;
  final long firstLease;
  final int wanted;
  final int together;
  final int stamps;
  final int fresh;
  final int gone;
  private final Time time;
  private final long madeAt;
  private final long engineTimeLessOurs;
  private final List<String> arguments;

  /** When it was sent; set by whoever sends it. */
  private long sentAt;

  Exchange(Builder builder) {
    kind = builder.kind;
    keys = builder.keys;
    firstLease = builder.firstLease;
    wanted = builder.wanted;
    together = builder.together;
    stamps = builder.stamps.size();
    fresh = builder.fresh;
    gone = builder.gone.size();
    time = builder.time;
    madeAt = builder.now;
    engineTimeLessOurs = builder.engineNow - builder.now;
    arguments = builder.arguments();
  }

  /** The arguments of the script, for a message that is sent now. */
  List<String> arguments() {
    long now = time.nanos();
    sentAt = now;
    arguments.set(SENT_AT, micros(now + engineTimeLessOurs));
    arguments.set(QUEUED, micros(now - madeAt));
    return arguments;
  }

  long sentAt() {
    return sentAt;
  }

  static String micros(long nanos) {
    return Long.toString(Math.floorDiv(nanos, 1000));
  }

  /** What a message says. */
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
    int together = 1;
    long firstLease;
    int used;
    boolean waiting;
    boolean reconnected;
    List<Leases.Numbered> stamps = List.of();
    int fresh;
    List<Long> held = List.of();
    List<Long> gone = List.of();

    Builder(Timing timing, Time time) {
      this.timing = timing;
      this.time = time;
    }

    private List<String> arguments() {
      List<String> all = new ArrayList<>(36 + 2 * stamps.size() + held.size() + gone.size());
      all.addAll(
          List.of(
              process,
              kind.name().toLowerCase(Locale.ROOT),
              generation,
              "", // when it is sent
              "", // how long after it was made
              micros(heardAt),
              micros(leap),
              micros(offset)));
      for (long nanos :
          new long[] {
            timing.counted(), timing.hold(), timing.horizon(), timing.silence(), Timing.TOLERANCE
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
            together,
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
      for (Leases.Numbered each : stamps) {
        all.add(Long.toString(each.number()));
        all.add(micros(now - each.time()));
      }
      all.add(Integer.toString(gone.size()));
      gone.forEach(number -> all.add(Long.toString(number)));
      return all;
    }

    Exchange build() {
      return new Exchange(this);
    }
  }
}
