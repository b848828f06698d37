package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.PermitListener;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.Time;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import com.datagrid.client.stubs.SlidingWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Processes on one limit, a Redis, and an independent server with an exact window, in virtual time.
 * The client and the script are the real ones.
 */
final class Simulation {

  private static final long MILLI = 1_000_000;

  final VirtualTime time = new VirtualTime(1_000_000_000L);
  final Random random;
  final Duration window;
  final RedisModel redis = new RedisModel();
  final List<Member> processes = new ArrayList<>();
  final List<Long> rejections = new ArrayList<>();

  private final SlidingWindow server;
  private int limit;
  int processesConfigured = 1;
  long serverMillisFrom = 20;
  long serverMillisTo = 60;
  boolean limitIsKnown;
  boolean namesLimit = true;
  double share = 1;
  long connectMillis; // delay of one request in twenty
  long slowMillis; // delay of one response in twenty

  Simulation(long seed, int limit, Duration window) {
    this.random = new Random(seed);
    this.limit = limit;
    this.window = window;
    this.server =
        new SlidingWindow(
            limit,
            window,
            new InstantSource() {
              @Override
              public Instant instant() {
                return Instant.EPOCH.plusNanos(time.nanos());
              }
            });
  }

  void setLimit(int limit) {
    this.limit = limit;
    server.setLimit(limit);
  }

  Member start(boolean fleet) {
    Member process = new Member(processes.size(), fleet);
    processes.add(process);
    return process;
  }

  void at(double seconds, Runnable task) {
    time.schedule((long) (seconds * 1e9) + 1_000_000_000L - time.nanos(), task);
  }

  void run(double seconds) {
    time.advance(Duration.ofNanos((long) (seconds * 1e9)));
  }

  /** Runs until all calls have ended. */
  void runUntilDone(double seconds) {
    double end = time.seconds() + seconds;
    run(0.1);
    while (processes.stream().anyMatch(each -> each.open > 0) && time.seconds() < end) {
      run(0.1);
    }
  }

  long between(long fromMillis, long toMillis) {
    return MILLI * fromMillis + (long) (random.nextDouble() * MILLI * (toMillis - fromMillis));
  }

  /** A request of a client outside the fleet. */
  void stranger() {
    server.admit();
  }

  int accepted() {
    return processes.stream().mapToInt(each -> each.accepted.size()).sum();
  }

  /** When the last accepted request was stamped. */
  double makespan() {
    return processes.stream()
        .flatMap(each -> each.accepted.stream())
        .mapToDouble(each -> each)
        .max()
        .orElse(0);
  }

  static double jain(double[] shares) {
    double sum = 0;
    double squares = 0;
    for (double share : shares) {
      sum += share;
      squares += share * share;
    }
    return squares == 0 ? 1 : sum * sum / (shares.length * squares);
  }

  /** Jain's index per window: the mean over all windows until the first process is done. */
  double jainPerWindow(double start, double end) {
    double length = window.toNanos() / 1e9;
    double total = 0;
    int windows = 0;
    for (double from = start; from + length <= end; from += length) {
      double at = from;
      total +=
          jain(
              processes.stream()
                  .mapToDouble(
                      each ->
                          each.accepted.stream().filter(s -> s >= at && s < at + length).count())
                  .toArray());
      windows++;
    }
    return windows == 0 ? 1 : total / windows;
  }

  double jainBetween(double start, double end) {
    return jain(
        processes.stream()
            .mapToDouble(each -> each.accepted.stream().filter(s -> s >= start && s < end).count())
            .toArray());
  }

  double jainAt(double end) {
    return jain(
        processes.stream()
            .mapToDouble(each -> each.accepted.stream().filter(s -> s < end).count())
            .toArray());
  }

  /** When the first process had all its calls accepted. */
  double firstDone() {
    return processes.stream()
        .mapToDouble(each -> each.accepted.stream().mapToDouble(s -> s).max().orElse(0))
        .min()
        .orElse(0);
  }

  /** Runs the script at a given time in microseconds. */
  interface Engine {
    List<?> run(List<String> keys, List<String> arguments, long micros);
  }

  /** A Redis with faults. */
  final class RedisModel {
    private long skewMicros = 3_600_000_000L * 1000;
    private final FakeRedis engine =
        new FakeRedis(
            Script.SOURCE, () -> 1_700_000_000_000_000L + time.nanos() / 1000 + skewMicros);
    private boolean down;
    private int connections; // incremented when all connections are closed
    private boolean stopped;
    private final List<Runnable> pending = new ArrayList<>();
    @Nullable Engine real; // replaces the fake if set
    int scripts;
    int failures;

    private List<?> run(List<String> keys, List<String> arguments) {
      return real == null
          ? engine.run(keys, arguments)
          : real.run(keys, arguments, 1_700_000_000_000_000L + time.nanos() / 1000 + skewMicros);
    }

    /** Takes it down, which closes all connections, or up again, as a restarted server. */
    void down(boolean isDown) {
      down = isDown;
      if (isDown) {
        restart();
      }
    }

    void restart() {
      connections++;
      engine.restart();
    }

    void stop() {
      stopped = true;
    }

    void resume() {
      stopped = false;
      List<Runnable> all = List.copyOf(pending);
      pending.clear();
      all.forEach(Runnable::run);
    }

    void step(double seconds) {
      skewMicros += (long) (seconds * 1e6);
    }

    void flush() {
      engine.clear();
    }

    FakeRedis engine() {
      return engine;
    }
  }

  /** One process. */
  final class Member {
    final int number;
    final boolean fleet;
    final List<Double> accepted = new ArrayList<>();
    final List<Double> waits = new ArrayList<>();
    final List<FleetWindow> windows = new ArrayList<>();
    final SchedulingRateLimiter limiter;
    private final Time clock;
    int open;
    boolean cutOff;
    boolean dead;
    boolean left;
    private long pausedUntil;
    int rejected;
    long redisFrom = 0;
    long redisTo = 1;
    long timeoutMillis = 2000;

    Member(int number, boolean fleet) {
      this.number = number;
      this.fleet = fleet;
      long ahead = number * 3_600_000_000_000L;
      this.clock =
          new Time() {
            @Override
            public long nanos() {
              return time.nanos() + ahead;
            }

            @Override
            public Instant instant() {
              return time.instant();
            }

            @Override
            public Scheduled schedule(long delayNanos, Runnable task) {
              return time.schedule(delayNanos, () -> whenAwake(task));
            }

            @Override
            public void await(BooleanSupplier condition) throws InterruptedException {
              time.await(condition);
            }
          };
      RateLimitSettings settings =
          new RateLimitSettings(
              window,
              share,
              limitIsKnown ? OptionalInt.of(limit) : OptionalInt.empty(),
              Duration.ofMinutes(5),
              true);
      Optional<SharedWindows> windows = fleet ? Optional.of(this::open) : Optional.empty();
      limiter =
          new SlidingWindowRateLimiterRegistry(settings, windows, clock)
              .limiter(new LimiterKey("PATCH /x", Optional.empty()));
    }

    private SharedWindow open(LimiterKey key, RateLimitSettings settings, Time time) {
      List<String> keys = List.of("slots", "state", "members", "waiting", "silent");
      FleetWindow window =
          new FleetWindow(
              new Identity(keys, String.format("p%05d", number), settings.share()),
              Timing.of(settings, Duration.ofMillis(timeoutMillis)),
              processesConfigured,
              time,
              new Network(this),
              new FleetLog(RateLimitKey.of(Optional.empty(), "PATCH", "/x"), processesConfigured));
      windows.add(window);
      return window;
    }

    Time clock() {
      return clock;
    }

    /** Like SIGSTOP: nothing runs, and afterwards everything at once. */
    void pause(double seconds) {
      pausedUntil = time.nanos() + (long) (seconds * 1e9);
    }

    private void whenAwake(Runnable task) {
      if (dead) {
        return;
      }
      if (time.nanos() < pausedUntil) {
        time.schedule(pausedUntil - time.nanos(), () -> whenAwake(task));
      } else {
        task.run();
      }
    }

    void leave() {
      windows.forEach(FleetWindow::leave);
      open = 0;
      left = true;
    }

    void kill() {
      dead = true;
      open = 0;
    }

    void call(int count) {
      for (int i = 0; i < count; i++) {
        call();
      }
    }

    void call() {
      open++;
      long since = time.nanos();
      limiter.acquire(
          Time.NEVER,
          new PermitListener() {
            @Override
            public void granted(Permit permit) {
              if (dead || left) {
                permit.release();
              } else {
                send(permit, since);
              }
            }

            @Override
            public void refused(long requiredWaitNanos) {
              throw new AssertionError("a call failed");
            }
          });
    }

    private void send(Permit permit, long since) {
      waits.add((time.nanos() - since) / 1e9);
      if (connectMillis > 0 && random.nextInt(20) == 0) {
        time.schedule(connectMillis * MILLI, () -> whenAwake(() -> write(permit)));
      } else {
        write(permit);
      }
    }

    private void write(Permit permit) {
      permit.sent(60_000_000_000L);
      time.schedule(between(serverMillisFrom, serverMillisTo), () -> arrive(permit));
    }

    private void arrive(Permit permit) {
      SlidingWindow.Decision decision = server.admit();
      long back = between(serverMillisFrom, serverMillisTo);
      if (slowMillis > 0 && random.nextInt(20) == 0) {
        back += slowMillis * MILLI;
      }
      double stamp = time.seconds();
      int limitNow = namesLimit ? limit : 0;
      if (decision.admitted()) {
        accepted.add(stamp);
      } else {
        rejected++;
        rejections.add(time.nanos());
      }
      long retryAfter = nextSecond(decision);
      time.schedule(
          back,
          () ->
              whenAwake(
                  () -> {
                    if (decision.admitted()) {
                      permit.accepted(limitNow, namesLimit ? decision.remaining() : -1);
                      open--;
                    } else {
                      permit.throttled(limitNow, retryAfter);
                      permit.acquireAgain();
                    }
                  }));
    }

    private long nextSecond(SlidingWindow.Decision decision) {
      return decision.retryAfterSeconds().orElse(0) * 1_000_000_000L;
    }
  }

  /** The network between one process and Redis. */
  private final class Network implements Transport {
    private final Member process;
    private int connection;

    Network(Member process) {
      this.process = process;
    }

    @Override
    public void send(Exchange exchange, Listener listener) {
      long timeout = process.timeoutMillis * MILLI;
      List<String> arguments = List.copyOf(exchange.arguments());
      boolean[] ended = {false};
      Time.Scheduled timer =
          time.schedule(
              timeout,
              () -> {
                ended[0] = true;
                end(exchange, listener, null, new IllegalStateException("timeout"));
              });
      time.schedule(
          between(process.redisFrom, process.redisTo),
          () -> {
            if (process.cutOff) {
              return;
            }
            if (redis.down || connection != redis.connections) {
              connection = redis.connections;
              timer.cancel();
              end(exchange, listener, null, new IllegalStateException("refused"));
              return;
            }
            Runnable execution =
                () -> {
                  Reply reply = Reply.of(redis.run(exchange.keys, arguments));
                  redis.scripts++;
                  time.schedule(
                      between(process.redisFrom, process.redisTo),
                      () -> {
                        timer.cancel();
                        if (!ended[0]) {
                          end(exchange, listener, reply, null);
                        }
                      });
                };
            if (redis.stopped) {
              redis.pending.add(execution);
            } else {
              execution.run();
            }
          });
    }

    private void end(
        Exchange exchange,
        Listener listener,
        @Nullable Reply reply,
        @Nullable RuntimeException failure) {
      if (failure != null) {
        redis.failures++;
      }
      process.whenAwake(() -> listener.ended(exchange, reply, failure));
    }
  }
}
