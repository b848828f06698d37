package com.datagrid.client.load;

import com.datagrid.client.ClientInTime;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.ratelimit.internal.LeapingTime;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.ServerInTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Windows of an hour that end as soon as all calls wait. Beside them, what a busy machine takes for
 * the calls is nothing. Thread-safe.
 */
final class Leaps {

  static final Duration WINDOW = Duration.ofHours(1);

  private final LeapingTime time = new LeapingTime();

  long nanos() {
    return time.nanos();
  }

  DatagridClient.Builder client() {
    return ClientInTime.of(time, DatagridClient.builder())
        .apiKey("key")
        .rateLimitWindow(WINDOW)
        .callTimeout(Duration.ZERO);
  }

  DatagridStubServer.Builder server() {
    return ServerInTime.of(time, DatagridStubServer.builder()).window(WINDOW);
  }

  /** Lets time pass if some calls wait and none is on its way: their window is full. */
  void leapIfAllWait(DatagridClient client) {
    if (client.rateLimits().values().stream()
        .anyMatch(status -> status.waiting() > 0 && status.inFlight() == 0)) {
      time.leap(WINDOW.dividedBy(200));
    }
  }

  /** Lets the calls end. */
  void await(List<? extends Future<?>> calls, DatagridClient client) {
    for (Future<?> call : calls) {
      while (!call.isDone()) {
        leapIfAllWait(client);
        Thread.onSpinWait();
      }
    }
  }

  /** Lets all that was counted expire. */
  void twoWindows() {
    time.leap(WINDOW.multipliedBy(2));
  }
}
