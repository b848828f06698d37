package com.datagrid.client.ratelimit;

import static com.datagrid.client.ratelimit.ModelServer.SECOND;

import com.datagrid.client.internal.Time;
import com.datagrid.client.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * Calls through one {@link SlidingWindowRateLimiter} to a {@link ModelServer}, in virtual time:
 * 20-120 ms each way, 5-40 ms in the server, and what a workload changes of that.
 */
final class Simulation {

  /** A call that is rejected so often in a row fails. */
  private static final int MOST_REJECTIONS = 20;

  final VirtualTime time = new VirtualTime();
  private final Random random;
  private final ModelServer server;
  final SlidingWindowRateLimiter limiter;

  private Duration shortestService = Duration.ofMillis(5);

  private Duration longestService = Duration.ofMillis(40);
  private double slowAnswers;
  private double slowConnects;

  private int toStart;
  private int rejections;
  private int failures;
  private long lastAnswer;
  private final List<Long> arrivals = new ArrayList<>();
  private final List<Long> sendings = new ArrayList<>();

  Simulation(ModelServer server, OptionalInt initialLimit, long seed) {
    this.server = server;
    this.random = new Random(seed);
    RateLimitSettings settings =
        new RateLimitSettings(Duration.ofSeconds(60), 1, initialLimit, Duration.ofMinutes(5));
    limiter = new SlidingWindowRateLimiterRegistry(settings, time).limiter(Calls.KEY);
  }

  Simulation service(Duration shortest, Duration longest) {
    shortestService = shortest;
    longestService = longest;
    return this;
  }

  /** So many of the answers are late by 0.5 to 3 s. */
  Simulation slowAnswers(double part) {
    slowAnswers = part;
    return this;
  }

  /** So many of the calls need 6 s to connect. */
  Simulation slowConnects(double part) {
    slowConnects = part;
    return this;
  }

  /** Makes so many calls, the next when one of the workers is free. */
  Outcome closedLoop(int calls, int workers) {
    toStart = calls;
    for (int i = 0; i < workers; i++) {
      startNext();
    }
    time.runUntilIdle();
    return outcome(calls);
  }

  /** Makes so many calls, at random moments, so many per second on average. */
  Outcome poisson(int calls, double perSecond) {
    double at = 0;
    for (int i = 0; i < calls; i++) {
      at += -Math.log(1 - random.nextDouble()) / perSecond;
      time.schedule((long) (at * SECOND), () -> new Call(false).start());
    }
    time.runUntilIdle();
    return outcome(calls);
  }

  private Outcome outcome(int calls) {
    return new Outcome(
        calls, rejections, failures, lastAnswer, List.copyOf(arrivals), List.copyOf(sendings));
  }

  private void startNext() {
    if (toStart > 0) {
      toStart--;
      new Call(true).start();
    }
  }

  private long between(Duration low, Duration high) {
    return low.toNanos() + (long) (random.nextDouble() * high.minus(low).toNanos());
  }

  private long oneWay() {
    return between(Duration.ofMillis(20), Duration.ofMillis(120));
  }

  /** One call, of a worker or on its own, until it is admitted. */
  private final class Call implements PermitListener {
    private final boolean ofWorker;
    private int rejectionsInARow;

    Call(boolean ofWorker) {
      this.ofWorker = ofWorker;
    }

    void start() {
      arrivals.add(time.nanos());
      limiter.acquire(Time.NEVER, this);
    }

    @Override
    public void granted(Permit permit) {
      boolean slow = random.nextDouble() < slowConnects;
      time.schedule(slow ? 6 * SECOND : 0, () -> send(permit));
    }

    private void send(Permit permit) {
      permit.written(60 * SECOND);
      if (rejectionsInARow == 0) {
        sendings.add(time.nanos());
      }
      time.schedule(oneWay(), () -> serve(permit));
    }

    private void serve(Permit permit) {
      int retryAfter = server.retryAfter(time.nanos());
      long delay = between(Duration.ofMillis(5), Duration.ofMillis(40)) + oneWay();
      if (retryAfter == 0) {
        delay = between(shortestService, longestService) + oneWay();
      }
      if (random.nextDouble() < slowAnswers) {
        delay += between(Duration.ofMillis(500), Duration.ofSeconds(3));
      }
      time.schedule(delay, () -> answer(permit, retryAfter));
    }

    private void answer(Permit permit, int retryAfter) {
      int limit = server.limit(time.nanos());
      if (retryAfter == 0) {
        lastAnswer = time.nanos();
        permit.admitted(limit);
      } else {
        rejections++;
        permit.rejected(limit, retryAfter * SECOND);
        if (++rejectionsInARow < MOST_REJECTIONS) {
          permit.acquireAgain();
          return;
        }
        failures++;
      }
      if (ofWorker) {
        startNext();
      }
    }

    @Override
    public void refused(long requiredWaitNanos) {
      failures++; // though it has no deadline
    }
  }

  /** What happened. */
  record Outcome(
      int calls,
      int rejections,
      int failures,
      long lastAnswer,
      List<Long> arrivals,
      List<Long> sendings) {

    /** The time that an ideal client, at no distance, needs for the calls, over the real one. */
    double utilisation(Supplier<ModelServer> server) {
      ModelServer ideal = server.get();
      long at = 0;
      for (int admitted = 0; admitted < calls; ) {
        if (ideal.retryAfter(at) == 0) {
          admitted++;
        } else {
          at += SECOND / 100;
        }
      }
      return (double) at / lastAnswer;
    }

    double meanExtraWait(int limit) {
      return extraWaits(limit).average().orElseThrow();
    }

    double p99ExtraWait(int limit) {
      return extraWaits(limit).sorted().skip(calls * 99 / 100).findFirst().orElseThrow();
    }

    /** Seconds until sending, beyond those of an ideal client. */
    private DoubleStream extraWaits(int limit) {
      double[] waits = new double[calls];
      long[] ideal = new long[calls];
      for (int i = 0; i < calls; i++) {
        long free = i < limit ? 0 : ideal[i - limit] + ModelServer.WINDOW;
        ideal[i] = Math.max(arrivals.get(i), free);
        waits[i] = (double) (sendings.get(i) - ideal[i]) / SECOND;
      }
      return DoubleStream.of(waits);
    }
  }
}
