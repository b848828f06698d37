package com.datagrid.client.simulation;

import com.datagrid.client.VirtualCalls;
import com.datagrid.client.VirtualCalls.Network;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import com.datagrid.client.redis.VirtualFleet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * A kind of client.
 *
 * @param name as in the table
 * @param preparation of a run
 */
record Contender(String name, Preparation preparation) {

  /** Made once for each run. */
  interface Preparation {
    /** Returns what makes a client for each process. */
    Supplier<Client> of(Workload workload, VirtualTime time, Random random);
  }

  /** Makes calls. */
  interface Client {
    /** Begins one over that network; {@code ended} is told whether it succeeded. */
    void call(Network network, Consumer<Boolean> ended);
  }

  static final Contender OURS = ours("ours", true, processes -> 1.0);

  static final Contender OURS_WITHOUT_REMAINING =
      ours("ours, useRemainingHeader(false)", false, processes -> 1.0);

  /** As set by someone who knows the number of processes. */
  static final Contender OURS_WITH_SHARE =
      ours("ours, rateLimitShare(1/n)", false, processes -> 1.0 / processes);

  /** All processes with one window on Redis. */
  static final Contender OURS_IN_FLEET =
      new Contender(
          "ours, fleet(..)",
          (workload, time, random) -> {
            Optional<SharedWindows> fleet =
                Optional.of(
                    new VirtualFleet(time, random, workload.processes, workload.usedAtStart));
            RateLimitSettings settings =
                VirtualCalls.settings(workload.knownLimit(), 1, /* useRemainingHeader= */ true);
            return () -> new VirtualCalls(time, settings, fleet)::call;
          });

  /** What the vendor's SDKs do: two retries, and no limiter. */
  static final Contender RETRY_ONLY =
      new Contender(
          "retry only",
          (workload, time, random) -> () -> RetryingClient.asVendorsSdk(time, random));

  static final Contender PER_WINDOW =
      resilience4j("Resilience4j, L per 60 s", limit -> limit, limit -> Moments.WINDOW);

  static final Contender HALF_PER_WINDOW =
      resilience4j("Resilience4j, L/2 per 60 s", limit -> limit / 2, limit -> Moments.WINDOW);

  static final Contender PACED =
      resilience4j("Resilience4j, 1 per 60 s/L", limit -> 1, Moments.WINDOW::dividedBy);

  static final List<Contender> ALL =
      List.of(
          OURS,
          OURS_WITHOUT_REMAINING,
          OURS_WITH_SHARE,
          OURS_IN_FLEET,
          RETRY_ONLY,
          PER_WINDOW,
          HALF_PER_WINDOW,
          PACED);

  private static Contender ours(
      String name, boolean useRemainingHeader, IntFunction<Double> shareByProcesses) {
    return new Contender(
        name,
        (workload, time, random) -> {
          RateLimitSettings settings =
              VirtualCalls.settings(
                  workload.knownLimit(),
                  shareByProcesses.apply(workload.processes),
                  useRemainingHeader);
          return () -> new VirtualCalls(time, settings, Optional.empty())::call;
        });
  }

  private static Contender resilience4j(
      String name, IntUnaryOperator permits, IntFunction<Duration> period) {
    return new Contender(
        name,
        (workload, time, random) ->
            () ->
                RetryingClient.withLimiter(
                    time, permits.applyAsInt(workload.limit), period.apply(workload.limit)));
  }
}
