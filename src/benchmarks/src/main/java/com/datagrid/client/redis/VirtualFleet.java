package com.datagrid.client.redis;

import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SharedWindow;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A fleet in virtual time, with the client and the script of {@link RedisFleet}. A message takes
 * 0.2 to 1 ms each way. All limits share one window, whatever their keys.
 */
public final class VirtualFleet implements SharedWindows {

  private static final long SHORTEST_WAY = 200_000;
  private static final long LONGEST_WAY = 1_000_000;
  private static final long EPOCH_MICROS = 1_700_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final List<String> KEYS =
      List.of("slots", "state", "members", "waiting", "silent");

  private final Time time;
  private final Random random;
  private final int processes;
  private final FakeRedis redis;
  private int usedBefore;
  private int scripts;
  private int scriptsForCalls;

  /**
   * A fleet with an empty Redis.
   *
   * @param processes the number of processes that its members expect
   * @param usedBefore the requests of an earlier member that has left, spread evenly over the
   *     window before the first message
   */
  public VirtualFleet(Time time, Random random, int processes, int usedBefore) {
    this(time, random, processes, usedBefore, Script.SOURCE);
  }

  private VirtualFleet(Time time, Random random, int processes, int usedBefore, String script) {
    this.time = time;
    this.random = random;
    this.processes = processes;
    this.usedBefore = usedBefore;
    this.redis = new FakeRedis(script, () -> EPOCH_MICROS + time.nanos() / 1_000);
  }

  /** A hypothetical fleet: each message that asks for slots gets a block of them, if free. */
  public static VirtualFleet withBlocks(Time time, Random random, int processes, int block) {
    String script = Script.SOURCE;
    for (String atLeastOne : List.of("local fairShare = max(1,", "used > leastUsed + max(1,")) {
      if (!script.contains(atLeastOne)) {
        throw new IllegalStateException("the script has changed: no " + atLeastOne);
      }
      script = script.replace(atLeastOne, atLeastOne.replace("(1,", "(" + block + ","));
    }
    return new VirtualFleet(time, random, processes, 0, script);
  }

  /** The number of scripts up to the last that reported responses. */
  public int scriptsForCalls() {
    return scriptsForCalls;
  }

  @Override
  public SharedWindow open(LimiterKey key, RateLimitSettings settings, Time clock) {
    Timing timing = Timing.of(settings, TIMEOUT);
    return new FleetWindow(
        new Identity(KEYS, Identity.randomProcess(random), settings.share()),
        timing,
        processes,
        clock,
        (exchange, listener) -> send(exchange, listener, timing),
        new FleetLog(RateLimitKey.of(Optional.empty(), "PATCH", "/"), processes));
  }

  private void send(Exchange exchange, Transport.Listener listener, Timing timing) {
    List<String> arguments = List.copyOf(exchange.arguments());
    later(
        () -> {
          if (usedBefore > 0) {
            rememberEarlierMember(timing);
          }
          Reply reply = Reply.of(redis.run(exchange.keys, arguments));
          scripts++;
          if (exchange.stamps > 0) {
            scriptsForCalls = scripts;
          }
          later(() -> listener.ended(exchange, reply, null));
        });
  }

  private void later(Runnable task) {
    time.schedule(SHORTEST_WAY + (long) (random.nextDouble() * (LONGEST_WAY - SHORTEST_WAY)), task);
  }

  private void rememberEarlierMember(Timing timing) {
    List<Leases.Slot> stamps = new ArrayList<>();
    for (int i = 1; i <= usedBefore; i++) {
      stamps.add(new Leases.Slot(i, time.nanos() - timing.counted() * i / (usedBefore + 1)));
    }
    String generation = tell(timing, Exchange.Kind.HELLO, "", List.of());
    tell(timing, Exchange.Kind.UPLOAD, generation, stamps);
    tell(timing, Exchange.Kind.LEAVE, generation, List.of());
    usedBefore = 0;
  }

  /** Returns the generation. */
  private String tell(
      Timing timing, Exchange.Kind kind, String generation, List<Leases.Slot> stamps) {
    Exchange.Builder message = new Exchange.Builder(timing, time);
    message.kind = kind;
    message.keys = KEYS;
    message.process = "before";
    message.generation = generation;
    message.now = time.nanos();
    message.engineNow = EPOCH_MICROS * 1_000 + time.nanos();
    message.stamps = stamps;
    Exchange exchange = message.build();
    return Reply.of(redis.run(exchange.keys, exchange.arguments())).generation();
  }
}
