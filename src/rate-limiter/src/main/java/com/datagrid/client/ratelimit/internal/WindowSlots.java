package com.datagrid.client.ratelimit.internal;

/**
 * The slots that our own requests take: one for each in flight, and one for each that has its
 * response, until that is a window old. Guarded by the lock of the {@link PermitScheduler}.
 */
final class WindowSlots {

  private final long countedNanos;

  /**
   * How long after it was sent the server stamps a request at the latest; see {@link #learnLag}.
   */
  private long stampLagNanos;

  private long slowestNanos;

  /** When the slots of those with a response fall free. */
  private final TimeRing counted = new TimeRing();

  private int inFlight;

  WindowSlots(RateLimitSettings settings) {
    countedNanos = settings.countedNanos();
    stampLagNanos = settings.stampLagNanos();
  }

  int inFlight() {
    return inFlight;
  }

  /** Those in flight and those counted. */
  int taken() {
    return inFlight + counted.size();
  }

  int counted() {
    return counted.size();
  }

  void send() {
    inFlight++;
  }

  /** One is no longer in flight. */
  void release() {
    inFlight--;
  }

  /** The server stamped a request by that time. */
  void count(long stamp) {
    counted.add(stamp + countedNanos);
  }

  /** Takes back one that was counted at that time; returns whether it still counts. */
  boolean uncount(long stamp) {
    return counted.remove(stamp + countedNanos);
  }

  /** Removes the first of those counted, which has expired. */
  void removeFirst() {
    counted.removeFirst();
  }

  /** When the i-th of those counted falls free; {@link Time#NEVER} if there are not so many. */
  long freeAt(int i) {
    return i < counted.size() ? counted.get(i) : Time.NEVER;
  }

  /** When the i-th of those counted and these falls free; {@link Time#NEVER} as above. */
  long freeAt(int i, SortedTimes external) {
    return i < counted.size() + external.size()
        ? SortedTimes.kth(counted, external, i)
        : Time.NEVER;
  }

  /**
   * When the i-th of all that are taken can be free, those in flight and these among them: as if
   * every response came now.
   *
   * @param oldestSent when the first of those in flight was sent
   */
  long leastFreeAt(int i, SortedTimes external, long now, long oldestSent) {
    long inFlightFreeAt = stampedBy(oldestSent, now) + countedNanos;
    long ifTheyComeLast = freeAt(i, external);
    long ifTheyComeFirst = i < inFlight ? now : freeAt(i - inFlight, external);
    return Math.max(ifTheyComeFirst, Math.min(inFlightFreeAt, ifTheyComeLast));
  }

  /** By when the server has stamped a request that got its response. */
  long stampedBy(long sentAt, long respondedAt) {
    return Math.min(respondedAt, sentAt + stampLagNanos);
  }

  /** By when the server has stamped a request that will get none. */
  long stampedBy(long sentAt) {
    return sentAt + stampLagNanos;
  }

  /** A response has come. */
  void responded(long sentAt, long now) {
    slowestNanos = Math.max(slowestNanos, now - sentAt);
  }

  /**
   * The server rejected a request though it should have had room: maybe it stamps slow requests
   * later than we thought. From now on they count from their response, as far as any took so long.
   *
   * @return whether there was something to learn
   */
  boolean learnLag() {
    boolean learned = slowestNanos > stampLagNanos;
    stampLagNanos = Math.max(stampLagNanos, slowestNanos);
    return learned;
  }
}
