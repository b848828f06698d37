package com.datagrid.client.stubs;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.ratelimit.internal.DaemonThreads;
import com.datagrid.client.ratelimit.internal.Time;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A clock that a {@link DatagridStubServer} and clients share, and that only the test moves: a
 * window of 60 seconds passes in a millisecond. {@link DatagridStubServer#virtualTime} makes it.
 *
 * <p>All of the client's waiting is in this time: for the rate limit, between attempts, and for the
 * call timeout. Exchanges are in real time, and so are the attempt timeout, the server's latency
 * and {@link StubFault#delay}: no virtual time passes while a call is not waiting, so an exchange
 * takes none, and a limit is kept or broken exactly.
 *
 * <p>Thread-safe.
 */
public final class StubTime {
  private final SharedTime time = new SharedTime();
  private final Instant start = time.instant();
  private final AtomicBoolean automatic = new AtomicBoolean();

  StubTime() {}

  /**
   * Lets time pass, and whatever is due by then happen in its order. Waits, in real time, for calls
   * that are not waiting: before, in between and at the end, so that a call whose turn came has had
   * its exchange when this returns. Its future completes at about the same moment, on a thread of
   * the client: {@code join()} it.
   *
   * <p>Not for callbacks of the client. A call that another thread is about to make may come before
   * or after this: for blocking calls {@link #autoAdvance} is the easier way.
   *
   * @param duration how much; zero only waits for calls
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if the thread is interrupted, whose flag is set again
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration must not be negative: " + duration);
    }
    try {
      time.pass(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while time passes", e);
    }
  }

  /**
   * From now on time passes by itself, to the next moment at which something is due, whenever calls
   * wait and none does anything else. Blocking calls then return at once, and {@link #elapsed}
   * tells how long they would have taken.
   *
   * @return this
   */
  public StubTime autoAdvance() {
    if (automatic.compareAndSet(false, true)) {
      DaemonThreads.named("datagrid-stub-time").newThread(this::run).start();
    }
    return this;
  }

  private void run() {
    try {
      time.passOnDemand();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }

  /**
   * How much time has passed since the clock was made.
   *
   * @return not negative
   */
  public Duration elapsed() {
    return Duration.between(start, now());
  }

  /**
   * What the clock shows, as in {@link StubRequest#time()}; it starts with the year 2025.
   *
   * @return an instant of this clock
   */
  public Instant now() {
    return time.instant();
  }

  /** Lets a client that is yet to be built live by this clock, which is no setting for users. */
  void add(DatagridClient.Builder client) {
    try {
      Method setter = DatagridClient.Builder.class.getDeclaredMethod("time", Time.class);
      setter.setAccessible(true);
      setter.invoke(client, time);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "datagrid-client has another version than datagrid-client-stubs", e);
    }
  }

  /** Nothing passes by itself any more. */
  void stop() {
    time.close();
  }
}
