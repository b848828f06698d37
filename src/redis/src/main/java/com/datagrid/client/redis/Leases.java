package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The slots of one process on one limit: leases in hand, those that requests have taken, and
 * requests that count. Each has a number of its own, under which the engine knows it, so that
 * whatever is sent may be sent again. Guarded by the limiter's lock.
 *
 * <p>Which request took which lease does not matter: a response always ends the oldest one.
 */
final class Leases {

  /** Something with a number, and a time. */
  record Numbered(long number, long time) {}

  /** A lease that is not used yet, between two times. */
  private record InHand(long number, long from, long until) {}

  private static final long NUMBERS = 1_000_000;

  private final long counted;

  private long next;
  private final ArrayDeque<InHand> hand = new ArrayDeque<>();

  /** In the order in which requests took them, which is their time. */
  private final ArrayDeque<Numbered> taken = new ArrayDeque<>();

  /** Requests that count, by when they were stamped; in the order in which that was known. */
  private final ArrayDeque<Numbered> log = new ArrayDeque<>();

  private final ArrayDeque<Numbered> unsentStamps = new ArrayDeque<>();
  private final ArrayDeque<Long> unsentNew = new ArrayDeque<>();
  private final ArrayDeque<Long> unsentGone = new ArrayDeque<>();

  /**
   * No leases.
   *
   * @param counted how long a request counts
   */
  Leases(long counted) {
    this.counted = counted;
  }

  // What the limiter does.

  /** How long until so many can be used; {@link Time#NEVER} if there are not so many. */
  long delay(long now, int count) {
    dropUnusable(now);
    if (hand.size() < count) {
      return Time.NEVER;
    }
    Iterator<InHand> i = hand.iterator();
    long from = 0;
    for (int k = 0; k < count; k++) {
      from = i.next().from;
    }
    return Math.max(0, from - now);
  }

  /** How many are in hand. */
  int inHand(long now) {
    dropUnusable(now);
    return hand.size();
  }

  private void dropUnusable(long now) {
    while (!hand.isEmpty() && hand.peekFirst().until <= now) {
      unsentGone.add(hand.removeFirst().number);
    }
  }

  void take(long now) {
    InHand first = hand.peekFirst();
    if (first != null && first.from <= now && first.until > now) {
      hand.removeFirst();
      taken.addLast(new Numbered(first.number, now));
    } else {
      long number = reserve(1);
      taken.addLast(new Numbered(number, now));
      unsentNew.add(number);
    }
  }

  void release() {
    Numbered oldest = taken.pollFirst();
    if (oldest != null) {
      unsentGone.add(oldest.number);
    }
  }

  void count(long now, long stamp) {
    while (!log.isEmpty() && log.peekFirst().time + counted <= now) {
      log.removeFirst();
    }
    Numbered oldest = taken.pollFirst();
    Numbered entry = new Numbered(oldest == null ? reserve(1) : oldest.number, stamp);
    log.addLast(entry);
    unsentStamps.add(entry);
  }

  void move(long from, long to) {
    Iterator<Numbered> i = log.iterator();
    while (i.hasNext()) {
      Numbered entry = i.next();
      if (entry.time == from) {
        i.remove();
        Numbered moved = new Numbered(entry.number, to);
        log.addLast(moved);
        unsentStamps.add(moved);
        return;
      }
    }
  }

  /** How many slots this process has, those in hand among them. */
  int used(long now) {
    int used = hand.size() + taken.size();
    for (Numbered entry : log) {
      if (entry.time + counted > now) {
        used++;
      }
    }
    return used;
  }

  // What the engine is told.

  /** Whether anything is to be told. */
  boolean hasNews() {
    return !unsentStamps.isEmpty() || !unsentNew.isEmpty() || !unsentGone.isEmpty();
  }

  /** Numbers for so many leases that may be granted. */
  long reserve(int count) {
    if (next + count > NUMBERS) {
      next = 0; // so short for Redis' memory; those of long ago have expired
    }
    long first = next;
    next += count;
    return first;
  }

  List<Numbered> stamps() {
    return List.copyOf(unsentStamps);
  }

  List<Long> gone() {
    return List.copyOf(unsentGone);
  }

  /**
   * Those that the engine has to hold for longer: new ones, and those taken before that time, of
   * which it would forget that they are there.
   */
  List<Long> held(long takenBefore) {
    List<Long> held = new ArrayList<>(unsentNew);
    for (Numbered each : taken) {
      if (each.time >= takenBefore) {
        break;
      }
      held.add(each.number);
    }
    return held;
  }

  /** Everything that the engine has to know anew; leases in hand are given up. */
  void resend() {
    giveUpHand();
    unsentStamps.clear();
    unsentStamps.addAll(log);
    unsentNew.clear();
    for (Numbered each : taken) {
      unsentNew.add(each.number);
    }
  }

  /** What was to be told has been told, so much of it. */
  void told(int stamps, int fresh, int gone) {
    drop(unsentStamps, stamps);
    drop(unsentNew, fresh);
    drop(unsentGone, gone);
  }

  int fresh() {
    return unsentNew.size();
  }

  private static void drop(ArrayDeque<?> queue, int count) {
    for (int i = 0; i < count; i++) {
      queue.removeFirst();
    }
  }

  // What the engine grants.

  void grant(long number, long from, long until) {
    hand.addLast(new InHand(number, from, until));
  }

  /** It did not say whether it has granted these. */
  void giveUp(long first, int count) {
    for (long number = first; number < first + count; number++) {
      unsentGone.add(number);
    }
  }

  void giveUpHand() {
    for (InHand each : hand) {
      unsentGone.add(each.number);
    }
    hand.clear();
  }
}
