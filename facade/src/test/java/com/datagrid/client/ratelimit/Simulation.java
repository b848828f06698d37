package com.datagrid.client.ratelimit;

import static com.datagrid.client.ratelimit.ModelServer.SECOND;

import com.datagrid.client.internal.Time;
import com.datagrid.client.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.function.IntUnaryOperator;
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
  private final RateLimitSettings settings;
  private final List<SlidingWindowRateLimiter> limiters = new ArrayList<>();
  private IntUnaryOperator remaining = honest -> honest;

  private Duration shortestService = Duration.ofMillis(5);

  private Duration longestService = Duration.ofMillis(40);
  private double slowAnswers;
  private double slowConnects;

  private int rejections;
  private int failures;
  private long lastAnswer;
  private final List<Long> arrivals = new ArrayList<>();
  private final List<Long> sendings = new ArrayList<>();

  Simulation(ModelServer server, OptionalInt initialLimit, boolean useRemaining, long seed) {
    this.server = server;
    this.random = new Random(seed);
    settings =
        new RateLimitSettings(
            Duration.ofSeconds(60), 1, initialLimit, Duration.ofMinutes(5), useRemaining);
    processes(1);
  }

  /** So many processes, each with a limiter of its own, share the work. */
  Simulation processes(int count) {
    limiters.clear();
    for (int i = 0; i < count; i++) {
      limiters.add(new SlidingWindowRateLimiterRegistry(settings, time).limiter(Calls.KEY));
    }
    return this;
  }

  SlidingWindowRateLimiter limiter() {
    return limiters.get(0);
  }

  /** What the server says of the remaining requests instead. */
  Simulation saysRemaining(IntUnaryOperator lie) {
    remaining = lie;
    return this;
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
    for (SlidingWindowRateLimiter limiter : limiters) {
      Queue<Call> toStart = new ArrayDeque<>();
      for (int i = 0; i < calls / limiters.size(); i++) {
        toStart.add(new Call(limiter, toStart));
      }
      for (int i = 0; i < workers / limiters.size(); i++) {
        startNext(toStart);
      }
    }
    time.runUntilIdle();
    return outcome(calls);
  }

  /** Makes so many calls, at random moments, so many per second on average. */
  Outcome poisson(int calls, double perSecond) {
    double at = 0;
    for (int i = 0; i < calls; i++) {
      at += -Math.log(1 - random.nextDouble()) / perSecond;
      time.schedule(
          (long) (at * SECOND),
          new Call(limiters.get(i % limiters.size()), new ArrayDeque<>())::start);
    }
    time.runUntilIdle();
    return outcome(calls);
  }

  private Outcome outcome(int calls) {
    return new Outcome(
        calls, rejections, failures, lastAnswer, List.copyOf(arrivals), List.copyOf(sendings));
  }

  private static void startNext(Queue<Call> toStart) {
    Call next = toStart.poll();
    if (next != null) {
      next.start();
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
    private final SlidingWindowRateLimiter limiter;
    private final Queue<Call> next;
    private int rejectionsInARow;

    Call(SlidingWindowRateLimiter limiter, Queue<Call> next) {
      this.limiter = limiter;
      this.next = next;
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
      int limit = server.limit(time.nanos());
      int left = remaining.applyAsInt(server.remaining(time.nanos()));
      time.schedule(delay, () -> answer(permit, limit, left, retryAfter));
    }

    private void answer(Permit permit, int limit, int left, int retryAfter) {
      if (retryAfter == 0) {
        lastAnswer = time.nanos();
        permit.admitted(limit, left);
      } else {
        rejections++;
        permit.rejected(limit, retryAfter * SECOND);
        if (++rejectionsInARow < MOST_REJECTIONS) {
          permit.acquireAgain();
          return;
        }
        failures++;
      }
      startNext(next);
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
