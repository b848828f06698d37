package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What must not be there any more when a call or a client has ended. */
final class Leftovers {

  private static final long PATIENCE_MILLIS = 10_000;

  private Leftovers() {}

  /** Something that may throw anything. */
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  /**
   * Runs that in a thread group of its own, which threads inherit that it starts directly or
   * indirectly, so that tests in parallel can each tell what their client left behind: nothing but
   * an idle timer, which ends by itself.
   */
  static void in(Body body) throws Exception {
    ThreadGroup group = new ThreadGroup("test");
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            group,
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.start();
    thread.join();
    if (failure.get() instanceof Exception e) {
      throw e;
    } else if (failure.get() instanceof Error e) {
      throw e;
    }
    assertNoThreads(group);
  }

  private static void assertNoThreads(ThreadGroup group) throws InterruptedException {
    assertThat(threads(group)).allMatch(Thread::isDaemon);
    for (long waited = 0; !left(group).isEmpty() && waited < PATIENCE_MILLIS; waited += 5) {
      Thread.sleep(5);
    }
    assertThat(left(group)).as("threads that are left").isEmpty();
  }

  private static List<Thread> left(ThreadGroup group) {
    return threads(group).stream()
        .filter(thread -> !isShared(thread))
        .filter(thread -> !isIdleTimer(thread))
        .toList();
  }

  /**
   * Of all that use OkHttp in a JVM, and started by the first who needs them: one may be at work
   * for the connection of another test, whose name it then bears. Connections that are left open
   * are seen at the server.
   */
  private static boolean isShared(Thread thread) {
    return thread.getName().startsWith("OkHttp ") || thread.getName().equals("Okio Watchdog");
  }

  private static boolean isIdleTimer(Thread thread) {
    return thread.getName().startsWith("datagrid-timer")
        && (thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static List<Thread> threads(ThreadGroup group) {
    Thread[] threads = new Thread[2_000];
    return Arrays.stream(threads, 0, group.enumerate(threads))
        .map(Objects::requireNonNull)
        .toList();
  }

  /** No call holds a permit or waits for one. */
  static void assertNoPermits(DatagridClient client) {
    assertThat(client.rateLimits().values())
        .allSatisfy(
            status -> {
              assertThat(status.inFlight()).as("permits in flight").isZero();
              assertThat(status.waiting()).as("queued calls").isZero();
            });
  }
}
