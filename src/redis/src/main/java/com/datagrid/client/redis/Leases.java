package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.internal.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The slots of one process on one limit: available leases, leases that requests in flight have
 * taken, and requests that the server counts. Each slot has a number by which the engine knows it,
 * so messages about it are idempotent. Guarded by the limiter's lock.
 *
 * <p>Leases are interchangeable: a response always ends the oldest one taken.
 */
final class Leases {

  /** A slot in use, with the time when its lease was taken or its request was stamped. */
  record Slot(long number, long time) {}

  /** A lease that no request has taken yet; it can be used between two times. */
  private record Lease(long number, long from, long until) {}

  private static final long NUMBERS = 1_000_000;

  private final long counted;

  private long next;
  private final ArrayDeque<Lease> available = new ArrayDeque<>();

  /** Leases of requests in flight, by the time when they were taken. */
  private final ArrayDeque<Slot> taken = new ArrayDeque<>();

  /** Requests that count, with their stamps, in the order in which these became known. */
  private final ArrayDeque<Slot> counting = new ArrayDeque<>();

  private final ArrayDeque<Slot> unsentStamps = new ArrayDeque<>();
  private final ArrayDeque<Long> unsentAdded = new ArrayDeque<>();
  private final ArrayDeque<Long> unsentReleased = new ArrayDeque<>();

  /**
   * Starts without leases.
   *
   * @param counted how long a request counts
   */
  Leases(long counted) {
    this.counted = counted;
  }

  // Called for the limiter.

  /** The time until that many leases can be used; {@link Time#NEVER} if there are fewer. */
  long delay(long now, int count) {
    dropUnusable(now);
    if (available.size() < count) {
      return Time.NEVER;
    }
    Iterator<Lease> i = available.iterator();
    long from = 0;
    for (int k = 0; k < count; k++) {
      from = i.next().from;
    }
    return Math.max(0, from - now);
  }

  /** The number of available leases. */
  int available(long now) {
    dropUnusable(now);
    return available.size();
  }

  private void dropUnusable(long now) {
    while (!available.isEmpty() && available.peekFirst().until <= now) {
      unsentReleased.add(available.removeFirst().number);
    }
  }

  void take(long now) {
    Lease first = available.peekFirst();
    if (first != null && first.from <= now && first.until > now) {
      available.removeFirst();
      taken.addLast(new Slot(first.number, now));
    } else {
      long number = reserve(1);
      taken.addLast(new Slot(number, now));
      unsentAdded.add(number);
    }
  }

  void release() {
    Slot oldest = taken.pollFirst();
    if (oldest != null) {
      unsentReleased.add(oldest.number);
    }
  }

  void count(long now, long stamp) {
    while (!counting.isEmpty() && counting.peekFirst().time + counted <= now) {
      counting.removeFirst();
    }
    Slot oldest = taken.pollFirst();
    Slot entry = new Slot(oldest == null ? reserve(1) : oldest.number, stamp);
    counting.addLast(entry);
    unsentStamps.add(entry);
  }

  void move(long from, long to) {
    Iterator<Slot> i = counting.iterator();
    while (i.hasNext()) {
      Slot entry = i.next();
      if (entry.time == from) {
        i.remove();
        Slot moved = new Slot(entry.number, to);
        counting.addLast(moved);
        unsentStamps.add(moved);
        return;
      }
    }
  }

  /** The number of slots this process has, including available leases. */
  int used(long now) {
    int used = available.size() + taken.size();
    for (Slot entry : counting) {
      if (entry.time + counted > now) {
        used++;
      }
    }
    return used;
  }

  // Reported to the engine.

  /** Reserves consecutive numbers for leases, and returns the first. */
  long reserve(int count) {
    if (next + count > NUMBERS) {
      next = 0; // short numbers save memory in Redis; slots of the previous round have expired
    }
    long first = next;
    next += count;
    return first;
  }

  List<Slot> stamps() {
    return List.copyOf(unsentStamps);
  }

  List<Long> released() {
    return List.copyOf(unsentReleased);
  }

  /**
   * The slots that the engine has to hold from now on: new ones, and those taken before that time,
   * which would otherwise expire.
   */
  List<Long> held(long takenBefore) {
    List<Long> held = new ArrayList<>(unsentAdded);
    for (Slot each : taken) {
      if (each.time >= takenBefore) {
        break;
      }
      held.add(each.number);
    }
    return held;
  }

  /** Marks everything as unsent, and releases available leases. */
  void resend() {
    releaseAvailable();
    unsentStamps.clear();
    unsentStamps.addAll(counting);
    unsentAdded.clear();
    for (Slot each : taken) {
      unsentAdded.add(each.number);
    }
  }

  /** The engine has received that many of each kind. */
  void acknowledged(int stamps, int added, int released) {
    drop(unsentStamps, stamps);
    drop(unsentAdded, added);
    drop(unsentReleased, released);
  }

  /** The number of slots taken without a lease that the engine does not know of. */
  int added() {
    return unsentAdded.size();
  }

  private static void drop(ArrayDeque<?> queue, int count) {
    for (int i = 0; i < count; i++) {
      queue.removeFirst();
    }
  }

  // Granted by the engine.

  void grant(long number, long from, long until) {
    available.addLast(new Lease(number, from, until));
  }

  /** Releases leases of which it is unknown whether the engine granted them. */
  void abandon(long first, int count) {
    for (long number = first; number < first + count; number++) {
      unsentReleased.add(number);
    }
  }

  void releaseAvailable() {
    for (Lease each : available) {
      unsentReleased.add(each.number);
    }
    available.clear();
  }
}
