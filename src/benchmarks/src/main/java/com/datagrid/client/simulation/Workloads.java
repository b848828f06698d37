package com.datagrid.client.simulation;

import com.datagrid.client.simulation.Latencies.Range;
import com.datagrid.client.simulation.SlidingLog.RetryAfter;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntBiFunction;

/** The rows of the table. */
final class Workloads {

  private Workloads() {}

  static List<Workload> all() {
    return List.of(
        w1(),
        new Workload("W1/10", "limit 10").limit(10),
        new Workload("W1/1000", "limit 1,000, 10,000 calls").limit(1_000).calls(10_000),
        w1t(),
        w1d(),
        w1s(),
        w1s("W1s-late", "the same, counted after it", 1),
        w1s("W1s-mixed", "the same, half of them counted after it", 0.5),
        w1c(),
        w1k(),
        new Workload("W1f", "fixed window").server(100, time -> new FixedWindow(time, 100)),
        new Workload("W1b", "token bucket").server(100, time -> new TokenBucket(time, 100)),
        new Workload("W1n", "Retry-After: newest leaves").retryAfter(RetryAfter.NEWEST_LEAVES),
        new Workload("W1w", "Retry-After: a window from now").retryAfter(RetryAfter.WINDOW),
        w2(),
        w3(),
        w5(),
        new Workload("W5l", "limit unknown, named without the rest")
            .unknownLimit()
            .headers(HeaderStyle.LIMIT_ONLY),
        w5s(5, 8, 3),
        w5s(200, 400, 10),
        new Workload("W5n", "limit unknown, no headers").unknownLimit().headers(HeaderStyle.NONE),
        w6(),
        w4(),
        w4p(),
        lying(new Workload("W1-0", "remaining always 0"), (honest, random) -> 0),
        lying(new Workload("W1-1", "remaining always 1"), (honest, random) -> 1),
        lying(new Workload("W1-50", "remaining always 50"), (honest, random) -> 50),
        lying(new Workload("W1-L", "remaining always the limit"), (honest, random) -> 100),
        lying(new Workload("W1-r", "remaining at random"), (honest, random) -> random.nextInt(101)),
        lying(w4("W4-0", "remaining always 0"), (honest, random) -> 0),
        lying(w4("W4-L", "remaining always the limit"), (honest, random) -> 100),
        lying(w4("W4-r", "remaining at random"), (honest, random) -> random.nextInt(101)),
        w4("W4-none", "no remaining").headers(HeaderStyle.LIMIT_ONLY));
  }

  private static Workload lying(Workload workload, ToIntBiFunction<Integer, Random> lie) {
    return workload.remaining(lie).unknownLimit();
  }

  static Workload w1() {
    return new Workload("W1", "1,000 calls at once");
  }

  static Workload w1t() {
    return new Workload("W1t", "2 % of responses late by 0.5 to 3 s")
        .latencies(new Latencies(Latencies.USUAL.service(), 0.02, 0));
  }

  static Workload w1d() {
    return new Workload("W1d", "5 % of calls need 6 s to connect")
        .latencies(new Latencies(Latencies.USUAL.service(), 0, 0.05));
  }

  static Workload w1s() {
    return new Workload("W1s", "service takes 5 to 15 s")
        .latencies(new Latencies(new Range(5, 15), 0, 0));
  }

  private static Workload w1s(String name, String what, double lateCounts) {
    return new Workload(name, what).latencies(new Latencies(new Range(5, 15), 0, 0, lateCounts));
  }

  static Workload w1c() {
    return new Workload("W1c", "rejected requests count too").countingRejected();
  }

  static Workload w1k() {
    return new Workload("W1k", "server counts in two buckets")
        .server(100, time -> new TwoBuckets(time, 100));
  }

  static Workload w2() {
    return new Workload("W2", "random arrivals at 0.9 of the limit")
        .calls(2_000)
        .perSecond(1.5)
        .unknownLimit();
  }

  static Workload w3() {
    return new Workload("W3", "limit 100, then 40, then 100")
        .limits(second -> second >= 150 && second < 330 ? 40 : 100);
  }

  static Workload w5() {
    return new Workload("W5", "limit unknown at the start").unknownLimit();
  }

  static Workload w5s(int limit, int calls, int seconds) {
    return new Workload("W5s/" + limit, "limit unknown, " + calls + " calls take " + seconds + " s")
        .limit(limit)
        .calls(calls)
        .workers(calls)
        .latencies(new Latencies(new Range(seconds, seconds), 0, 0))
        .unknownLimit();
  }

  static Workload w6() {
    return new Workload("W6", "restart with 60 of 100 used").used(60).unknownLimit();
  }

  static Workload w4() {
    return w4("W4", "4 processes, 500 calls each at once");
  }

  private static Workload w4(String name, String what) {
    return new Workload(name, what).calls(2_000).processes(4).unknownLimit();
  }

  static Workload w4p() {
    return new Workload("W4p", "4 processes, random arrivals at 0.9 in all")
        .calls(2_000)
        .perSecond(1.5)
        .processes(4)
        .unknownLimit();
  }
}
