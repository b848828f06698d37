package com.datagrid.client.load;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The most threads that were alive at one time, by name without number. Left out are those that
 * were there before the first client and those of the given groups; everything else counts, whoever
 * started it.
 */
final class ThreadPeak implements AutoCloseable {

  private static final int EVERY_MILLIS = 20;
  private static final int ROOM_FOR_LATECOMERS = 100;

  private final Set<Thread> before;
  private final Set<ThreadGroup> others;
  private final ScheduledExecutorService sampler;
  private final Future<?> sampling;
  private volatile Map<String, Long> peak = Map.of();

  /** Begins to watch. */
  ThreadPeak(Set<Thread> before, ThreadGroup... others) {
    this.before = before;
    this.others = Set.of(others);
    this.sampler =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(others[0], task, "sampler"));
    this.sampling =
        sampler.scheduleAtFixedRate(this::sample, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How many threads of each name there were at the peak. */
  Map<String, Long> byName() {
    return peak;
  }

  @Override
  public void close() {
    sampling.cancel(false);
    sampler.shutdown();
  }

  private void sample() {
    Map<String, Long> now =
        alive().stream()
            .filter(thread -> !before.contains(thread))
            .filter(thread -> !others.contains(thread.getThreadGroup()))
            .collect(
                Collectors.groupingBy(
                    thread -> thread.getName().replaceAll("[-0-9]+$", ""),
                    TreeMap::new,
                    Collectors.counting()));
    if (total(now) > total(peak)) {
      peak = now;
    }
  }

  static long total(Map<String, Long> threads) {
    return threads.values().stream().mapToLong(Long::longValue).sum();
  }

  /** All threads at this moment but virtual ones. */
  static Set<Thread> alive() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + ROOM_FOR_LATECOMERS];
    root.enumerate(threads);
    return Arrays.stream(threads).filter(Objects::nonNull).collect(Collectors.toSet());
  }
}
