package com.datagrid.client.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongToIntFunction;

/** How a server may count requests; moments in nanoseconds, in ascending order. */
interface ModelServer {

  long SECOND = Duration.ofSeconds(1).toNanos();
  long WINDOW = 60 * SECOND;

  /** Counts a request: 0 if it is admitted, else in how many seconds it may come again. */
  int retryAfter(long now);

  /** The limit that answers name. */
  int limit(long now);

  /** How many more may follow, of the request just counted. */
  int remaining(long now);

  private static int roundedUp(long nanos) {
    return (int) Math.max(1, (nanos + SECOND - 1) / SECOND);
  }

  /** At most so many in any span of 60 s, exactly; the limit may change with time. */
  static ModelServer exact(LongToIntFunction limit, boolean countRejected, long... stamps) {
    Deque<Long> log = new ArrayDeque<>();
    for (long stamp : stamps) {
      log.add(stamp);
    }
    return new ModelServer() {
      @Override
      public int retryAfter(long now) {
        while (!log.isEmpty() && log.getFirst() <= now - WINDOW) {
          log.removeFirst();
        }
        boolean admitted = log.size() < limit(now);
        if (admitted || countRejected) {
          log.addLast(now);
        }
        return admitted ? 0 : roundedUp(log.getFirst() + WINDOW - now);
      }

      @Override
      public int limit(long now) {
        return limit.applyAsInt(now);
      }

      @Override
      public int remaining(long now) {
        return Math.max(0, limit(now) - log.size());
      }
    };
  }

  /** The usual approximation: this minute's count, and of the previous one's the part in reach. */
  static ModelServer twoBuckets(int limit) {
    return new ModelServer() {
      private long bucket;
      private int count;
      private int previous;

      @Override
      public int retryAfter(long now) {
        long current = now / WINDOW;
        if (current != bucket) {
          previous = current == bucket + 1 ? count : 0;
          count = 0;
          bucket = current;
        }
        long left = (current + 1) * WINDOW - now;
        if (weight(left) < limit) {
          count++;
          return 0;
        }
        long enough = previous == 0 ? 0 : WINDOW * Math.max(0, limit - count) / previous;
        return roundedUp(left - Math.min(left, enough));
      }

      @Override
      public int limit(long now) {
        return limit;
      }

      @Override
      public int remaining(long now) {
        return (int) Math.max(0, limit - weight((now / WINDOW + 1) * WINDOW - now));
      }

      private double weight(long left) {
        return count + (double) previous * left / WINDOW;
      }
    };
  }
}
