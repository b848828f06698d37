package com.datagrid.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.stubs.DatagridStubServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What a run took, printed so that a run in CI can be read. */
record Figures(
    Load load, Duration elapsed, DatagridStubServer.Counts counts, Map<String, Long> threads) {

  /** How often the ideal time it took. */
  private double ratio() {
    return (double) elapsed.toNanos() / load.ideal().toNanos();
  }

  void check(double mostRatio, int mostThreads) {
    System.out.println(this);
    assertThat(counts.rejected()).isZero();
    assertThat(counts.maxInWindow()).isLessThanOrEqualTo(load.limit());
    assertThat(ratio()).isBetween(0.99, mostRatio); // less: the server let too much pass
    assertThat(ThreadPeak.total(threads)).isBetween(1L, (long) mostThreads);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d updates at %,d per %d s: %.2f s, %.3f of the ideal; %d answered 429; threads %s",
        load.calls(),
        load.limit(),
        load.window().toSeconds(),
        elapsed.toNanos() / 1e9,
        ratio(),
        counts.rejected(),
        threads);
  }
}
