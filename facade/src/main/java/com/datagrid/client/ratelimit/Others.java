package com.datagrid.client.ratelimit;

/**
 * What others used of the limit before our first answer came, a former run of this program for
 * instance, as far as {@code X-RateLimit-Remaining} tells. Guarded by the lock of the {@link Line}.
 *
 * <p>At the server's stamp of an answered request it had counted {@code limit - remaining}. At most
 * {@code mostOwn} of these are ours; the rest must be others'. For one client alone that rest is
 * never more than 0, so that nothing changes. Which of the others' requests leaves the window when
 * is not known. So all keep their slots until answers over {@code holdNanos} agree that there are
 * fewer, or until a window after the first answer, when they are gone for sure. What comes after
 * that, and after a rejection, is for the {@link Window} and its gate alone.
 *
 * <p>A header may lie. One that names more than the limit, or not even the request it answers, is
 * not believed again. Where others seem to use all, a test call goes out now and then, when about
 * three of their slots should have become free; if each finds just one slot, the header says the
 * same whatever is sent, and is not believed either. At worst a lie costs one window.
 */
final class Others {

  private final long countedNanos;
  private final long holdNanos;

  private boolean believed;
  private boolean told;
  private long goneAt; // all of them, if anything was told
  private long toldAt;
  private int count;
  private int lastSeen;

  private boolean fewer; // than count, in all answers since then
  private long fewerSince;
  private int mostOfFewer;

  private boolean testing;
  private int surprises;

  Others(RateLimitSettings settings) {
    believed = settings.useRemaining();
    countedNanos = settings.countedNanos();
    holdNanos = settings.holdNanos();
  }

  /** How many slots they hold. */
  int count() {
    return count;
  }

  void dropExpired(long now) {
    if (told && goneAt <= now) {
      disbelieve();
    }
  }

  /** How long until all are gone for sure, or one may be sent although they seem to use all. */
  long delay(long now, boolean mayTest) {
    long threeFree = RateLimitSettings.TESTED_SLOTS * countedNanos / Math.max(1, count);
    long testAt = toldAt + Math.max(holdNanos, threeFree);
    return Math.max(0, (mayTest ? Math.min(testAt, goneAt) : goneAt) - now);
  }

  /** The next answer is that of a test call. */
  void tests() {
    testing = true;
  }

  /** An answer other than a 429; of what it counts at most {@code mostOwn} are ours. */
  void admitted(long now, int limit, int remaining, int mostOwn) {
    final boolean test = testing;
    testing = false;
    if (!believed || limit <= 0 || remaining < 0) {
      return;
    }
    if (remaining >= limit) {
      disbelieve();
      return;
    }
    int seen = Math.max(0, limit - remaining - mostOwn);
    if (test) {
      surprises = seen >= lastSeen - 1 ? surprises + 1 : 0;
    }
    if (surprises >= RateLimitSettings.SURPRISES) {
      disbelieve();
      return;
    }
    if (!told) {
      told = true;
      goneAt = now + countedNanos;
    }
    toldAt = now;
    lastSeen = seen;
    learn(now, seen);
  }

  private void learn(long now, int seen) {
    if (seen >= count) {
      count = seen;
      fewer = false;
      return;
    }
    mostOfFewer = fewer ? Math.max(mostOfFewer, seen) : seen;
    fewerSince = fewer ? fewerSince : now;
    fewer = true;
    if (now - fewerSince >= holdNanos) {
      count = mostOfFewer;
      fewer = false;
    }
  }

  /** From now on there are none. */
  void disbelieve() {
    believed = false;
    told = false;
    count = 0;
  }
}
