package com.datagrid.client.simulation;

import com.datagrid.client.VirtualCalls.Network;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import com.datagrid.client.simulation.ModelServer.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** One workload, one kind of client and one seed, in virtual time. */
final class Run {

  private static final Request REQUEST = new Request.Builder().url("http://localhost/").build();

  private final Workload workload;
  private final VirtualTime time = new VirtualTime();
  private final Random random;
  private final ModelServer server;
  private final long start;
  private final List<Program> processes = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();

  /** A request at the server; nanoseconds since the start. */
  record Arrival(int process, long at, boolean accepted) {}

  /** Runs to its end. */
  private Run(Contender contender, Workload workload, long seed) {
    this.workload = workload;
    this.random = new Random(seed);
    Supplier<Contender.Client> clients = contender.preparation().of(workload, time, random);
    for (int i = 0; i < workload.processes; i++) {
      processes.add(new Program(i, clients.get()));
    }
    // A client exists some time before its first call: a limiter that counts by its own clock is
    // somewhere in a cycle by then.
    time.stall(Duration.ofNanos((long) (random.nextDouble() * Moments.WINDOW_NANOS)));
    start = time.nanos();
    server = workload.server.apply(time);
    if (workload.perSecond > 0) {
      beginAtRandom();
    } else {
      processes.forEach(Program::beginWorkers);
    }
    time.runUntilIdle();
  }

  static Outcome of(Contender contender, Workload workload, long seed) {
    Run run = new Run(contender, workload, seed);
    return new Outcome(workload, List.copyOf(run.calls), List.copyOf(run.arrivals));
  }

  private long now() {
    return time.nanos() - start;
  }

  private void beginAtRandom() {
    double at = 0;
    for (int i = 0; i < workload.calls; i++) {
      at += -Math.log(1 - random.nextDouble()) / workload.perSecond;
      Program process = processes.get(i % workload.processes);
      time.schedule((long) (at * 1e9), () -> process.call(() -> {}));
    }
  }

  /** One client, with its workers. */
  private final class Program {
    private final int number;
    private final Contender.Client client;
    private int left = workload.calls / workload.processes;

    Program(int number, Contender.Client client) {
      this.number = number;
      this.client = client;
    }

    void beginWorkers() {
      for (int i = 0; i < workload.workers; i++) {
        work();
      }
    }

    private void work() {
      if (left-- > 0) {
        call(this::work);
      }
    }

    void call(Runnable then) {
      Call call = new Call(number, now());
      calls.add(call);
      client.call(
          call,
          succeeded -> {
            call.succeeded = succeeded;
            call.endedAt = now();
            then.run();
          });
    }
  }

  /** One call and its outcome; nanoseconds since the start. */
  final class Call implements Network {
    final int process;
    final long begunAt;
    boolean succeeded;

    /** When its last request was sent. */
    long sentAt;

    long endedAt;

    private Call(int process, long begunAt) {
      this.process = process;
      this.begunAt = begunAt;
    }

    @Override
    public void exchange(Runnable sent, Consumer<Response> responded) {
      time.schedule(
          workload.latencies.connect(random),
          () -> {
            sent.run();
            sentAt = now();
            boolean late = workload.latencies.isCountedLate(random);
            time.schedule(workload.latencies.request(random, late), () -> arrive(late, responded));
          });
    }

    private void arrive(boolean late, Consumer<Response> responded) {
      Verdict verdict = server.count();
      arrivals.add(new Arrival(process, now(), verdict.accepted()));
      Response response = response(verdict);
      time.schedule(
          workload.latencies.response(random, verdict.accepted(), late),
          () -> responded.accept(response));
    }

    private Response response(Verdict verdict) {
      int remaining = workload.remaining.applyAsInt(verdict.remaining(), random);
      return new Response.Builder()
          .request(REQUEST)
          .protocol(Protocol.HTTP_2)
          .code(verdict.accepted() ? 200 : 429)
          .message("")
          .headers(workload.headers.of(verdict, remaining))
          .build();
    }
  }
}
