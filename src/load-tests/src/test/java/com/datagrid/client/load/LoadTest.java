package com.datagrid.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.stubs.DatagridStubServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Many calls at once against a server that enforces its limit to the letter: all succeed, the
 * server never has to reject one, and hardly any time is lost.
 *
 * <p>In {@code verify} at a quarter of the size, in windows of an hour that a test leaps over;
 * {@code mvn -B -ntp -Pload} has the full size in real time.
 */
class LoadTest {

  /** What the client may have besides the threads that exchange for asynchronous calls. */
  private static final int MOST_THREADS = 16;

  private static final int DISPATCHER_THREADS = 64;

  /** After that many calls the JVM does not get much faster. */
  private static final int WARM_UP_CALLS = 4_000;

  private static final Set<Thread> BEFORE = ThreadPeak.alive();

  private final Leaps leaps = new Leaps();
  private final ThreadGroup serverThreads = new ThreadGroup("server");
  private final ThreadGroup callerThreads = new ThreadGroup("callers");
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void blockingCallsFromManyThreads() throws Exception {
    Load load = Load.blocking();
    ExecutorService callers = callers(load.calls() / 2);

    blocking(load, callers).check(1.04, MOST_THREADS);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
  void blockingCallsFromOneVirtualThreadEach() throws Exception {
    Load load = Load.massive();
    ExecutorService callers =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    opened.add(callers::shutdownNow);

    blocking(load, callers).check(1.10, MOST_THREADS);
  }

  @Test
  void asynchronousCalls() throws Exception {
    Load load = Load.massive();
    DatagridStubServer server = warmServer(load, callers(DISPATCHER_THREADS));
    DatagridClient client = client(load, server);
    try (ThreadPeak threads = new ThreadPeak(BEFORE, serverThreads, callerThreads)) {
      long start = nanos();
      List<CompletableFuture<Connection>> updates =
          IntStream.range(0, load.calls())
              .mapToObj(i -> client.connections().updateAsync(id(i), name(i)))
              .toList();
      await(updates, client);
      Duration elapsed = Duration.ofNanos(nanos() - start);

      figures(load, elapsed, updates, server, threads)
          .check(1.10, DISPATCHER_THREADS + MOST_THREADS);
    }
  }

  private Figures blocking(Load load, ExecutorService callers) throws Exception {
    DatagridStubServer server = warmServer(load, callers);
    DatagridClient client = client(load, server);
    List<Callable<Connection>> updates =
        IntStream.range(0, load.calls())
            .<Callable<Connection>>mapToObj(i -> () -> client.connections().update(id(i), name(i)))
            .toList();
    try (ThreadPeak threads = new ThreadPeak(BEFORE, serverThreads, callerThreads)) {
      long start = nanos();
      List<Future<Connection>> responses = updates.stream().map(callers::submit).toList();
      await(responses, client);
      Duration elapsed = Duration.ofNanos(nanos() - start);

      return figures(load, elapsed, responses, server, threads);
    }
  }

  private void await(List<? extends Future<?>> calls, DatagridClient client) throws Exception {
    if (!Load.FULL) {
      leaps.await(calls, client);
    }
    for (Future<?> call : calls) {
      call.get(); // throws what failed
    }
  }

  private long nanos() {
    return Load.FULL ? System.nanoTime() : leaps.nanos();
  }

  private static Figures figures(
      Load load,
      Duration elapsed,
      List<? extends Future<Connection>> responses,
      DatagridStubServer server,
      ThreadPeak threads)
      throws Exception {
    for (int i = 0; i < responses.size(); i++) {
      assertThat(responses.get(i).get().getName()).isEqualTo(name(i)); // get throws what failed
    }
    return new Figures(load, elapsed, server.counts(), threads.byName());
  }

  private static String id(int i) {
    return "conn_" + i;
  }

  private static String name(int i) {
    return "name " + i;
  }

  private DatagridClient client(Load load, DatagridStubServer server) {
    DatagridClient.Builder settings = Load.FULL ? DatagridClient.builder() : leaps.client();
    DatagridClient client =
        settings
            .apiKey("key")
            .baseUrl(server.baseUrl())
            .rateLimitWindow(load.window())
            .callTimeout(Duration.ZERO)
            .build();
    opened.add(client);
    return client;
  }

  /**
   * A server that has handled enough requests for the JVM to be as fast as it gets, where that
   * matters. They go to windows of other teamspaces, none of which is overrun.
   */
  private DatagridStubServer warmServer(Load load, ExecutorService callers) throws Exception {
    DatagridStubServer server = server(load);
    if (!Load.FULL) {
      return server;
    }
    try (DatagridClient client = client(load, server)) {
      UpdateConnectionRequest request = new UpdateConnectionRequest().name("warm");
      List<Callable<Object>> updates =
          IntStream.range(0, WARM_UP_CALLS)
              .mapToObj(i -> RequestOptions.builder().teamspace("warm-" + i / load.limit()).build())
              .<Callable<Object>>map(
                  teamspace ->
                      () -> client.connections().updateWithResponse("conn", request, teamspace))
              .toList();
      for (Future<Object> response : callers.invokeAll(updates)) {
        response.get(); // throws what failed
      }
    }
    return server;
  }

  private ExecutorService callers(int threads) {
    ExecutorService callers =
        Executors.newFixedThreadPool(threads, task -> new Thread(callerThreads, task));
    opened.add(callers::shutdownNow);
    return callers;
  }

  private DatagridStubServer server(Load load) throws Exception {
    FutureTask<DatagridStubServer> start =
        new FutureTask<>(
            () ->
                (Load.FULL ? DatagridStubServer.builder() : leaps.server())
                    .limit(load.limit())
                    .window(load.window())
                    .latency(Load.ROUND_TRIP)
                    .start());
    new Thread(serverThreads, start).start();
    DatagridStubServer server = start.get();
    opened.add(server);
    return server;
  }
}
