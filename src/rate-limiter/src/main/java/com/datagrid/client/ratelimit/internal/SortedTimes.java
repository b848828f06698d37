package com.datagrid.client.ratelimit.internal;

/** Times in ascending order. */
interface SortedTimes {

  /** No times. */
  SortedTimes NONE =
      new SortedTimes() {
        @Override
        public int size() {
          return 0;
        }

        @Override
        public long get(int i) {
          throw new IndexOutOfBoundsException(i);
        }
      };

  int size();

  /** The i-th time, from 0, the earliest first. */
  long get(int i);

  /** How many are not after that time. */
  default int countUntil(long time) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The k-th time of both together, from 0. */
  static long kth(SortedTimes a, SortedTimes b, int k) {
    int sizeA = a.size();
    int sizeB = b.size();
    if (sizeB == 0) {
      return a.get(k);
    }
    int low = Math.max(0, k - sizeB); // how many of the first k come from a: found by bisection
    int high = Math.min(k, sizeA);
    while (low < high) {
      int fromA = (low + high) >>> 1;
      if (a.get(fromA) < b.get(k - fromA - 1)) {
        low = fromA + 1;
      } else {
        high = fromA;
      }
    }
    long nextOfA = low < sizeA ? a.get(low) : Long.MAX_VALUE;
    long nextOfB = k - low < sizeB ? b.get(k - low) : Long.MAX_VALUE;
    return Math.min(nextOfA, nextOfB);
  }
}
