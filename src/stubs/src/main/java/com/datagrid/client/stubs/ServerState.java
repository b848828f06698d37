package com.datagrid.client.stubs;

import java.time.InstantSource;

/** What changes while a server runs, but for WireMock's stubs. Thread-safe. */
final class ServerState {
  private final ServerClock clock;
  private final RateLimits limits;
  private final FaultPlan faults;
  private final RequestLog requests;
  private final Runnable reset;

  /**
   * The state at the start.
   *
   * @param reset takes the whole server back to it, its stubs too
   */
  ServerState(StubSettings settings, Runnable reset) {
    clock = new ServerClock(settings.clock);
    limits = new RateLimits(settings.limit, settings.window, settings.initiallyUsed, clock);
    faults = new FaultPlan(settings.faults, settings.seed);
    requests = new RequestLog(settings.requests, settings.requestText);
    this.reset = reset;
  }

  ServerClock clock() {
    return clock;
  }

  RateLimits limits() {
    return limits;
  }

  FaultPlan faults() {
    return faults;
  }

  RequestLog requests() {
    return requests;
  }

  /** Lives by another clock, with windows that are empty. */
  void follow(InstantSource other) {
    clock.follow(other);
    limits.emptyWindows();
  }

  /** Back to the start, but for the stubs. */
  void clear() {
    clock.reset();
    limits.reset();
    faults.reset();
    requests.clear();
  }

  void resetServer() {
    reset.run();
  }
}
