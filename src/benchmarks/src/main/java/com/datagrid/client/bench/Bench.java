package com.datagrid.client.bench;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.InMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks, and prints ratios and bytes: times alone say little on shared machines. */
public final class Bench {

  private static final int WAITING = 100_000;
  private static final TimeValue TWO_SECONDS = TimeValue.seconds(2);

  private Bench() {}

  /** Takes nothing. */
  public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
    System.out.printf("%-34s %10s %12s%n", "", "ns/call", "bytes/call");
    print("limiter, 1 thread", run(LimiterBenchmark.class, 1, 2));
    print("limiter, 8 threads", run(LimiterBenchmark.class, 8, 2));
    print("whole update", run(FacadeBenchmark.class, 1, 5));
    print("the same over HTTP", run(LoopbackBenchmark.class, 1, 5));
    System.out.printf("%-34s %10s %12d%n", "waiting asynchronous call", "", bytesPerWaitingCall());
    double[] millis = FirstCall.cpuMillis("bare", "facade");
    System.out.printf("%-34s %7.0f ms%n", "first call of a JVM, CPU: bare", millis[0]);
    System.out.printf("%-34s %7.0f ms%n", "first call of a JVM, CPU: facade", millis[1]);
  }

  /** JVMs compile long calls in different ways: those need more forks than the limiter. */
  private static Collection<RunResult> run(Class<?> benchmark, int threads, int forks)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(benchmark.getName())
                .threads(threads)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(forks)
                .warmupIterations(5)
                .warmupTime(TWO_SECONDS)
                .measurementIterations(3)
                .measurementTime(TWO_SECONDS)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  private static void print(String what, Collection<RunResult> results) {
    for (RunResult result : results) {
      System.out.printf(
          "%-34s %10.0f %12.0f%n",
          what + ": " + result.getPrimaryResult().getLabel(),
          result.getPrimaryResult().getScore(),
          Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
              .getScore());
    }
  }

  /** Heap in use, with so many waiting calls more than without. */
  private static long bytesPerWaitingCall() {
    List<CompletableFuture<?>> futures = new ArrayList<>(WAITING);
    try (DatagridClient client = InMemory.waitingClient()) {
      client.connections().update("conn_1", "Sales"); // takes the slot, and loads the classes
      long before = usedHeap();
      for (int i = 0; i < WAITING; i++) {
        futures.add(client.connections().updateAsync("conn_1", "Sales"));
      }
      long after = usedHeap();
      if (futures.stream().anyMatch(CompletableFuture::isDone)) {
        throw new IllegalStateException("some do not wait");
      }
      return (after - before) / WAITING;
    }
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
