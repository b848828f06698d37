package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.CallInterruptedException;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.ClientClosedException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridException;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.TransportException;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.contract.StallingServer.Point;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.testing.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;

/**
 * Ends calls from outside at every point of an exchange, on real sockets: the right exception, a
 * connection that is closed, no slot and no thread lost, and the next call goes on.
 */
class SocketEndingTest {

  /** What ends the call. */
  enum Ending {
    CANCEL,
    CLOSE,
    DEADLINE,
    INTERRUPT
  }

  /** Long enough to come to the point, as a rule. */
  private static final Duration CUT = Duration.ofSeconds(2);

  /** The threads that a client starts are in the group of the thread that calls it. */
  private final ThreadGroup threads = new ThreadGroup("callers");

  /** So that no deadline comes while classes are loaded. */
  @BeforeAll
  static void warmUp() throws Exception {
    try (StallingServer server = new StallingServer(Point.WAITING_FOR_HEADERS);
        Caller caller = new Caller(Mode.ASYNC, server, Point.WAITING_FOR_HEADERS)) {
      caller.start(RequestOptions.none(), task -> new Thread(task).start());
      assertThat(caller.isAtThePoint()).isTrue();
      caller.end(Ending.CANCEL);
      caller.theNextGoesOn(false);
    }
  }

  static Stream<Arguments> endings() {
    return Stream.of(Mode.values())
        .flatMap(
            mode ->
                Stream.of(Ending.values())
                    .filter(ending -> mode == Mode.BLOCKING || ending != Ending.INTERRUPT)
                    .flatMap(
                        ending ->
                            Stream.of(Point.values())
                                .map(point -> Arguments.of(mode, ending, point))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("endings")
  void endsAtEveryPoint(Mode mode, Ending ending, Point point) throws Exception {
    Duration timeout = CUT;
    while (!endsAtThePoint(mode, ending, point, timeout)) {
      timeout = timeout.multipliedBy(2); // which came before the point, on a busy machine
      assertThat(timeout).as("comes to the point within").isLessThan(Duration.ofMinutes(1));
    }
  }

  private boolean endsAtThePoint(Mode mode, Ending ending, Point point, Duration timeout)
      throws Exception {
    try (StallingServer server = new StallingServer(point);
        Caller caller = new Caller(mode, server, point)) {
      caller.start(options(ending, timeout), task -> new Thread(threads, task, "caller").start());
      if (!caller.isAtThePoint()) {
        assertThat(ending).isIn(Ending.DEADLINE, Ending.INTERRUPT);
        return false;
      }

      caller.end(ending);

      check(mode, ending, caller.failure());
      assertThat(caller.interrupted).isEqualTo(ending == Ending.INTERRUPT);
      assertThat(server.clientHangsUp()).as("the connection is closed").isTrue();
      caller.nothingIsLost();
      eventually("no thread is busy", this::threadsAreIdle);
      caller.theNextGoesOn(ending == Ending.CLOSE);
      return true;
    }
  }

  /** An interrupt ends nothing on a platform thread; the attempt's own end is waited for. */
  private static RequestOptions options(Ending ending, Duration timeout) {
    return switch (ending) {
      case CANCEL, CLOSE -> RequestOptions.none();
      case DEADLINE -> RequestOptions.builder().callTimeout(timeout).build();
      case INTERRUPT -> RequestOptions.builder().attemptTimeout(timeout).maxRetries(0).build();
    };
  }

  private static void check(Mode mode, Ending ending, Throwable failure) {
    switch (ending) {
      case CANCEL -> {
        if (mode == Mode.ASYNC) {
          assertThat(failure).isInstanceOf(CancellationException.class);
          return;
        }
        assertThat(failure)
            .isInstanceOf(TransportException.class)
            .hasMessageContaining("was canceled");
      }
      case CLOSE -> assertThat(failure).isInstanceOf(ClientClosedException.class);
      case DEADLINE -> assertThat(failure).isInstanceOf(CallTimeoutException.class);
      case INTERRUPT -> assertThat(failure).isInstanceOf(CallInterruptedException.class);
    }
    assertThat(failure).hasCauseInstanceOf(IOException.class);
    assertThat(((DatagridException) failure).attempts()).isEqualTo(1);
  }

  /** It does not wait for the end of the attempt, which would be a minute. */
  @ParameterizedTest
  @EnumSource
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
  void anInterruptEndsAnExchangeOfAVirtualThreadAtOnce(Point point) throws Exception {
    ExecutorService virtual =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try (StallingServer server = new StallingServer(point);
        Caller caller = new Caller(Mode.BLOCKING, server, point)) {
      caller.start(RequestOptions.none(), virtual::execute);
      assertThat(caller.isAtThePoint()).isTrue();
      long before = System.nanoTime();

      caller.end(Ending.INTERRUPT);

      assertThat(caller.failure()).isInstanceOf(CallInterruptedException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
      assertThat(caller.interrupted).isTrue();
      assertThat(server.clientHangsUp()).isTrue();
      caller.nothingIsLost();
      caller.theNextGoesOn(false);
    } finally {
      virtual.shutdownNow();
    }
  }

  private boolean threadsAreIdle() {
    Thread[] all = new Thread[threads.activeCount() + 10];
    int count = threads.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread.getName().startsWith("datagrid-"))
        .allMatch(SocketEndingTest::waitsForWork);
  }

  private static boolean waitsForWork(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length == 0 // it has ended
        || Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals("getTask"));
  }

  private static void eventually(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(what)
          .isLessThan(Duration.ofSeconds(20));
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A call on a thread of its own, and what is around it. */
  private static final class Caller extends EventListener implements AutoCloseable {

    /** Where it runs. */
    interface Place {
      void run(Runnable task);
    }

    private final Mode mode;
    private final StallingServer server;
    private final Point point;
    private final OkHttpClient http = new OkHttpClient.Builder().eventListener(this).build();
    private final DatagridClient client;
    private final Call<Connection> call;
    private final CountDownLatch atThePoint = new CountDownLatch(1);
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private volatile @Nullable Thread thread;
    private volatile @Nullable CompletableFuture<?> future;
    private volatile boolean interrupted;

    Caller(Mode mode, StallingServer server, Point point) {
      this.mode = mode;
      this.server = server;
      this.point = point;
      client = client().build();
      String name = "x".repeat(point == Point.SENDING ? StallingServer.LARGE_BODY : 1);
      call =
          client
              .api(ConnectionsApi.class)
              .updateConnection("conn_1", new UpdateConnectionRequest().name(name));
    }

    private DatagridClient.Builder client() {
      return DatagridClient.builder().apiKey("key").baseUrl(server.baseUrl()).httpClient(http);
    }

    void start(RequestOptions options, Place place) {
      place.run(
          () -> {
            thread = Thread.currentThread();
            Throwable failure = catchThrowable(() -> execute(options));
            interrupted = Thread.currentThread().isInterrupted();
            ended.complete(Objects.requireNonNull(failure, "it succeeded"));
          });
    }

    private void execute(RequestOptions options) {
      if (mode == Mode.BLOCKING) {
        client.execute(call, options);
        return;
      }
      var started = client.executeAsync(call, options);
      future = started;
      Mode.await(started);
    }

    /** Whether it comes to the point before it ends. */
    boolean isAtThePoint() {
      eventually("at the point", () -> atThePoint.getCount() == 0 || ended.isDone());
      return atThePoint.getCount() == 0;
    }

    void end(Ending ending) {
      switch (ending) {
        case CANCEL -> {
          if (mode == Mode.BLOCKING) {
            call.cancel();
          } else {
            eventually("a future", () -> future != null);
            Objects.requireNonNull(future).cancel(true);
          }
        }
        case CLOSE -> client.close();
        case DEADLINE -> {}
        case INTERRUPT -> Objects.requireNonNull(thread).interrupt();
      }
    }

    Throwable failure() {
      return ended.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** What was sent counts; what was not does not. */
    void nothingIsLost() {
      List<Integer> expected = List.of(0, 0, point == Point.CONNECTING ? 0 : 1);
      eventually(
          "in flight, waiting, used: " + expected,
          () ->
              client.rateLimits().values().stream()
                  .map(Caller::numbers)
                  .toList()
                  .equals(List.of(expected)));
    }

    private static List<Integer> numbers(RateLimitStatus status) {
      return List.of(status.inFlight(), status.waiting(), status.used());
    }

    void theNextGoesOn(boolean closed) {
      if (!closed) {
        assertThat(mode.update(client, "conn_1", "Sales").attempts()).isEqualTo(1);
        return;
      }
      try (DatagridClient other = client().rateLimitsOf(client).build()) {
        assertThat(mode.update(other, "conn_1", "Sales").attempts()).isEqualTo(1);
      }
    }

    private void passes(Point... here) {
      if (List.of(here).contains(point)) {
        atThePoint.countDown();
      }
    }

    @Override
    public void connectStart(
        okhttp3.Call call, java.net.InetSocketAddress address, java.net.Proxy proxy) {
      passes(Point.CONNECTING);
    }

    @Override
    public void requestBodyStart(okhttp3.Call call) {
      passes(Point.SENDING);
    }

    @Override
    public void requestBodyEnd(okhttp3.Call call, long bytes) {
      passes(Point.WAITING_FOR_HEADERS);
    }

    @Override
    public void responseBodyStart(okhttp3.Call call) {
      passes(Point.READING_A_SUCCESS, Point.READING_AN_ERROR);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
